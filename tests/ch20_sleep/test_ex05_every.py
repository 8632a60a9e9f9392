"""Hidden behaviours of a ticker that keeps time."""

import asyncio

import pytest

from grader.testing import same


@pytest.fixture
def ticker(exercise, start, clock):
    """Starts a call of `every` with an interval of 1 s; from the end on, its runs just wait.

    They wait without the help of a loop, or who catches whatever comes would try again for ever.
    """

    def begin(action, on_error=lambda error: None, *, end):
        loop = asyncio.get_running_loop()
        rests = [loop.create_future() for _ in range(99)]

        async def run():
            if clock.now >= end:
                await rests.pop()
            await action()

        return start("call", exercise.every(1, run, on_error))

    return begin


@pytest.fixture
def run_until(ticker, clock):
    """Runs a call of `every` until some time, and ends it then."""

    async def run(end, *arguments):
        call = ticker(*arguments, end=end)
        await clock.until(end)
        call.cancel()
        await clock.settle()

    return run


def one_after_the_other(*jobs):
    """An `action` that is the first job at its first run, and so on; the last one from then on."""
    left = list(jobs)
    return lambda: (left.pop(0) if len(left) > 1 else left[0])()


def starts(log):
    return [line for line in log if line.split()[-2] == "started"]


async def test_runs_of_no_duration(jobs, log, run_until):
    """The first run begins at once, and then there is one every interval.

    Runs take no time; the interval is 1 s.
    """
    await run_until(3.5, jobs.make("run"))

    assert starts(log) == ["run started 0", "run started 1", "run started 2", "run started 3"]


async def test_short_runs(jobs, log, run_until):
    """How long the runs take doesn't shift the points at which they begin.

    Runs take 0.25 s; the interval is 1 s.
    """
    await run_until(3.5, jobs.make("run", takes=0.25))

    assert starts(log) == ["run started 0", "run started 1", "run started 2", "run started 3"]


async def test_a_long_run(jobs, log, run_until):
    """Points that pass during a run are left out; the next run begins at the next point.

    The first run takes 2.5 s, the others 0.25 s; the interval is 1 s.
    """
    long, short = jobs.make("long", takes=2.5), jobs.make("short", takes=0.25)

    await run_until(5.5, one_after_the_other(long, short))

    assert starts(log) == [
        "long started 0",
        "short started 3",
        "short started 4",
        "short started 5",
    ]


async def test_a_later_beginning(jobs, log, run_until, clock):
    """The points count from the call, whatever the clock of the loop shows then.

    The call is made at 0.25 s. Runs take no time; the interval is 1 s.
    """
    await clock.until(0.25)

    await run_until(3.5, jobs.make("run"))

    assert starts(log) == [
        *("run started 0.25", "run started 1.25", "run started 2.25", "run started 3.25"),
    ]


async def test_one_at_a_time(jobs, run_until):
    """There is never more than one run at a time.

    Each run takes 2.5 s; the interval is 1 s.
    """
    await run_until(7.5, jobs.make("run", takes=2.5))

    assert jobs.peak <= 1


async def test_an_error_is_told(jobs, run_until):
    """An error of a run is handed to `on_error`.

    Runs take 0.25 s, and the second one raises OSError; the interval is 1 s.
    """
    error, told = OSError("no signal"), []
    good, bad = jobs.make("good", takes=0.25), jobs.make("bad", takes=0.25, raises=error)

    await run_until(3.5, one_after_the_other(good, bad, good), told.append)

    assert same(told, [error])


async def test_ticking_goes_on(jobs, log, run_until):
    """After an error of a run, the ticking goes on at the same points.

    Runs take 0.25 s, and the second one, begun at 1 s, raises OSError; the interval is 1 s.
    """
    good, bad = jobs.make("good", takes=0.25), jobs.make("bad", takes=0.25, raises=OSError)

    await run_until(3.5, one_after_the_other(good, bad, good))

    assert starts(log) == ["good started 0", "bad started 1", "good started 2", "good started 3"]


async def test_a_long_run_that_fails(jobs, log, run_until):
    """After a long run that has failed, too, the next run begins at the next point.

    The first run takes 2.5 s and raises OSError, the others take 0.25 s; the interval is 1 s.
    """
    bad, good = jobs.make("bad", takes=2.5, raises=OSError), jobs.make("good", takes=0.25)

    await run_until(4.5, one_after_the_other(bad, good))

    assert starts(log) == ["bad started 0", "good started 3", "good started 4"]


async def test_cancelled_during_a_run(jobs, ticker, clock, log):
    """When the call is cancelled, so is the run under way; the call ends as cancelled after it.

    Runs take 0.5 s; the interval is 1 s, and the call is cancelled at 0.25 s. The run cleans up for
    0.5 s, till 0.75 s.
    """
    told = []
    call = ticker(jobs.make("run", takes=0.5, cleanup=0.5), told.append, end=3.25)
    await clock.until(0.25)

    call.cancel()
    await clock.until(3.25)

    assert log == ["run started 0", "run cancelled 0.75", "call cancelled 0.75"]
    assert same(told, [])


async def test_cancelled_between_runs(jobs, ticker, clock, log):
    """When the call is cancelled between two runs, it ends as cancelled at once.

    Runs take 0.5 s; the interval is 1 s, and the call is cancelled at 0.75 s.
    """
    told = []
    call = ticker(jobs.make("run", takes=0.5), told.append, end=3.25)
    await clock.until(0.75)

    call.cancel()
    await clock.until(3.25)

    assert log == ["run started 0", "run returned 0.5", "call cancelled 0.75"]
    assert same(told, [])
