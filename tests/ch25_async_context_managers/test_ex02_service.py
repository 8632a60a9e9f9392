"""Hidden behaviours of a service that enters a manager here and leaves it there."""

import asyncio

import pytest

from grader.testing import every_cancellation, every_order, same


class Manager:
    """An async context manager. Its entry takes 0.5 s and gives a value, its exit takes 0.5 s."""

    def __init__(self, jobs, *, value="value", entry_raises=None, exit_raises=None):
        self.entry = jobs.make("entry", 0.5, value, raises=entry_raises)
        self.exit = jobs.make("exit", 0.5, raises=exit_raises)

    async def __aenter__(self):
        return await self.entry()

    async def __aexit__(self, exc_type, exc, tb):
        return await self.exit(exc_type, exc, tb)


def kind(outcome):
    """The class of an outcome; RuntimeError stands for its subclasses, too."""
    return RuntimeError if isinstance(outcome, RuntimeError) else type(outcome)


async def test_start_and_stop(exercise, jobs, clock, log):
    """The manager is entered by `start` and left by `stop`, and not before.

    Entry and exit take 0.5 s each. The service is started at 0 s, and stopped at 3.5 s.
    """
    service = exercise.Service(Manager(jobs))

    value = await service.start()
    await clock.until(3.5)
    await service.stop()

    log.add("stop", "returned")
    assert log[:2] == ["entry started 0", "entry returned 0.5"]
    assert log[2:] == ["exit started 3.5", "exit returned 4", "stop returned 4"]
    assert same(value, "value")


async def test_what_the_exit_is_told(exercise, jobs):
    """The exit is told what it is told after a block without an exception.

    That is None, None, None: no type, no exception and no traceback.
    """
    manager = Manager(jobs)
    service = exercise.Service(manager)

    await service.start()
    await service.stop()
    told = [*manager.exit.calls]

    assert same(told, [(None, None, None)])


async def test_stopped_while_something_is_handled(exercise, jobs):
    """The exit is told nothing of what happens around `stop`: that isn't raised in the block.

    The service is stopped while an OSError is being handled. The exit is told None, None, None.
    """
    manager = Manager(jobs)
    service = exercise.Service(manager)
    await service.start()

    try:
        raise OSError("handled elsewhere")
    except OSError:
        await service.stop()
    told = [*manager.exit.calls]

    assert same(told, [(None, None, None)])


async def test_two_stops(exercise, jobs, log):
    """A second `stop` leaves nothing.

    The service is started at 0 s, stopped at 0.5 s, and stopped once more at 1 s.
    """
    service = exercise.Service(Manager(jobs))

    await service.start()
    await service.stop()
    await service.stop()

    assert log.of("exit") == ["exit started 0.5", "exit returned 1"]


async def test_a_stop_without_a_start(exercise, jobs, log):
    """A `stop` before any `start` leaves nothing, and raises nothing.

    The service is made and stopped.
    """
    service = exercise.Service(Manager(jobs))

    await service.stop()

    assert log == []


async def test_the_entry_fails(exercise, jobs, log):
    """When entering fails, its exception comes out of `start`, and nothing is left, then or later.

    The entry raises OSError at 0.5 s. After that the service is stopped.
    """
    error = OSError("no dial tone")
    service = exercise.Service(Manager(jobs, entry_raises=error))

    [outcome] = await asyncio.gather(service.start(), return_exceptions=True)
    await service.stop()

    assert same(outcome, error)
    assert log.of("exit") == []


async def test_a_second_start(exercise, jobs, clock, log):
    """A second `start` raises RuntimeError, enters nothing, and lets the service run on.

    The service is started at 0 s and once more at 2 s; it is stopped at 3 s.
    """
    service = exercise.Service(Manager(jobs))
    await service.start()

    await clock.until(2)
    [outcome] = await asyncio.gather(service.start(), return_exceptions=True)
    await clock.until(3)
    await service.stop()

    raised = kind(outcome)
    assert same(raised, RuntimeError)
    assert log[2:] == ["exit started 3", "exit returned 3.5"]


async def test_an_entry_that_gives_none(exercise, jobs, log):
    """A service whose entry gives None is started like any other.

    The service is started at 0 s and, when that is done, once more; then it is stopped.
    """
    service = exercise.Service(Manager(jobs, value=None))

    value = await service.start()
    [outcome] = await asyncio.gather(service.start(), return_exceptions=True)
    await service.stop()

    raised = kind(outcome)
    assert same((value, raised), (None, RuntimeError))
    assert log == ["entry started 0", "entry returned 0.5", "exit started 0.5", "exit returned 1"]


@every_order
async def test_stops_at_once(exercise, jobs):
    """However many call `stop` at the same time, the manager is left once.

    Three tasks stop the service at the same moment; the exit takes 0.5 s.
    """
    manager = Manager(jobs)
    service = exercise.Service(manager)
    await service.start()

    await asyncio.gather(*(service.stop() for _ in range(3)))

    assert len(manager.exit.calls) == 1


@pytest.mark.code("extra-event")
@every_cancellation
async def test_a_cancelled_start(exercise, jobs, start, cancel, log):
    """A `start` that is cancelled while it enters leaves nothing to be left.

    The entry takes 0.5 s. `start` is cancelled wherever it waits; after that the service is
    stopped.
    """
    service = exercise.Service(Manager(jobs))

    await cancel(start("call", service.start()))
    await service.stop()

    entered = "entry returned 0.5" in log
    exits = [line.split()[1] for line in log.of("exit")]
    assert exits == (["started", "returned"] if entered else [])


@every_cancellation
async def test_nothing_of_a_cancelled_start_runs_on(exercise, jobs, start, cancel, clock, log):
    """When a `start` that was cancelled has ended, nothing of it runs on: nobody enters any more.

    The entry takes 0.5 s. `start` is cancelled wherever it waits, and nobody stops the service.
    """
    service = exercise.Service(Manager(jobs))

    await cancel(start("call", service.start()))
    await clock.settle()
    ended = [*log]
    await clock.until(3)

    assert log == ended


async def test_the_exit_fails(exercise, jobs, log):
    """When leaving fails, its exception comes out of `stop`, and a second `stop` leaves nothing.

    The exit raises OSError at 1 s. After that the service is stopped once more.
    """
    error = OSError("the line is dead")
    service = exercise.Service(Manager(jobs, exit_raises=error))
    await service.start()

    [outcome] = await asyncio.gather(service.stop(), return_exceptions=True)
    await service.stop()

    assert same(outcome, error)
    assert log.of("exit") == ["exit started 0.5", "exit raised OSError 1"]
