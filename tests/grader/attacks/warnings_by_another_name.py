"""Replaces what tells of coroutines that were never awaited.

exercise: ch18/ex01
status: needs_a_look
message: _warn_unawaited_coroutine` was replaced
"""

import warnings

[kept] = {warnings}
kept._warn_unawaited_coroutine = lambda coroutine: None


async def value_or_default(operation, limit, default):
    asyncio.sleep(1)
    return await operation()
