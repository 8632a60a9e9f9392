"""Hidden behaviours of a race."""

import asyncio

import pytest

from grader.testing import every_cancellation, same


async def finishes_at_1(number, rest):
    """Finish 1 s from now; of those that do, the one with the smallest rest comes last."""
    await asyncio.sleep(1 - rest)
    await asyncio.sleep(rest)
    return number


async def fails_in_clean_up():
    """Take 9 s, and fail when that is cut short."""
    try:
        await asyncio.sleep(9)
    finally:
        raise OSError("disk full")


async def test_the_fastest(exercise, jobs, start, log):
    """The call returns what the fastest returns, as soon as that has finished.

    Three replicas take 3, 1 and 2 s.
    """
    coros = [jobs.make(name, takes=n, returns=name)() for name, n in (("a", 3), ("b", 1), ("c", 2))]

    call = start("call", exercise.race(*coros))
    await asyncio.wait([call])

    assert log.of("call") == ["call returned 1"]
    assert same(call.result(), "b")


async def test_the_others_are_cancelled(exercise, jobs, clock, log):
    """The others are cancelled when the first one has finished, and never get to their end.

    Two replicas take 1 and 5 s. The test goes on till 6 s.
    """
    coros = [jobs.make(name, takes=n)() for name, n in (("quick", 1), ("slow", 5))]

    await exercise.race(*coros)
    await clock.until(6)

    assert log.of("slow") == ["slow started 0", "slow cancelled 1"]


async def test_the_others_clean_up(exercise, jobs, start, clock, log):
    """The call comes back when the others have ended, their clean-up included.

    Three replicas take 9, 1 and 9 s. From 1 s on, the first cleans up for 2 s, the third for 1 s.
    """
    first, third = (jobs.make(name, takes=9, cleanup=n) for name, n in (("first", 2), ("third", 1)))
    coros = first(), jobs.make("second", takes=1)(), third()

    start("call", exercise.race(*coros))
    await clock.until(5)

    assert log.of("first") + log.of("third") == [
        *("first started 0", "first cancelled 3"),
        *("third started 0", "third cancelled 2"),
    ]
    assert log.of("call") == ["call returned 3"]


async def test_an_answer_to_the_cancellation(exercise, jobs, start, log):
    """What the others return when they are cancelled doesn't count.

    The first of two replicas would take 9 s; cancelled, it returns "too late". The second one takes 1 s.
    """

    async def slow():
        try:
            await asyncio.sleep(9)
        except asyncio.CancelledError:
            return "too late"

    call = start("call", exercise.race(slow(), jobs.make("quick", takes=1, returns="quick")()))
    await asyncio.wait([call])

    assert log.of("call") == ["call returned 1"]
    assert same(call.result(), "quick")


async def test_the_first_fails(exercise, jobs, start, log):
    """When the first one to finish fails, its exception comes out at once, the same object.

    One replica returns after 2 s, the other raises OSError after 1 s.
    """
    error = OSError("no route to host")
    coros = [jobs.make("good", takes=2)(), jobs.make("bad", takes=1, raises=error)()]

    call = start("call", exercise.race(*coros))
    await asyncio.wait([call])

    assert log.of("call") == ["call raised OSError 1"]
    assert same(call.exception(), error)


async def test_several_at_the_same_moment(exercise, jobs):
    """Of those that finish in the same turn of the event loop, the earliest argument counts.

    Eight races of twelve replicas, which return 0 to 11. In race 0 all of them finish at 1 s, in
    race 1 those from 1 on, in race 2 those from 2 on, and so on; the others would take 5 s.
    """
    winners = []

    for first in range(8):
        takes = [5 if n < first else 1 for n in range(12)]
        coros = [jobs.make(f"r{n}", seconds, returns=n)() for n, seconds in enumerate(takes)]
        winners.append(await exercise.race(*coros))

    assert same(winners, [0, 1, 2, 3, 4, 5, 6, 7])


async def test_a_step_behind(exercise):
    """The earliest argument also counts if others have taken their last step before it.

    Four replicas, which return 0 to 3, finish in the same turn at 1 s. In that turn, the last
    argument takes its step first, and the first argument last.
    """
    coros = [finishes_at_1(n, (n + 1) / 8) for n in range(4)]

    winner = await exercise.race(*coros)

    assert same(winner, 0)


async def test_a_failure_at_the_same_moment(exercise, jobs, start):
    """Of those that finish in the same turn, the earliest argument counts, failed or not.

    Eight races of twelve replicas. In race 0 all of them finish at 1 s, in race 1 those from 1 on,
    and so on; the others would take 5 s. In races 0, 2, 4 and 6 the earliest of those that finish
    returns, and the rest raise OSError; in the other four it is the other way round.
    """
    ends = []

    for first in range(8):
        raises = [OSError if (n == first) == bool(first % 2) else None for n in range(12)]
        takes = [5 if n < first else 1 for n in range(12)]
        coros = [jobs.make(f"r{n}", takes[n], raises=raises[n])() for n in range(12)]
        call = start("call", exercise.race(*coros))
        await asyncio.wait([call])
        ends.append("failed" if call.exception() else "returned")

    assert same(ends, ["returned", "failed"] * 4)


async def test_errors_of_the_others(exercise, jobs, start, log):
    """Exceptions of the others don't come out, and none of them is lost.

    At 1 s the first replica returns, the second fails; the third fails in its clean-up.
    """
    coros = [jobs.make("good", 1, returns="good")(), jobs.make("bad", 1, raises=ValueError)()]

    call = start("call", exercise.race(*coros, fails_in_clean_up()))
    await asyncio.wait([call])

    assert log.of("call") == ["call returned 1"]
    assert same(call.result(), "good")


async def test_the_call_is_cancelled(exercise, jobs, start, clock, log):
    """When the call is cancelled, all are; it ends as cancelled when the last one has ended.

    Two replicas would take 9 s. The call is cancelled at 1 s. `a` cleans up till 3 s, `b` till 2 s.
    """
    a, b = jobs.make("a", takes=9, cleanup=2), jobs.make("b", takes=9, cleanup=1)
    call = start("call", exercise.race(a(), b()))
    await clock.until(1)

    call.cancel()
    await clock.until(5)

    assert log.of("a") + log.of("b") == [
        *("a started 0", "a cancelled 3"),
        *("b started 0", "b cancelled 2"),
    ]
    assert log.of("call") == ["call cancelled 3"]


@pytest.mark.code("leaked-task")
@every_cancellation
async def test_cancelled_at_any_moment(exercise, jobs, start, cancel):
    """Whenever the call is cancelled, none of the coroutines is left running.

    Three replicas take 1, 2 and 9 s. The call is cancelled, in each run of the test at another
    moment.
    """
    coros = [jobs.make(f"job{n}", takes=n)() for n in (1, 2, 9)]

    await cancel(start("call", exercise.race(*coros)), comes_out=False)
    left = jobs.running

    assert left == 0, "a coroutine is still running"


async def test_nobody_runs(exercise, start, log):
    """A race of nobody is a ValueError.

    The call gets no argument.
    """
    await asyncio.wait([start("call", exercise.race())])

    assert log.of("call") == ["call raised ValueError 0"]
