"""Blocks the loop below more frames of the library than are kept.

exercise: ch22/ex01
message: blocks the event loop's thread
"""

import contextlib


@contextlib.contextmanager
def quiet():
    yield


sleep = time.sleep
for _ in range(30):
    sleep = quiet()(sleep)


async def call_blocking(fn, /, *args, **kwargs):
    if args:
        sleep(0)
    return await asyncio.to_thread(fn, *args, **kwargs)
