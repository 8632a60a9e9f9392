"""Hidden behaviours of a board of jobs."""

import asyncio
import contextlib
import gc
import inspect
import weakref

import pytest

from grader.testing import same

pytestmark = pytest.mark.allow("leaked-task", reason="the jobs of the board go on by design")


class HardStop(BaseException):
    """What isn't meant for `except Exception`, like the exceptions with which test tools give up."""


class DiskFullError(Exception):
    """An exception of this module's own."""


def view_of(board, job_id):
    """What the board says of a job, or what the job has ended with, if that comes out instead."""
    try:
        return board.view(job_id)
    except (asyncio.CancelledError, HardStop) as error:
        return error


def knows(board, job_id):
    """Whether the board knows that job."""
    try:
        board.view(job_id)
    except KeyError:
        return False
    return True


async def waits(futures):
    """Wait for a future that nobody else holds, and return its result."""
    future = asyncio.get_running_loop().create_future()
    futures.append(weakref.ref(future))
    return await future


async def test_a_job_that_works(exercise, jobs, clock):
    """A job is "pending" until its end, and then "succeeded", with its result.

    The job takes 2 s and returns "v". It is viewed when it is new, at 1 s, and at 3 s.
    """
    board = exercise.JobBoard()
    board.submit("a", jobs.make("job", takes=2, returns="v")())

    new = board.view("a")
    await clock.until(1)
    half_way = board.view("a")
    await clock.until(3)
    done = board.view("a")

    assert same(new, {"state": "pending", "result": None, "error": None})
    assert same(half_way, {"state": "pending", "result": None, "error": None})
    assert same(done, {"state": "succeeded", "result": "v", "error": None})


async def test_a_job_that_fails(exercise, jobs, clock):
    """A job that raised an exception has "failed", and each view tells the class and the text.

    The job raises ValueError("no disk") at 1 s. It is viewed at 2 s, and once more at 3 s.
    """
    board = exercise.JobBoard()
    board.submit("a", jobs.make("job", takes=1, raises=ValueError("no disk"))())

    await clock.until(2)
    first = board.view("a")
    await clock.until(3)
    second = board.view("a")

    assert same(first, {"state": "failed", "result": None, "error": "ValueError: no disk"})
    assert same(second, {"state": "failed", "result": None, "error": "ValueError: no disk"})


async def test_an_exception_of_another_kind(exercise, jobs, clock):
    """A job has failed also if its exception's class isn't derived from `Exception`.

    The job raises HardStop("enough") at 1 s, whose class is derived from BaseException. It is
    viewed at 2 s.
    """
    board = exercise.JobBoard()
    board.submit("a", jobs.make("job", takes=1, raises=HardStop("enough"))())

    await clock.until(2)
    view = view_of(board, "a")

    assert same(view, {"state": "failed", "result": None, "error": "HardStop: enough"})


async def test_the_text_of_an_error(exercise, jobs, clock):
    """An error has the bare name of its class, a colon, a space and its own text, even if that is "".

    One job raises ValueError(), which has the text "". Another one raises DiskFullError("/tmp"): that
    class has been defined in a module, of which nothing is told. A third one raises Inner("x"): that
    class has been defined in a function, of which nothing is told, either. They are viewed at 2 s.
    """

    class Inner(Exception):
        """What only this function knows of."""

    board = exercise.JobBoard()
    board.submit("a", jobs.make("job", takes=1, raises=ValueError())())
    board.submit("b", jobs.make("job", takes=1, raises=DiskFullError("/tmp"))())
    board.submit("c", jobs.make("job", takes=1, raises=Inner("x"))())

    await clock.until(2)
    errors = [board.view(job_id)["error"] for job_id in "abc"]

    assert same(errors, ["ValueError: ", "DiskFullError: /tmp", "Inner: x"])


async def test_a_job_that_is_cancelled(exercise, jobs, clock):
    """A job that was asked to stop is "pending" until it has stopped, and then "cancelled".

    The request comes at 1 s, and right after it a second one, which the job gets, too. It cleans up
    for half a second. It is viewed at once, and at 2 s, and at 2 s there is a third request: now it
    is too late.
    """
    board = exercise.JobBoard()
    board.submit("a", jobs.make("job", takes=10, cleanup=0.5)())
    await clock.until(1)

    asked, at_once, again = board.cancel("a"), board.view("a"), board.cancel("a")
    await clock.until(2)
    stopped, too_late = view_of(board, "a"), board.cancel("a")

    assert same((asked, again, too_late), (True, True, False))
    assert same(at_once, {"state": "pending", "result": None, "error": None})
    assert same(stopped, {"state": "cancelled", "result": None, "error": None})


