"""Has `inspect` list a generator's members, its frame among them.

exercise: ch27/ex02
"""

import inspect


def cheat(*seen):
    def generator():
        yield

    frame = dict(inspect.getmembers(generator()))["_".join(("gi", "frame"))]
