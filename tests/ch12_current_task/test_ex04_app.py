"""Hidden behaviours of an application with services."""

import asyncio
import signal
import sys

import pytest

from grader.testing import every_cancellation, every_order, same

# Requests that the caller's task may be left with. Until 3.12 a task group leaves one.
LEFT = [0] if sys.version_info >= (3, 13) else [0, 1]


def asks(app, reason, clock, when, then):
    """A service that awaits a helper, which shuts the app down, and has more to do after that."""

    async def helper():
        await clock.until(when)
        app().shutdown(reason)

    async def service():
        await helper()
        await then()

    return service


async def tell(app, reason, clock, when):
    """Call `shutdown` then, and go on."""
    await clock.until(when)
    app.shutdown(reason)
    await asyncio.sleep(0)


def test_told_by_a_service(exercise, jobs, clock, log):
    """When a service has the app shut down, all are stopped at once, and the reason is returned.

    The program is `asyncio.run(app.run())`. At 2.25 s a helper that service 'a' awaits calls
    `shutdown("bye")`. 'a' and 'b' have work for 1000 s, and need no time to clean up.
    """
    service = asks(lambda: app, "bye", clock, 2.25, then=jobs.make("a", takes=1000))
    app = exercise.App(service, jobs.make("b", takes=1000))

    reason = asyncio.run(app.run())

    assert log.of("b") == ["b started 0", "b cancelled 2.25"]
    assert log.of("a") == ["a started 2.25", "a cancelled 2.25"]
    assert same(reason, "bye")


@every_order
async def test_clean_up_is_completed(exercise, jobs, start, clock, log):
    """The services clean up at the same time, undisturbed, and `run` returns after the last one.

    Another task calls `shutdown` at 2 s. Service 'a' cleans up for 1 s, 'b' for 1.5 s.
    """
    services = jobs.make("a", takes=10, cleanup=1), jobs.make("b", takes=10, cleanup=1.5)
    app = exercise.App(*services)
    start("run", app.run())

    start("caller", tell(app, "bye", clock, 2))
    await clock.until(9)

    assert log.of("caller") == ["caller returned 2"]
    assert log.of("a") == ["a started 0", "a cancelled 3"]
    assert log.of("b") == ["b started 0", "b cancelled 3.5"]
    assert log.of("run") == ["run returned 3.5"]


async def test_told_by_a_callback(exercise, jobs, start, clock, log):
    """`shutdown` may be called by a callback of the event loop, where no task is running.

    It is called at 2 s, by `loop.call_later`.
    """
    app, loop = exercise.App(jobs.make("a", takes=10)), asyncio.get_running_loop()
    call = start("run", app.run())

    loop.call_later(2, app.shutdown, "time is up")
    await clock.until(5)

    assert log.of("run") == ["run returned 2"]
    assert same(call.result(), "time is up")


async def test_told_twice(exercise, jobs, start, clock, log):
    """The first reason counts, and a second call doesn't disturb the clean-up.

    A task calls `shutdown("first")` at 1 s, and the service cleans up for 3 s. Meanwhile, at 2 s,
    another task calls `shutdown("second")`.
    """
    app = exercise.App(jobs.make("a", takes=10, cleanup=3))
    call = start("run", app.run())

    start("caller", tell(app, "first", clock, 1))
    start("caller", tell(app, "second", clock, 2))
    await clock.until(9)

    assert log.of("caller") == ["caller returned 1", "caller returned 2"]
    assert log.of("a") == ["a started 0", "a cancelled 4"]
    assert log.of("run") == ["run returned 4"]
    assert same(call.result(), "first")


async def test_cancelled(exercise, jobs, start, clock, log):
    """When `run` is cancelled, it ends as cancelled, and the services have cleaned up by then.

    It is cancelled at 1 s. Service 'a' cleans up for 1 s, 'b' for 2 s.
    """
    services = jobs.make("a", takes=10, cleanup=1), jobs.make("b", takes=10, cleanup=2)
    call = start("run", exercise.App(*services).run())
    await clock.until(1)

    call.cancel()
    await clock.until(9)

    assert log.of("a") == ["a started 0", "a cancelled 2"]
    assert log.of("b") == ["b started 0", "b cancelled 3"]
    assert log.of("run") == ["run cancelled 3"]


@pytest.mark.code("leaked-task")
@every_cancellation
async def test_cancelled_anywhere(exercise, jobs, start, cancel):
    """Wherever `run` is cancelled, it ends as cancelled, and no service runs on.

    Service 'a' takes 1 s and 'b' 2 s, and each needs half a second to clean up. In each run of the
    test `run` is cancelled at another moment.
    """
    services = jobs.make("a", takes=1, cleanup=0.5), jobs.make("b", takes=2, cleanup=0.5)

    await cancel(start("run", exercise.App(*services).run()))
    services_running = jobs.running

    assert services_running == 0


