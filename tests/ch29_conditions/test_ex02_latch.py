"""Hidden behaviours of the countdown latch."""

import asyncio

from grader.testing import every_cancellation, every_order, same


async def count_at(latch, clock, *times):
    """Count the latch down by one at each of these times."""
    for when in times:
        await clock.until(when)
        await latch.count_down()


async def test_four_waiters(exercise, start, clock, log):
    """All who wait are released at the moment of the last step, not before.

    Four tasks wait for a latch of 3; steps come at 1, 2 and 3.375 s.
    """
    latch = exercise.CountDownLatch(3)
    waiters = [start("waiter", latch.wait()) for _ in range(4)]

    await count_at(latch, clock, 1, 2, 3.375)
    await clock.until(9)

    assert log == ["waiter returned 3.375"] * 4
    assert same(([waiter.result() for waiter in waiters], latch.count), ([True] * 4, 0))


async def test_open_already(exercise, clock):
    """Who comes when the count is 0 doesn't wait.

    A latch of 1 is counted down; then come a waiter without a limit, and one with a limit of 5 s.
    """
    latch = exercise.CountDownLatch(1)
    await latch.count_down()

    answers = [await latch.wait(), await latch.wait(5)]

    assert same(answers, [True, True])
    assert clock.now == 0


async def test_a_waiter_that_gives_up(exercise, start, clock, log):
    """A wait that takes too long is False when its time is over, and changes nothing.

    The latch is of 3. `short` waits for 2.5 s at most, `long` without a limit. One step comes at
    1 s, and at 3 s two steps come at once.
    """
    latch = exercise.CountDownLatch(3)
    short, long = start("short", latch.wait(2.5)), start("long", latch.wait())
    await count_at(latch, clock, 1)
    await clock.until(3)
    count = latch.count

    await latch.count_down(2)
    await clock.until(9)

    assert log == ["short returned 2.5", "long returned 3"]
    assert same((short.result(), count, long.result()), (False, 2, True))


async def test_too_many_at_once(exercise, start, clock, log):
    """More steps than are left bring the count to 0, and release those who wait.

    A task waits for a latch of 3; at 1 s, five steps come at once.
    """
    latch = exercise.CountDownLatch(3)
    start("waiter", latch.wait())
    await clock.until(1)

    await latch.count_down(5)
    await clock.until(9)

    assert log == ["waiter returned 1"]
    assert same(latch.count, 0)


async def test_a_step_too_late(exercise, clock):
    """A step that comes when the count is 0 changes nothing.

    A latch of 1 is counted down, twice; then comes a waiter.
    """
    latch = exercise.CountDownLatch(1)
    await latch.count_down()

    await latch.count_down()
    answer = await latch.wait(5)

    assert same((answer, latch.count), (True, 0))
    assert clock.now == 0


async def test_a_latch_of_nothing(exercise, clock):
    """A latch of 0 is open from the start.

    A latch is made with a count of 0, and waited for.
    """
    latch = exercise.CountDownLatch(0)

    answer = await latch.wait()

    assert same((answer, latch.count), (True, 0))


def test_a_count_below_zero(exercise):
    """A latch with a count below 0 can't be made.

    `CountDownLatch(-1)` should raise ValueError.
    """
    outcome = "no exception"

    try:
        exercise.CountDownLatch(-1)
    except ValueError:
        outcome = "ValueError"

    assert outcome == "ValueError"


async def test_a_cancelled_waiter(exercise, start, clock, log):
    """When a waiter is cancelled, it ends as cancelled, and the others wait on.

    `a`, `b`, and `c`, which waits for 8 s at most, wait for a latch of 2. Steps come at 1 and 3 s;
    `a` and `c` are cancelled at 2 s.
    """
    latch = exercise.CountDownLatch(2)
    a, _, c = start("a", latch.wait()), start("b", latch.wait()), start("c", latch.wait(8))
    await count_at(latch, clock, 1)
    await clock.until(2)

    a.cancel()
    c.cancel()
    await count_at(latch, clock, 3)
    await clock.until(9)

    assert log.of("a") + log.of("b") == ["a cancelled 2", "b returned 3"]
    assert log.of("c") == ["c cancelled 2"]


@every_cancellation
async def test_cancelled_at_any_moment(exercise, start, clock, cancel, log):
    """Whenever a waiter is cancelled, the others are released in time.

    `a`, which waits for 5 s at most, and two others wait for a latch of 2; steps come at 1 and 2 s.
    `a` is cancelled wherever it waits.
    """
    latch = exercise.CountDownLatch(2)
    a = start("a", latch.wait(5))
    for _ in range(2):
        start("other", latch.wait())
    start("steps", count_at(latch, clock, 1, 2))

    await cancel(a, comes_out=False)
    await clock.until(9)

    assert log.of("other") == ["other returned 2", "other returned 2"]


async def test_one_limit_for_all_rounds(exercise, start, clock, log):
    """Steps that don't suffice give a waiter no more time.

    A task waits for a latch of 2, for 3 s at most. One step comes, at 1 s.
    """
    latch = exercise.CountDownLatch(2)
    waiter = start("waiter", latch.wait(3))
    await clock.until(1)

    await latch.count_down()
    await clock.until(9)

    assert log == ["waiter returned 3"]
    assert same((waiter.result(), latch.count), (False, 1))


@every_order
async def test_all_at_once(exercise):
    """Every step counts, and every waiter is released, in every order of events.

    Three waiters and three steps, of 1, 2 and 1, begin together; the latch is of 4.
    """
    latch = exercise.CountDownLatch(4)
    steps = [latch.count_down(), latch.count_down(2), latch.count_down()]

    answers = await asyncio.gather(latch.wait(), *steps, latch.wait(), latch.wait())

    assert same((answers[0], answers[4:], latch.count), (True, [True, True], 0))
