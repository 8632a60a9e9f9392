"""Makes the task that it leaves running below more frames of the library than are kept.

exercise: ch18/ex01
message: is still running
"""

import contextlib


@contextlib.contextmanager
def quiet():
    yield


create = asyncio.ensure_future
for _ in range(30):
    create = quiet()(create)


async def value_or_default(operation, limit, default):
    task = create(operation())
    done, _ = await asyncio.wait([task], timeout=limit)
    return task.result() if done else default
