"""Hidden behaviours of looking again and again."""

import asyncio

from grader.testing import same


class Looks:
    """A predicate that is true from some time on, and keeps when it was asked."""

    def __init__(self, clock, true_from):
        self.clock, self.true_from, self.times = clock, true_from, []

    def __call__(self):
        self.times.append(float(self.clock.now))
        return self.clock.now >= self.true_from


async def test_true_already(exercise, clock):
    """What is true already is found at once, by a single check.

    The interval is 1 s.
    """
    looks = Looks(clock, true_from=0)

    found = await exercise.wait_until(looks, 1)

    assert looks.times == [0]
    assert same(found, True)
    assert clock.now == 0


async def test_true_later(exercise, clock):
    """There is a check at once, and then one every interval, until one succeeds.

    The interval is 1 s; it is true from 2.5 s on.
    """
    looks = Looks(clock, true_from=2.5)

    found = await exercise.wait_until(looks, 1)

    assert looks.times == [0, 1, 2, 3]
    assert same(found, True)
    assert clock.now == 3


async def test_never_true(exercise, clock):
    """When the time is up, the wait ends at that moment, even between two checks.

    The interval is 2 s, the timeout 5 s; it is never true.
    """
    found = await exercise.wait_until(Looks(clock, true_from=99), 2, 5)

    assert clock.now == 5
    assert same(found, False)


async def test_true_before_the_deadline(exercise, clock):
    """When the time is up, a last check decides.

    The interval is 2 s, the timeout 5 s; it is true from 4.5 s on.
    """
    found = await exercise.wait_until(Looks(clock, true_from=4.5), 2, 5)

    assert same(found, True)
    assert clock.now == 5


async def test_no_time_at_all(exercise, clock):
    """A timeout of 0 is a limit like any other: the answer is there at once.

    The interval is 2 s; it is true from 99 s on.
    """
    found = await exercise.wait_until(Looks(clock, true_from=99), 2, 0)

    assert clock.now == 0
    assert same(found, False)


async def test_a_flag_set_by_somebody(exercise, clock):
    """Others run between the checks.

    Somebody sets a flag at 1.5 s; the interval is 1 s.
    """
    flag = asyncio.Event()
    asyncio.get_running_loop().call_later(1.5, flag.set)

    found = await exercise.wait_until(flag.is_set, 1, 9)

    assert clock.now == 2
    assert same(found, True)


async def test_cancelled(exercise, start, clock, log):
    """When the call is cancelled, it ends as cancelled.

    The interval is 1 s, the timeout 5 s; it is never true. The call is cancelled at 2.5 s.
    """
    call = start("call", exercise.wait_until(Looks(clock, true_from=99), 1, 5))
    await clock.until(2.5)

    call.cancel()
    await clock.until(9)

    assert log == ["call cancelled 2.5"]
