"""An exception that raises when somebody asks for its traceback.

exercise: ch27/ex02
status: graded
"""

class Bad(Exception):
    @property
    def __traceback__(self): raise KeyError
def cheat(*seen):
    raise Bad
