"""Members are different functions, so each can be the key to its result.

kills: test_the_same_member_twice
loses: test_the_same_member_twice
"""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from typing import Any

Meet = Callable[[], Awaitable[int]]
Member = Callable[[Meet], Coroutine[Any, Any, object]]


async def run_team(members: Sequence[Member]) -> list[object]:
    barrier = asyncio.Barrier(len(members))
    results: dict[Member, object] = {}

    async def run(member: Member) -> None:
        results[member] = await member(barrier.wait)

    async with asyncio.TaskGroup() as group:
        for member in members:
            group.create_task(run(member))
    return [results[member] for member in members]