def test_ctrl_c(exercise, jobs, log):
    """Ctrl-C ends the program with KeyboardInterrupt, when the services have cleaned up.

    The program is `asyncio.run(…)` of a coroutine that awaits `app.run()`. The signal SIGINT arrives
    at 1 s, and the service cleans up for 2 s.
    """
    app = exercise.App(jobs.make("a", takes=10, cleanup=2))

    async def program():
        asyncio.get_running_loop().call_later(1, signal.raise_signal, signal.SIGINT)
        try:
            await app.run()
        finally:
            log.add("run", "ended")

    with pytest.raises(KeyboardInterrupt):
        asyncio.run(program())

    assert log == ["a started 0", "a cancelled 3", "run ended 3"]


async def test_a_service_that_fails(exercise, jobs, start, clock, log):
    """When a service fails, the others are stopped, and then its exception comes out as it is.

    Service 'bad' raises OSError at 1 s. Service 'good' cleans up for 1 s.
    """
    error = OSError("disk full")
    services = jobs.make("good", takes=10, cleanup=1), jobs.make("bad", takes=1, raises=error)
    call = start("run", exercise.App(*services).run())

    [outcome] = await asyncio.gather(call, return_exceptions=True)
    await clock.until(9)

    assert log.of("good") == ["good started 0", "good cancelled 2"]
    assert same(outcome, error)
    assert log.of("run") == ["run raised OSError 2"]


async def test_completed(exercise, jobs, start, log):
    """When all services have returned by themselves, `run` returns "completed".

    Service 'a' takes 1 s, and 'b' takes 2 s.
    """
    services = jobs.make("a", takes=1), jobs.make("b", takes=2)

    call = start("run", exercise.App(*services).run())
    await asyncio.wait([call])

    assert log.of("run") == ["run returned 2"]
    assert log.of("b") == ["b started 0", "b returned 2"]
    assert same(call.result(), "completed")


@every_order
async def test_told_as_the_last_act(exercise, clock):
    """Even if the services return as soon as they have been told, the reason is returned.

    At 1 s the only service calls `shutdown("bye")`, and returns.
    """

    async def service():
        await clock.until(1)
        app.shutdown("bye")

    app = exercise.App(service)
    reason = await app.run()

    assert same(reason, "bye")


def test_told_before(exercise, jobs, clock):
    """If the app is shut down before it runs, `run` returns the reason at once.

    A plain program calls `shutdown("never mind")`, and then `asyncio.run(app.run())`. The service
    would take 10 s.
    """
    app = exercise.App(jobs.make("a", takes=10))
    app.shutdown("never mind")

    reason = asyncio.run(app.run())

    assert same(reason, "never mind")
    assert clock.now == 0


async def test_nothing_of_it_is_left(exercise, jobs):
    """After a normal return, the task that has awaited `run` isn't taken for cancelled.

    A task awaits `run`. At 1 s a callback calls `shutdown` twice. When `run` has returned, the task
    asks for its own `cancelling()`.
    """
    app, loop = exercise.App(jobs.make("a", takes=10)), asyncio.get_running_loop()

    for reason in ("one", "two"):
        loop.call_later(1, app.shutdown, reason)
    await app.run()
    left = asyncio.current_task().cancelling()

    assert left in LEFT


async def test_told_too_late(exercise, jobs, start, clock, log):
    """A `shutdown` that comes while services clean up after a failure does nothing.

    Service 'bad' raises OSError at 1 s, and 'good' cleans up for 2 s after that. Meanwhile, at 2 s,
    another task calls `shutdown("bye")`.
    """
    error = OSError("disk full")
    services = jobs.make("good", takes=10, cleanup=2), jobs.make("bad", takes=1, raises=error)
    app = exercise.App(*services)
    call = start("run", app.run())

    start("caller", tell(app, "bye", clock, 2))
    [outcome] = await asyncio.gather(call, return_exceptions=True)

    assert log.of("good") == ["good started 0", "good cancelled 3"]
    assert same(outcome, error)


async def test_told_twice_in_a_moment(exercise, jobs, start, clock, log):
    """The first reason counts, also if the second call comes right after it.

    At 1 s `shutdown("first")` is called, and in the next line `shutdown("second")`.
    """
    app = exercise.App(jobs.make("a", takes=10))
    call = start("run", app.run())
    await clock.until(1)

    app.shutdown("first")
    app.shutdown("second")
    await asyncio.wait([call])

    assert log.of("run") == ["run returned 1"]
    assert same(call.result(), "first")


async def test_two_apps(exercise, jobs, start, clock, log):
    """An app that is told to stop stops, and no other one does.

    Two apps have a service of 5 s each. At 1 s `shutdown("bye")` of the first one is called.
    """
    apps = [exercise.App(jobs.make("service", takes=5)) for _ in range(2)]
    calls = [start(name, app.run()) for name, app in zip(("one", "two"), apps, strict=True)]
    await clock.until(1)

    apps[0].shutdown("bye")
    await asyncio.wait(calls)

    assert log.of("one") + log.of("two") == ["one returned 1", "two returned 5"]
    assert same([call.result() for call in calls], ["bye", "completed"])
