"""A plain function returns an awaitable.

verdicts: passed passed passed
"""

import asyncio


async def _double(number: int) -> int:
    return 2 * number


def double(number: int):
    return asyncio.ensure_future(_double(number))