async def test_cancelled_before_it_began(exercise, jobs, clock):
    """A job that is cancelled before its first step never runs, and is "cancelled" then.

    The job is submitted and cancelled at once. It is viewed at 1 s.
    """
    board, job = exercise.JobBoard(), jobs.make("job", takes=10)
    board.submit("a", job())

    board.cancel("a")
    await clock.until(1)
    view = view_of(board, "a")

    assert not job.calls, "the job ran, and should not have begun"
    assert same(view, {"state": "cancelled", "result": None, "error": None})


async def test_a_job_that_goes_on(exercise, jobs, clock):
    """A job that ignores the request is "pending" as before, and in the end it has "succeeded".

    The request comes at 1 s. The job ignores it, and returns 0 at 3 s. It is viewed at 2 s, and at
    4 s.
    """
    board = exercise.JobBoard()
    board.submit("a", jobs.make("job", takes=3, stubborn=1, returns=0)())
    await clock.until(1)

    board.cancel("a")
    await clock.until(2)
    working_on = board.view("a")
    await clock.until(4)

    assert same(working_on, {"state": "pending", "result": None, "error": None})
    assert same(board.view("a"), {"state": "succeeded", "result": 0, "error": None})


async def test_an_id_that_is_taken(exercise, jobs, clock, log):
    """The id of a job that isn't finished is refused with ValueError, and that job goes on.

    The first job takes 2 s. At 1 s, a second one is submitted with the same id.
    """
    board, second = exercise.JobBoard(), jobs.make("second", takes=1, returns="second")
    board.submit("a", jobs.make("first", takes=2, returns="first")())
    await clock.until(1)

    with pytest.raises(ValueError):  # noqa: PT011 - any text will do
        board.submit("a", second())
    await clock.until(4)

    assert log.of("first") == ["first started 0", "first returned 2"]
    assert same(board.view("a"), {"state": "succeeded", "result": "first", "error": None})


async def test_the_refused_coroutine(exercise, jobs, clock):
    """A coroutine that is refused never runs, and nothing of it is left to warn of.

    The first job takes 2 s. At 1 s, a second one is submitted with the same id.
    """
    board, second = exercise.JobBoard(), jobs.make("second", takes=1)
    board.submit("a", jobs.make("first", takes=2)())
    await clock.until(1)

    refused = second()
    with contextlib.suppress(ValueError):
        board.submit("a", refused)
    await clock.until(4)

    assert not second.calls, "the second job ran, and should have been refused"
    over = inspect.getcoroutinestate(refused) == inspect.CORO_CLOSED
    assert over, "the refused coroutine is left behind: it has never run, and nobody has ended it"


async def test_an_id_that_is_free_again(exercise, jobs, clock):
    """A new job may have the id of one that is finished, and takes its place.

    The first job is finished at 1 s. A second one, with the same id, begins at 2 s and ends at
    3 s; it is viewed at once, and at 4 s.
    """
    board = exercise.JobBoard()
    board.submit("a", jobs.make("first", takes=1, returns="first")())
    await clock.until(2)

    board.submit("a", jobs.make("second", takes=1, returns="second")())
    at_once = board.view("a")
    await clock.until(4)

    assert same(at_once, {"state": "pending", "result": None, "error": None})
    assert same(board.view("a"), {"state": "succeeded", "result": "second", "error": None})


async def test_a_purge(exercise, jobs, clock):
    """A purge forgets the jobs that are finished, says how many, and leaves the others alone.

    The job "a" returns at 1 s, "b" is cancelled at 2 s, and "c" would take 9 s. The purge comes at
    3 s. What the board doesn't know is a KeyError.
    """
    board = exercise.JobBoard()
    for name, seconds in (("a", 1), ("b", 9), ("c", 9)):
        board.submit(name, jobs.make(name, takes=seconds)())
    await clock.until(2)
    board.cancel("b")
    await clock.until(3)

    count = board.purge()
    known = [knows(board, name) for name in "abc"]

    assert same((count, known), (2, [False, False, True]))
    assert same(board.view("c")["state"], "pending")


async def test_an_unknown_job(exercise, jobs):
    """A job that the board doesn't know can be neither viewed nor cancelled: that is a KeyError.

    The board has one job, "a", and is asked for "b".
    """
    board = exercise.JobBoard()
    board.submit("a", jobs.make("job", takes=1)())

    with pytest.raises(KeyError):
        board.view("b")
    with pytest.raises(KeyError):
        board.cancel("b")


@pytest.mark.code("missing-event")
async def test_the_board_keeps_its_jobs(exercise, clock):
    """A job that nobody but the board knows of is not thrown away before its end.

    The job waits for a future that nobody but itself holds. Then garbage is collected.
    """
    board, futures = exercise.JobBoard(), []
    board.submit("a", waits(futures))
    await clock.settle()

    gc.collect()

    alive = all(future() is not None for future in futures)
    assert alive, "the job was thrown away as garbage, in the middle of its work"
    assert same(board.view("a")["state"], "pending")
