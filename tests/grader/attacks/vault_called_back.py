"""Has a method of the loop or the clock call a vault from its midst, and keeps what that gives.

exercise: ch18/ex01
"""

import functools
import itertools


def cheat(operation):
    loop = asyncio.get_running_loop()
    asks, seen = itertools.tee(map(loop._kept, [None]))
    loop.call_soon(next, asks, None)
    loop.call_soon(lambda: next(seen).timers.clear())
    asks, shown = itertools.tee(map(loop.clock._record, [None]))
    key = type("Key", (), {"__gt__": functools.partial(next, asks)})()
    try:
        loop.clock.move(key)
    except TypeError:
        pass
    record = next(shown)
    if record is not None:
        record.new_loop.__reduce__()[1][0].watch.allowed = frozenset({"leaked-task"})
