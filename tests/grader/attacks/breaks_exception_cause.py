"""An exception that raises when somebody asks for its cause.

exercise: ch27/ex02
status: graded
message: has broken what looks at it
"""

class Bad(Exception):
    __cause__ = property(lambda self: self)
    __context__ = property(lambda self: 1 / 0)
    __notes__ = 5
    __suppress_context__ = property(lambda self: 1 / 0)
def cheat(*seen):
    raise Bad
