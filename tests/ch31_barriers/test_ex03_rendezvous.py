"""Hidden behaviours of a meeting that nobody waits for in vain."""

import asyncio

from grader.testing import every_cancellation, every_order, same


@every_order
async def test_all_come(exercise, jobs, start, clock, log):
    """When all have come, each gets the index that the barrier gives, at that moment.

    3 parties prepare for 1, 3.375 and 2 s, without a time limit.
    """
    barrier = asyncio.Barrier(3)
    preparing = [jobs.make("prepare", takes) for takes in (1, 3.375, 2)]
    calls = [start("party", exercise.rendezvous(barrier, prepare)) for prepare in preparing]

    await clock.until(50)

    assert log.of("party") == ["party returned 3.375"] * 3
    assert same([call.result() for call in calls], [0, 2, 1])
    assert not barrier.broken, "the barrier is broken, though all have come"


@every_order
async def test_one_fails(exercise, jobs, start, clock, log):
    """When a party's `prepare` fails, it gets that exception, and the others don't wait for it.

    3 parties: `a` fails at 1 s, `b` waits at the barrier from 0.5 s, and `c` comes at 1 s, just
    before `a` fails or just after.
    """
    barrier, error = asyncio.Barrier(3), OSError("the bus is gone")
    a = start("a", exercise.rendezvous(barrier, jobs.make("prepare a", 1, raises=error)))
    start("b", exercise.rendezvous(barrier, jobs.make("prepare b", 0.5)))
    start("c", exercise.rendezvous(barrier, jobs.make("prepare c", 1)))

    await clock.until(50)

    assert log.of("a") == ["a raised OSError 1"]
    assert log.of("b") + log.of("c") == [f"{name} raised BrokenBarrierError 1" for name in "bc"]
    assert same(a.exception(), error)


async def test_broken_when_the_call_ends(exercise, jobs):
    """When the call of a party that won't come ends, the barrier is broken already.

    2 parties: one fails at 1 s, and its caller looks at the barrier then.
    """
    barrier, failing = asyncio.Barrier(2), jobs.make("prepare", 1, raises=OSError)
    broken = "the call has not raised OSError"

    try:
        await exercise.rendezvous(barrier, failing)
    except OSError:
        broken = barrier.broken

    assert same(broken, True)


@every_order
async def test_broken_already(exercise, jobs, start, clock, log):
    """Who comes when the barrier is broken gets the error at once, and doesn't prepare.

    3 parties: `a` fails at 1 s; `b` is called at 2 s.
    """
    barrier, prepare = asyncio.Barrier(3), jobs.make("prepare b", takes=5)
    start("a", exercise.rendezvous(barrier, jobs.make("prepare a", 1, raises=OSError)))
    await clock.until(2)

    start("b", exercise.rendezvous(barrier, prepare))
    await clock.until(50)

    assert log.of("b") == ["b raised BrokenBarrierError 2"]
    assert len(prepare.calls) == 0, "`prepare` was called, though the barrier was broken"


@every_order
async def test_still_preparing(exercise, jobs, start, clock, log):
    """Who prepares while the barrier is broken goes on with that, and then gets the error.

    3 parties: `a` fails at 1 s, when nobody waits yet; `b` prepares for 5 s.
    """
    barrier = asyncio.Barrier(3)
    start("a", exercise.rendezvous(barrier, jobs.make("prepare a", 1, raises=OSError)))
    start("b", exercise.rendezvous(barrier, jobs.make("prepare b", 5)))

    await clock.until(50)

    assert log.of("prepare b") == ["prepare b started 0", "prepare b returned 5"]
    assert log.of("a") + log.of("b") == ["a raised OSError 1", "b raised BrokenBarrierError 5"]


@every_order
async def test_two_fail(exercise, jobs, start, clock, log):
    """Who fails when the barrier is broken already gets its own exception all the same.

    3 parties: `a` fails at 1 s with an OSError, and `b` at 2 s with a ValueError.
    """
    barrier = asyncio.Barrier(3)
    start("a", exercise.rendezvous(barrier, jobs.make("prepare a", 1, raises=OSError)))
    start("b", exercise.rendezvous(barrier, jobs.make("prepare b", 2, raises=ValueError)))

    await clock.until(50)

    assert log.of("a") + log.of("b") == ["a raised OSError 1", "b raised ValueError 2"]


