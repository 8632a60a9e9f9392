"""`n_waiting`, read just before the wait, is the position.

kills: test_one_meeting_after_the_other
loses: test_one_meeting_after_the_other
"""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from typing import Any

Meet = Callable[[], Awaitable[int]]
Member = Callable[[Meet], Coroutine[Any, Any, object]]


async def run_team(members: Sequence[Member]) -> list[object]:
    """Run all `members` at the same time, and return their results: a list, in their order.

    Each member (there is at least one) is called with one argument, `meet`, and awaited.
    `await meet()` is a meeting of the whole team: it suspends until every member has called it,
    and all go on at that moment. It returns the caller's position in the order of arrival at this
    meeting: 0 for the first, and one less than there are members for the last. Members may meet any
    number of times. Each meeting is one of its own, however soon it follows the one before, and
    positions begin with 0 again. (If somebody comes to the next meeting while others are still
    leaving this one, it is left open who gets which position there; each is given once.)

    All members of a team meet equally often; perhaps never. Nobody calls `meet` a second time
    before its first call has returned, and no member fails.

    If `run_team` is cancelled, so are the members, which end at once; then it ends as cancelled.
    """
    barrier = asyncio.Barrier(len(members))

    async def meet() -> int:
        position = barrier.n_waiting
        await barrier.wait()
        return position

    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(member(meet)) for member in members]
    return [task.result() for task in tasks]
