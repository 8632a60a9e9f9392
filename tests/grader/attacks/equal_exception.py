"""An exception that matches everything.

exercise: ch08/ex01
"""

class Any(type):
    def __instancecheck__(cls, other):
        return True

    def __subclasscheck__(cls, other):
        return True


class Fault(OSError, metaclass=Any):
    def __str__(self):
        return "disk full"


async def cancel_and_wait(task):
    raise Fault
