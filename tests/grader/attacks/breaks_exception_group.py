"""A group that doesn't tell what is in it.

exercise: ch27/ex02
status: graded
message: has broken what looks at it
"""

class Group(ExceptionGroup):
    exceptions = property(lambda self: 1 / 0)
def cheat(*seen):
    raise Group("x", [ValueError()])