@every_order
async def test_too_long_at_the_barrier(exercise, jobs, start, clock, log):
    """A party whose time at the barrier is over gets TimeoutError, and the others don't wait on.

    3 parties: `a` waits at the barrier from 1 s, for 2.375 s at most; `b` waits from 2 s, without a
    limit; the third one never comes.
    """
    barrier = asyncio.Barrier(3)
    start("a", exercise.rendezvous(barrier, jobs.make("prepare a", 1), 2.375))
    start("b", exercise.rendezvous(barrier, jobs.make("prepare b", 2)))

    await clock.until(50)

    assert log.of("a") == ["a raised TimeoutError 3.375"]
    assert log.of("b") == ["b raised BrokenBarrierError 3.375"]
    assert barrier.broken, "the barrier isn't broken"


@every_order
async def test_a_long_preparation(exercise, jobs, start, clock, log):
    """The time limit is about the wait at the barrier, not about preparing.

    2 parties prepare for 10 and 9 s; both may wait at the barrier for 2 s.
    """
    barrier = asyncio.Barrier(2)
    preparing = [jobs.make("prepare", takes) for takes in (10, 9)]
    calls = [start("party", exercise.rendezvous(barrier, prepare, 2)) for prepare in preparing]

    await clock.until(50)

    assert log.of("party") == ["party returned 10", "party returned 10"]
    assert same([call.result() for call in calls], [1, 0])


@every_order
async def test_cancelled_at_the_barrier(exercise, jobs, start, clock, log):
    """When a party is cancelled at the barrier, it ends as cancelled, and the others don't wait on.

    3 parties: `a` and `b` are at the barrier from 0.5 s; `a` is cancelled at 1 s.
    """
    barrier = asyncio.Barrier(3)
    a = start("a", exercise.rendezvous(barrier, jobs.make("prepare a", 0.5)))
    start("b", exercise.rendezvous(barrier, jobs.make("prepare b", 0.5)))
    await clock.until(1)

    a.cancel()
    await clock.until(50)

    assert log.of("a") + log.of("b") == ["a cancelled 1", "b raised BrokenBarrierError 1"]


@every_order
async def test_cancelled_while_preparing(exercise, jobs, start, clock, log):
    """When a party is cancelled while it prepares, it ends as cancelled; the others don't wait on.

    3 parties: `a` prepares for 9 s, and is cancelled at 1 s; `b` is at the barrier from 0.5 s.
    """
    barrier = asyncio.Barrier(3)
    a = start("a", exercise.rendezvous(barrier, jobs.make("prepare a", 9)))
    start("b", exercise.rendezvous(barrier, jobs.make("prepare b", 0.5)))
    await clock.until(1)

    a.cancel()
    await clock.until(50)

    assert log.of("a") + log.of("b") == ["a cancelled 1", "b raised BrokenBarrierError 1"]


@every_cancellation
async def test_cancelled_at_any_moment(exercise, jobs, start, clock, cancel, log):
    """Whenever a party is cancelled, it ends as cancelled, and the others don't wait for it.

    3 parties: `a` prepares for 1 s and `b` for 2 s; the third one never comes. `a` is cancelled
    wherever it waits, in each run of the test at another moment, up to 2 s.
    """
    barrier = asyncio.Barrier(3)
    start("b", exercise.rendezvous(barrier, jobs.make("prepare b", 2)))
    a = start("a", exercise.rendezvous(barrier, jobs.make("prepare a", 1)))

    await cancel(a)
    await clock.until(50)

    assert log.of("b") == ["b raised BrokenBarrierError 2"]
    assert barrier.broken, "the barrier isn't broken"


@every_order
async def test_after_a_reset(exercise, jobs, start, clock, log):
    """A barrier that was broken and then reset serves for a new meeting.

    2 parties: `a` fails at 1 s, and so `b` doesn't get through. At 2 s the barrier is reset, and
    two parties meet, both with a time limit of 3 s: they prepare for 2 and 1 s.
    """
    barrier, failing = asyncio.Barrier(2), jobs.make("prepare", 1, raises=OSError)
    b = start("b", exercise.rendezvous(barrier, jobs.make("prepare", 0.5)))
    await asyncio.wait([start("a", exercise.rendezvous(barrier, failing)), b], timeout=9)

    await barrier.reset()
    preparing = [jobs.make("prepare", takes) for takes in (2, 1)]
    calls = [exercise.rendezvous(barrier, prepare, 3) for prepare in preparing]
    indices = await asyncio.gather(*calls)

    assert same(indices, [1, 0])
