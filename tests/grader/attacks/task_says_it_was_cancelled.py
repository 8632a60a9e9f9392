"""Has the task itself say that it was cancelled.

exercise: ch08/ex01
"""

def cheat(task):
    task.cancelled = lambda: True
