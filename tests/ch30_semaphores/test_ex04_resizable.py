"""Hidden behaviours of a limit that changes."""

import asyncio

from grader.testing import every_cancellation, every_order, same


async def use(limiter, job):
    """Do the job inside."""
    async with limiter:
        await job()


@every_order
async def test_the_limit(exercise, jobs, start, log):
    """As many users are in as are allowed, no more and no fewer, in every order of events.

    The limit is 2. Four users come at 0 s, for 2.375 s each: two go in at 0 s, two at 2.375 s.
    """
    limiter, job = exercise.Limiter(2), jobs.make("user", takes=2.375)

    await asyncio.wait([start("call", use(limiter, job)) for _ in range(4)])

    assert jobs.peak == 2
    assert log.times("started") == [0, 0, 2.375, 2.375]


@every_order
async def test_growing(exercise, jobs, start, clock, log):
    """When the limit grows, as many as now find a place go in at once, in every order of events.

    The limit is 1. Four users come at 0 s, for 5 s each. At 0.375 s the limit becomes 3: two more go
    in then, and the last one at 5 s.
    """
    limiter, job = exercise.Limiter(1), jobs.make("user", takes=5)
    calls = [start("call", use(limiter, job)) for _ in range(4)]
    await clock.until(0.375)

    limiter.resize(3)
    await asyncio.wait(calls)

    assert log.times("started") == [0, 0.375, 0.375, 5]
    assert same((limiter.limit, limiter.in_use), (3, 0))


async def test_shrinking(exercise, jobs, start, clock, log):
    """When the limit shrinks, all users stay, and nobody goes in before there are fewer than that.

    The limit is 3. Users come for 1, 2 and 3 s, and a fourth one waits. At 0.5 s the limit becomes 1:
    the fourth one goes in at 3 s.
    """
    limiter = exercise.Limiter(3)
    works = [jobs.make(name, takes) for name, takes in (("a", 1), ("b", 2), ("c", 3), ("d", 1))]
    calls = [start("call", use(limiter, work)) for work in works]
    await clock.until(0.5)

    limiter.resize(1)
    found = (limiter.limit, limiter.in_use)
    await asyncio.wait(calls)

    assert not log.times("cancelled"), "a user was thrown out"
    assert log.of("d") == ["d started 3", "d returned 4"]
    assert same(found, (1, 3))


async def test_shrinking_with_free_places(exercise, jobs, start, clock, log):
    """When the limit shrinks, places that are free are gone, too.

    The limit is 3, and one user is in, for 5 s. At 1 s the limit becomes 1, and a second user comes: it
    goes in at 5 s.
    """
    limiter = exercise.Limiter(3)
    start("first", use(limiter, jobs.make("a", takes=5)))
    await clock.until(1)

    limiter.resize(1)
    await asyncio.wait([start("second", use(limiter, jobs.make("b", takes=1)))])

    assert log.of("b") == ["b started 5", "b returned 6"]


async def test_shrunk_and_grown_again(exercise, jobs, start, clock, log):
    """A limit that has shrunk and grown again is what it was before.

    The limit is 3. Users come for 1, 2 and 3 s, and a fourth one waits. At 0.5 s the limit becomes 1,
    and 3 again: the fourth one goes in at 1 s.
    """
    limiter = exercise.Limiter(3)
    works = [jobs.make(name, takes) for name, takes in (("a", 1), ("b", 2), ("c", 3), ("d", 1))]
    calls = [start("call", use(limiter, work)) for work in works]
    await clock.until(0.5)

    limiter.resize(1)
    limiter.resize(3)
    await asyncio.wait(calls)

    assert log.of("d") == ["d started 1", "d returned 2"]


async def test_nobody(exercise, jobs, start, clock, log):
    """With a limit of 0 nobody goes in; those who wait do so when it grows.

    The limit is 2, and becomes 0 before anybody has come. Two users come, for 1 s each. At 5 s the
    limit becomes 1: they go in at 5 and 6 s.
    """
    limiter, job = exercise.Limiter(2), jobs.make("user", takes=1)
    limiter.resize(0)
    calls = [start("call", use(limiter, job)) for _ in range(2)]
    await clock.until(5)

    limiter.resize(1)
    await asyncio.wait(calls)

    assert log.times("started") == [5, 6]


async def test_in_turn(exercise, jobs, start, clock, log):
    """Whoever has waited longest goes in first.

    The limit is 1. a comes at 0 s, b at 0.25 s, c at 0.5 s, and d at 0.75 s, for 2 s each. At 1 s the
    limit becomes 2, and b goes in. c follows at 2 s, when a leaves, and d at 3 s.
    """
    limiter = exercise.Limiter(1)
    for name, when in (("a", 0), ("b", 0.25), ("c", 0.5), ("d", 0.75)):
        await clock.until(when)
        start(f"call-{name}", use(limiter, jobs.make(name, takes=2)))
    await clock.until(1)

    limiter.resize(2)
    await clock.until(20)

    begun = [line for line in log if "started" in line]
    assert begun == ["a started 0", "b started 1", "c started 2", "d started 3"]


