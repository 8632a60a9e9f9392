"""Hidden behaviours of a service that tells when it is ready."""

import asyncio

import pytest

from grader.testing import every_cancellation, every_order, same


def fails_once(error):
    """What a boot does that raises `error`, and from the second time on returns."""
    errors = [error]

    def booted():
        if errors:
            raise errors.pop()

    return booted


async def seen(service):
    """Wait until the service is ready; return what it says then."""
    await service.wait_ready()
    return service.ready


async def test_three_wait(exercise, jobs, start, log):
    """All who wait go on at the moment when the service gets ready.

    Three waiters, `w0` to `w2`, and then `start` are called at 0 s. The boot takes 2.375 s.
    """
    service = exercise.Service(jobs.make("boot", takes=2.375))

    calls = [start(f"w{number}", service.wait_ready()) for number in range(3)]
    await asyncio.wait([*calls, start("start", service.start())], timeout=9)

    assert sorted(log) == [
        *("boot returned 2.375", "boot started 0", "start returned 2.375"),
        *("w0 returned 2.375", "w1 returned 2.375", "w2 returned 2.375"),
    ]


async def test_ready_already(exercise, jobs, start, clock, log):
    """Whoever asks when the service is ready doesn't have to wait.

    The service is ready at 1 s. `wait_ready` is called at 2 s, and once more at 3 s.
    """
    service = exercise.Service(jobs.make("boot", takes=1))
    await service.start()

    for when in (2, 3):
        await clock.until(when)
        start("late", service.wait_ready())
    await clock.until(9)

    assert log.of("late") == ["late returned 2", "late returned 3"]


async def test_the_attribute(exercise, jobs, start, clock):
    """`ready` is False until the boot has returned, and True from then on.

    The boot takes 2 s. `ready` is looked at before the start, at 1 s, and at 3 s.
    """
    service = exercise.Service(jobs.make("boot", takes=2))
    before = service.ready
    start("start", service.start())

    await clock.until(1)
    meanwhile = service.ready
    await clock.until(3)

    assert same((before, meanwhile, service.ready), (False, False, True))


async def test_a_failed_boot(exercise, jobs, start, clock, log):
    """After a failed boot nobody goes on; a second start, when it has succeeded, releases all.

    The first boot raises OSError after 1 s. `start` is called again at 5 s; this boot returns at
    6 s.
    """
    error = OSError("no disk")
    service = exercise.Service(jobs.make("boot", takes=1, returns=fails_once(error)))
    waiter = start("waiter", service.wait_ready())

    [outcome] = await asyncio.gather(service.start(), return_exceptions=True)
    after_failure = service.ready
    await clock.until(5)
    await asyncio.gather(service.start(), asyncio.wait([waiter], timeout=9))

    assert same((outcome, after_failure, service.ready), (error, False, True))
    assert log.of("waiter") == ["waiter returned 6"]


async def test_a_cancelled_start(exercise, jobs, start, clock, log):
    """After a start that was cancelled nobody goes on either, until another one has succeeded.

    The boot takes 2 s. The first start is cancelled at 1 s; the second one begins at 5 s.
    """
    service = exercise.Service(jobs.make("boot", takes=2))
    waiter = start("waiter", service.wait_ready())
    asyncio.get_running_loop().call_later(1, start("first", service.start()).cancel)

    await clock.until(5)
    after_cancellation = service.ready
    await asyncio.gather(service.start(), asyncio.wait([waiter], timeout=9))

    assert same((after_cancellation, service.ready), (False, True))
    assert log.of("first") + log.of("waiter") == ["first cancelled 1", "waiter returned 7"]


async def test_a_time_limit(exercise, jobs, start, log):
    """A waiter whose time limit passes gives up then, and the others wait on.

    The boot takes 2.375 s. The first waiter waits in `asyncio.wait_for` for 1 s, the second one
    without a limit.
    """
    service = exercise.Service(jobs.make("boot", takes=2.375))

    calls = [
        start("first", asyncio.wait_for(service.wait_ready(), 1)),
        start("second", service.wait_ready()),
    ]
    await asyncio.wait([*calls, start("start", service.start())], timeout=9)

    waiters = log.of("first") + log.of("second")
    assert waiters == ["first raised TimeoutError 1", "second returned 2.375"]


@every_cancellation
async def test_a_cancelled_waiter(exercise, jobs, start, clock, log, cancel):
    """Whenever a waiter is cancelled, it ends as cancelled, and nobody else is disturbed.

    Three waiters; the boot takes 2 s. The one in the middle is cancelled, in each run of the test
    at another moment, up to the one at which the service gets ready.
    """
    service = exercise.Service(jobs.make("boot", takes=2))
    _first, call, _last = (start(name, service.wait_ready()) for name in ("a", "call", "c"))
    start("start", service.start())

    await cancel(call)
    await clock.until(9)

    assert log.of("start") + log.of("a") == ["start returned 2", "a returned 2"]
    assert log.of("c") == ["c returned 2"]


async def test_cancelled_as_it_gets_ready(exercise, start, clock, log):
    """A waiter that is cancelled just when the service gets ready is in nobody's way.

    Two waiters. At 1 s the boot comes to its end, and in the same moment the first waiter is cancelled.
    """
    booted = asyncio.Event()
    service = exercise.Service(booted.wait)
    start("start", service.start())
    first, _second = (start(name, service.wait_ready()) for name in ("first", "second"))
    await clock.until(1)

    booted.set()
    first.cancel()
    await clock.until(9)

    assert log.of("start") + log.of("second") == ["start returned 1", "second returned 1"]


@pytest.mark.code("livelock")
async def test_a_long_boot(exercise, jobs, start, trace):
    """Those who wait sleep until the service is ready, however long that takes.

    Three waiters; the boot takes 20 s. If tasks are woken 20 times or more in all, somebody is
    asking again and again.
    """
    service = exercise.Service(jobs.make("boot", takes=20))
    calls = [start(f"w{number}", service.wait_ready()) for number in range(3)]

    await asyncio.wait([*calls, start("start", service.start())])

    often = sum(row.event == "resumed" for row in trace.rows) >= 20
    assert not often, "tasks were woken again and again while nothing had happened"


@every_order
async def test_in_any_order(exercise, jobs, start):
    """Whatever comes first, nobody is forgotten, and whoever goes on finds the service ready.

    Three waiters and `start` begin together, in every order of events; the boot takes no time.
    """
    service = exercise.Service(jobs.make("boot"))
    calls = [start(f"w{number}", seen(service)) for number in range(3)]

    await asyncio.wait([*calls, start("start", service.start())])

    found = [call.result() for call in calls]
    assert same(found, [True, True, True])
