"""Hidden behaviours of starting a program."""

import asyncio
import inspect

import pytest

from grader.testing import same


def is_written(error):
    """Whether this is another RuntimeError than that of the stub."""
    return not isinstance(error, NotImplementedError)


def test_the_result(exercise, jobs, clock):
    """The program runs to its end, and the call returns its result.

    `run_main` is a plain function. `main` adds its arguments, 1 and 2; that takes it 5 s.
    """
    add = jobs.make("main", takes=5, returns=lambda a, b: a + b)

    result = exercise.run_main(add, 1, 2)

    assert not inspect.iscoroutinefunction(exercise.run_main), "`run_main` is an `async def`"
    assert same(result, 3)
    assert clock.now == 5


def test_an_error(exercise, jobs):
    """An exception of the program comes out of the call.

    `main` raises OSError after 1 s.
    """
    error = OSError("disk full")
    main = jobs.make("main", takes=1, raises=error)

    with pytest.raises(OSError, match="disk full") as caught:
        exercise.run_main(main)

    assert same(caught.value, error)


def test_a_loop_for_each_call(exercise):
    """Each call has an event loop of its own, and closes it.

    Two calls, one after the other; each `main` notes the loop that it runs in.
    """
    loops = []

    async def main():
        loops.append(asyncio.get_running_loop())

    exercise.run_main(main)
    exercise.run_main(main)

    assert loops, "`main` did not run"
    assert loops[0] is not loops[1], "both calls used the same event loop"
    assert all(loop.is_closed() for loop in loops), "the event loop is still open after the call"


def test_tasks_left_behind(exercise, jobs, clock, log):
    """Tasks that are unfinished when `main` ends are cancelled, and clean up before the call returns.

    `main` starts a helper for an hour, and ends at 1 s. The helper cleans up for 2 s, till 3 s.
    """
    tasks = []

    async def main():
        tasks.append(asyncio.create_task(jobs.make("helper", takes=3600, cleanup=2)()))
        await asyncio.sleep(1)

    exercise.run_main(main)

    assert clock.now <= 3
    assert log == ["helper started 0", "helper cancelled 3"]


def test_two_tasks_left_behind(exercise, jobs):
    """All tasks that are unfinished clean up before the call returns, not only the quickest one.

    `main` starts two helpers for an hour, and ends at 1 s. One helper cleans up for 1 s, the other
    one for 2 s.
    """
    tasks = []

    async def main():
        for seconds in (1, 2):
            helper = jobs.make("helper", takes=3600, cleanup=seconds)
            tasks.append(asyncio.create_task(helper()))
        await asyncio.sleep(1)

    exercise.run_main(main)
    ended = [task.done() for task in tasks]

    assert same(ended, [True, True])


def test_tasks_left_by_an_error(exercise, jobs, log):
    """Also when `main` fails, its tasks are cancelled and clean up, and the loop is closed.

    `main` starts a helper for an hour, and raises OSError at 1 s. The helper cleans up for 2 s,
    till 3 s.
    """
    loops, tasks, helper = [], [], jobs.make("helper", takes=3600, cleanup=2)

    async def main():
        loops.append(asyncio.get_running_loop())
        tasks.append(asyncio.create_task(helper()))
        await asyncio.sleep(1)
        raise OSError("disk full")

    with pytest.raises(OSError, match="disk full"):
        exercise.run_main(main)

    assert log == ["helper started 0", "helper cancelled 3"]
    assert loops[0].is_closed(), "the event loop is still open after the call"


@pytest.mark.allow("never-awaited", reason="a coroutine that was made in vain is no harm here")
async def test_inside_a_running_loop(exercise, jobs):
    """Where an event loop is running already, `main` doesn't begin: `RuntimeError` comes out.

    The call is made by a coroutine.
    """
    main = jobs.make("main")

    with pytest.raises(RuntimeError, check=is_written):
        exercise.run_main(main)
        assert not main.calls, "`main` ran, though a loop was running here already"

    assert not main.calls, "`main` ran, though a loop was running here already"
