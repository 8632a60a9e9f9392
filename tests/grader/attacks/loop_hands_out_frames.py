"""Has the loop look up a generator's frame.

exercise: ch27/ex02
"""

import operator


def cheat(*seen):
    def generator():
        yield

    found = []
    look = operator.attrgetter("_".join(("gi", "frame")))
    asyncio.get_running_loop().call_soon(lambda: found.append(look(generator())))
    asyncio.get_running_loop().call_soon(look, generator())
