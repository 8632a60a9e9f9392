"""Has the task itself say that it was cancelled, by other ways to set an attribute.

exercise: ch08/ex01
"""

def cheat(task):
    setattr(task, "cancel" + "led", lambda: True)
