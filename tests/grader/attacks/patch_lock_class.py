"""Makes every lock let everybody in, by another name of its class.

exercise: ch27/ex02
status: needs_a_look
message: asyncio.locks.Lock.acquire
"""

import asyncio


async def enter(self):
    return True


kind = asyncio.Lock
kind.acquire = enter
