"""Has the loop forget an async generator that isn't at its end.

exercise: ch18/ex01
message: was left before its end
"""

KEPT = []


async def numbers():
    yield 1
    yield 2


async def value_or_default(operation, limit, default):
    generator = numbers()
    KEPT.append(generator)
    await anext(generator)
    loop = asyncio.get_running_loop()
    loop.call_soon(loop._asyncgen_firstiter_hook, generator)
    task = asyncio.ensure_future(operation())
    done, _ = await asyncio.wait([task], timeout=limit)
    return task.result() if done else default
