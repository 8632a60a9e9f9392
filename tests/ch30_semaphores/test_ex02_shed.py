"""Hidden behaviours of turning work away."""

import asyncio

from grader.testing import every_cancellation, every_order, same


async def test_full(exercise, jobs, start, log):
    """When all places are taken, a call raises Overloaded at once, and its work isn't called.

    The limit is 2. Three calls are made at 0 s, with works of 1 s each.
    """
    shedder = exercise.LoadShedder(2)
    calls = [start(f"call-{name}", shedder.run(jobs.make(name, takes=1))) for name in "abc"]

    await asyncio.wait(calls)

    assert log.of("call-c") == ["call-c raised Overloaded 0"]
    assert log.of("c") == []
    assert log.of("call-a") + log.of("call-b") == ["call-a returned 1", "call-b returned 1"]


async def test_one_after_the_other(exercise, jobs):
    """A place that is free again is taken by the next call; the work's value comes back.

    The limit is 1. Two calls are made, one after the other. Each work takes 1 s, and returns how
    many are in flight then.
    """
    shedder = exercise.LoadShedder(1)
    work = jobs.make("work", takes=1, returns=lambda: shedder.in_flight)

    values = [await shedder.run(work), await shedder.run(work)]

    assert same((values, shedder.in_flight), ([1, 1], 0))


async def test_in_flight(exercise, jobs, start, clock):
    """`in_flight` counts the works that are running.

    The limit is 3. Works of 1, 2 and 3 s begin at 0 s, and a fourth call at 0.25 s is turned away.
    The number is looked at before the beginning, at 0.5 s, at 1.5 s, at 2.5 s and at 3.5 s.
    """
    shedder, counts = exercise.LoadShedder(3), []
    counts.append(shedder.in_flight)
    for when, takes in ((0, 1), (0, 2), (0, 3), (0.25, 1)):
        await clock.until(when)
        start("call", shedder.run(jobs.make("work", takes=takes)))

    for when in (0.5, 1.5, 2.5, 3.5):
        await clock.until(when)
        counts.append(shedder.in_flight)
    assert same(counts, [0, 3, 2, 1, 0])


async def test_works_that_fail(exercise, jobs):
    """An exception of a work comes out as it is, and the work's place is free again.

    The limit is 1. One after the other, three works raise an exception after 1 s: OSError,
    TimeoutError, and an Overloaded of their own. A fourth one returns "done".
    """
    shedder = exercise.LoadShedder(1)
    errors = [OSError("no route"), TimeoutError("no answer"), exercise.Overloaded("elsewhere")]
    works = [jobs.make("work", takes=1, raises=error) for error in errors]

    outcomes = []
    for work in [*works, jobs.make("work", takes=1, returns="done")]:
        outcomes += await asyncio.gather(shedder.run(work), return_exceptions=True)

    assert same(outcomes, [*errors, "done"])


async def test_a_work_that_fails_when_called(exercise, jobs):
    """A work that fails when it is called has failed like any other: its place is free again.

    The limit is 1. The first work is no coroutine function: it raises OSError as soon as it is called.
    The second one returns "done".
    """
    shedder, error = exercise.LoadShedder(1), OSError("no route")

    def work():
        raise error

    outcomes = []
    for each in (work, jobs.make("work", takes=1, returns="done")):
        outcomes += await asyncio.gather(shedder.run(each), return_exceptions=True)

    assert same((outcomes, shedder.in_flight), ([error, "done"], 0))


async def test_any_awaitable(exercise):
    """What the work gives may be any awaitable, also one that is no coroutine.

    The work gives a future that is done already, with "done".
    """
    shedder, future = exercise.LoadShedder(1), asyncio.Future()
    future.set_result("done")

    value = await shedder.run(lambda: future)

    assert same((value, shedder.in_flight), ("done", 0))


async def test_a_cancelled_work(exercise, jobs, start, clock, log):
    """A work that is cancelled has its place until its clean-up is done, and no longer.

    The limit is 1. A work of 9 s is cancelled at 1 s, and cleans up till 3 s. A call at 2 s is turned
    away; another one, at 4 s, isn't.
    """
    shedder = exercise.LoadShedder(1)
    first = start("first", shedder.run(jobs.make("work", takes=9, cleanup=2)))
    await clock.until(1)
    first.cancel()

    for when, name in ((2, "second"), (4, "third")):
        await clock.until(when)
        start(name, shedder.run(jobs.make("other")))
    await clock.until(20)

    calls = [line for line in log if line.split()[0] in ("first", "second", "third")]
    assert calls == ["second raised Overloaded 2", "first cancelled 3", "third returned 4"]


@every_cancellation
async def test_cancelled_at_any_moment(exercise, jobs, start, cancel):
    """Whenever a call is cancelled, its place is free again.

    The limit is 1. A call with a work of 1 s is cancelled wherever it waits. Then there is another
    call; its work returns how many are in flight.
    """
    shedder = exercise.LoadShedder(1)
    call = start("call", shedder.run(jobs.make("work", takes=1, cleanup=1)))
    await cancel(call)

    again = jobs.make("again", returns=lambda: shedder.in_flight)
    [value] = await asyncio.gather(shedder.run(again), return_exceptions=True)

    assert same((value, shedder.in_flight), (1, 0))


@every_order
async def test_after_rejections(exercise, jobs, start, clock, log):
    """However many calls were turned away, the limit stays what it was, in every order of events.

    The limit is 2. Two works begin at 0 s; while they run, 20 calls are turned away. Later there
    are 5 calls at once, of which 2 succeed.
    """
    shedder, slow = exercise.LoadShedder(2), jobs.make("slow", takes=2)
    first = [start("first", shedder.run(slow)) for _ in range(2)]
    await clock.until(1)
    await asyncio.wait([start("rejected", shedder.run(slow)) for _ in range(20)])
    await asyncio.wait(first)

    calls = [start("later", shedder.run(jobs.make("work", takes=1))) for _ in range(5)]
    await asyncio.wait(calls)

    assert sorted(log.of("later")) == ["later raised Overloaded 2"] * 3 + ["later returned 3"] * 2


@every_order
async def test_all_at_once(exercise, jobs, start, log):
    """Of calls that are made at the same moment, as many succeed as there are places.

    The limit is 2. 5 calls are made at once, with works of 1 s: 2 of them return, the other 3 raise
    Overloaded, in every order of events. Then no work is in flight any more.
    """
    shedder, work = exercise.LoadShedder(2), jobs.make("work", takes=1)

    await asyncio.wait([start("call", shedder.run(work)) for _ in range(5)])

    assert sorted(log.of("call")) == ["call raised Overloaded 0"] * 3 + ["call returned 1"] * 2
    assert same((jobs.peak, shedder.in_flight), (2, 0))