async def test_who_comes_again(exercise, jobs, start, clock):
    """There are never more users in than allowed, also if one leaves and comes again at once.

    The limit is 1. a is in until 1 s and comes again for 1 s; b waits from 0.5 s on, for 1 s.
    """
    limiter = exercise.Limiter(1)

    async def twice():
        await use(limiter, jobs.make("a", takes=1))
        await use(limiter, jobs.make("again", takes=1))

    first = start("first", twice())
    await clock.until(0.5)
    second = start("second", use(limiter, jobs.make("b", takes=1)))
    await asyncio.wait([first, second])

    assert jobs.gauge.peak == 1
    assert clock.now == 3


async def test_cancelled_inside(exercise, jobs, start, clock, log):
    """A user that is cancelled while it is in leaves its place to the next one.

    The limit is 1. Two users come, for 2 s each. The first one is cancelled at 0.5 s; the second one
    goes in then.
    """
    limiter = exercise.Limiter(1)
    first, _ = [start(f"call-{name}", use(limiter, jobs.make(name, takes=2))) for name in "ab"]
    await clock.until(0.5)

    first.cancel()
    await clock.until(20)

    assert log.of("call-a") == ["call-a cancelled 0.5"]
    assert log.of("b") == ["b started 0.5", "b returned 2.5"]
    assert same(limiter.in_use, 0)


async def test_cancelled_while_waiting(exercise, jobs, start, clock, log):
    """A user that is cancelled while it waits leaves its turn to the next one.

    The limit is 1. Three users come, for 2 s each. The second one is cancelled at 0.5 s; the third one
    goes in at 2 s, when the first one leaves.
    """
    limiter = exercise.Limiter(1)
    calls = [start(f"call-{name}", use(limiter, jobs.make(name, takes=2))) for name in "abc"]
    await clock.until(0.5)

    calls[1].cancel()
    await clock.until(20)

    assert log.of("call-b") == ["call-b cancelled 0.5"]
    assert log.of("b") + log.of("c") == ["c started 2", "c returned 4"]
    assert same(limiter.in_use, 0)


@every_order
async def test_cancelled_when_let_in(exercise, jobs, start, clock, log):
    """A place isn't lost on a user who is cancelled at the moment at which it becomes free.

    The limit is 1. Three users come, for 1 s each, a quarter of a second after each other. The first
    one leaves at 1 s, and the second one is cancelled then: the third one goes in at 1 s, in every
    order of events. (If the second one gets in for that instant, it leaves at once.)
    """
    limiter, calls = exercise.Limiter(1), []
    for name, when in (("a", 0), ("b", 0.25), ("c", 0.5)):
        await clock.until(when)
        calls.append(start(f"call-{name}", use(limiter, jobs.make(name, takes=1))))
    await clock.until(1)

    calls[1].cancel()
    await clock.until(20)

    assert log.of("c") == ["c started 1", "c returned 2"]
    assert same(limiter.in_use, 0)


@every_order
async def test_a_user_who_comes_just_then(exercise, jobs, start, clock, log):
    """A user that is cancelled while it waits is not in the way of one who comes at that moment.

    The limit is 1. a is in until 1 s, and b waits. At 1 s b is cancelled, and c comes: it goes in at
    1 s, in every order of events. (If b gets in for that instant, it leaves at once.)
    """
    limiter = exercise.Limiter(1)
    start("call-a", use(limiter, jobs.make("a", takes=1)))
    await clock.until(0.5)
    waiting = start("call-b", use(limiter, jobs.make("b", takes=1)))
    await clock.until(1)

    waiting.cancel()
    start("call-c", use(limiter, jobs.make("c", takes=1)))
    await clock.until(20)

    assert log.of("c") == ["c started 1", "c returned 2"]


@every_cancellation
async def test_cancelled_at_any_moment(exercise, jobs, start, clock, log, cancel):
    """Whenever a user is cancelled, nobody is counted as being in afterwards, and others go in.

    The limit is 1. A user is in for 1 s, a second one comes for 1 s as well, and is cancelled
    wherever it waits. A third one comes at 5 s.
    """
    limiter = exercise.Limiter(1)
    start("first", use(limiter, jobs.make("a", takes=1)))
    await cancel(start("second", use(limiter, jobs.make("b", takes=1))))
    await clock.until(5)

    start("third", use(limiter, jobs.make("c", takes=1)))
    await clock.until(20)

    assert log.of("c") == ["c started 5", "c returned 6"]
    assert same(limiter.in_use, 0)


async def test_an_exception(exercise, jobs, start, log):
    """An exception in the block comes out as it is, and the place is free.

    The limit is 1. A user raises OSError after 1 s; another one, who has waited, goes in then.
    """
    limiter, error = exercise.Limiter(1), OSError("no paper")
    first = start("first", use(limiter, jobs.make("a", takes=1, raises=error)))
    second = start("second", use(limiter, jobs.make("b", takes=1)))

    await asyncio.wait([first, second])

    assert log.of("first") + log.of("b")[:1] == ["first raised OSError 1", "b started 1"]
    assert same((first.exception(), limiter.in_use), (error, 0))


async def test_a_negative_limit(exercise, jobs, start, log):
    """A negative limit is a ValueError, and nothing has changed.

    The limit is 2. It is told to become -1; then three users come, for 1 s each.
    """
    limiter, job, outcome = exercise.Limiter(2), jobs.make("user", takes=1), None
    try:
        limiter.resize(-1)
    except ValueError:
        outcome = "ValueError"
    await asyncio.wait([start("call", use(limiter, job)) for _ in range(3)])

    assert same((outcome, limiter.limit), ("ValueError", 2))
    assert log.times("started") == [0, 0, 1]
