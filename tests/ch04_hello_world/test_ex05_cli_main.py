"""Hidden behaviours of a console entry point."""

import asyncio

import pytest

from grader.testing import same


class Upper:
    """An argument to await, which gives it in upper case."""

    def __init__(self, argument):
        self.argument = argument

    def __await__(self):
        return asyncio.sleep(1, self.argument.upper()).__await__()


def test_all_jobs_done(exercise, jobs):
    """Every result is written, also that of a repeated argument, and the exit code is 0.

    The arguments are 'a', 'b', and 'a' again; the job puts them in upper case.
    """
    lines = []
    job = jobs.make("job", takes=1, returns=str.upper)

    code = exercise.main(["a", "b", "a"], job, lines.append)

    assert same((code, lines), (0, ["a: A", "b: B", "a: A"]))


def test_one_after_the_other(exercise, log):
    """A job begins when the one before has ended and its line is written.

    The arguments are 'a' and 'b'; each job takes 1 s.
    """

    async def job(argument):
        log.add(argument, "started")
        await asyncio.sleep(1)
        log.add(argument, "ended")
        return ""

    exercise.main(["a", "b"], job, lambda line: log.add(line[0], "written"))

    assert log.of("a") == ["a started 0", "a ended 1", "a written 1"]
    assert log.of("b") == ["b started 1", "b ended 2", "b written 2"]
    assert log.index("a written 1") < log.index("b started 1"), "`b` started before `a` was written"


def test_one_event_loop(exercise):
    """All jobs run in one and the same event loop.

    There are three arguments; each job notes which event loop is running.
    """
    loops = []

    async def job(argument):
        loops.append(asyncio.get_running_loop())
        return argument

    exercise.main(["a", "b", "c"], job, print)

    number_of_loops = len(set(loops))
    assert same(number_of_loops, 1)


def test_the_loop_is_closed(exercise):
    """When `main` returns, the event loop of the jobs is closed.

    There is one argument; its job notes which event loop is running.
    """
    loops = []

    async def job(argument):
        loops.append(asyncio.get_running_loop())
        return argument

    exercise.main(["a"], job, print)

    loop_closed = [loop.is_closed() for loop in loops]
    assert same(loop_closed, [True])


def test_a_failed_job(exercise):
    """The first failure is written, ends the program, and gives the exit code 1.

    Of the jobs of 'a', 'b' and 'c', that of 'b' fails with 'no b'.
    """
    lines, calls = [], []

    async def job(argument):
        calls.append(argument)
        if argument == "b":
            raise OSError("no b")
        return "1"

    code = exercise.main(["a", "b", "c"], job, lines.append)

    assert same((code, lines, calls), (1, ["a: 1", "error: no b"], ["a", "b"]))


@pytest.mark.parametrize("error", [KeyError("b"), OSError(2, "no b")], ids=["KeyError", "OSError"])
def test_the_text_of_an_error(exercise, jobs, error):
    """The message is the exception as text, whatever its arguments are.

    The only job raises KeyError("b"), which has the text "'b'", or OSError(2, "no b"), which has the
    text "[Errno 2] no b".
    """
    lines = []

    exercise.main(["a"], jobs.make("job", raises=error), lines.append)

    assert same(lines, [f"error: {error}"])


def test_the_loop_is_closed_after_a_failure(exercise):
    """When `main` returns because a job has failed, the event loop is closed, too.

    There is one argument; its job notes which event loop is running, and fails.
    """
    loops = []

    async def job(argument):
        loops.append(asyncio.get_running_loop())
        raise OSError("no signal")

    exercise.main(["a"], job, print)

    loop_closed = [loop.is_closed() for loop in loops]
    assert same(loop_closed, [True])


def test_no_arguments(exercise, jobs):
    """Without arguments, a line on usage is written, no job is called, and the exit code is 2.

    The list of arguments is empty.
    """
    lines, job = [], jobs.make("job")

    code = exercise.main([], job, lines.append)

    assert same((code, lines, job.calls), (2, ["usage: hello NAME..."], []))


def test_a_task_for_the_next_job(exercise):
    """A task that one job starts is still there for the next one.

    The job of 'a' starts a task, which takes 1 s; the job of 'b' awaits it, and returns its result.
    """
    tasks, lines = [], []

    async def job(argument):
        if argument == "b":
            return await tasks[0]
        tasks.append(asyncio.create_task(asyncio.sleep(1, "done")))
        return "started"

    exercise.main(["a", "b"], job, lines.append)

    assert same(lines, ["a: started", "b: done"])


def test_any_awaitable(exercise):
    """What `job` gives need not be a coroutine: any awaitable will do.

    `job` is a class with a method `__await__`: awaiting its objects gives the argument in upper case.
    """
    lines = []

    exercise.main(["a", "b"], Upper, lines.append)

    assert same(lines, ["a: A", "b: B"])
