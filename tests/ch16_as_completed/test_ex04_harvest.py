"""Hidden behaviours of reporting of each as it comes."""

import asyncio

import pytest

from grader.testing import every_cancellation, every_order, same


def noted_in(log):
    """An `on_result` and an `on_error` that note in the log what was reported, and when."""

    def on_result(value):
        log.add(value if isinstance(value, str) else f"a {type(value).__name__}", "arrived")

    def on_error(error):
        log.add(str(error) or type(error).__name__, "failed")

    return on_result, on_error


def reports(log):
    """What was noted."""
    return [line for line in log if " arrived " in line or " failed " in line]


def came_out(call):
    """Which exceptions came out of the call, alone or in a group."""
    error = call.exception()
    errors = error.exceptions if isinstance(error, BaseExceptionGroup) else [error]
    return [type(each).__name__ for each in errors if each is not None]


async def test_each_at_its_moment(exercise, jobs, log):
    """Each one is reported at the moment when it finishes, also after others have failed.

    "x" fails after 1 s, "b" returns after 2 s, "a" returns after 3 s, and "y" fails after 4 s.
    """
    good = [jobs.make(f"job-{name}", n, returns=name) for name, n in (("a", 3), ("b", 2))]
    bad = [jobs.make(f"job-{name}", n, raises=OSError(name)) for name, n in (("x", 1), ("y", 4))]

    await exercise.harvest([job() for job in good + bad], *noted_in(log))

    assert reports(log) == ["x failed 1", "b arrived 2", "a arrived 3", "y failed 4"]


async def test_only_failures(exercise, jobs):
    """The exceptions of all that fail are reported, the same objects.

    Three coroutines fail, after 1, 2 and 3 s.
    """
    errors = [OSError("x"), ValueError("y"), LookupError("z")]
    works = [jobs.make(f"job-{n}", n, raises=error)() for n, error in enumerate(errors, 1)]
    reported = []

    await exercise.harvest(works, lambda value: None, reported.append)

    assert same(reported, errors)


@pytest.mark.code("wrong-value")
async def test_an_exception_that_is_returned(exercise, jobs):
    """An exception that is returned, and not raised, is a result.

    A coroutine returns a ValueError.
    """
    value = ValueError("a value like any other")
    results, errors = [], []

    await exercise.harvest([jobs.make("job", returns=value)()], results.append, errors.append)

    assert same((results, errors), ([value], []))


async def test_results_that_look_empty(exercise, jobs):
    """None, 0 and an empty text are results like any other.

    Three coroutines return these, after 1, 2 and 3 s.
    """
    works = [jobs.make(f"job-{n}", n, value)() for n, value in enumerate((None, 0, ""), 1)]
    results = []

    await exercise.harvest(works, results.append, lambda error: None)

    assert same(results, [None, 0, ""])


async def test_no_coroutines(exercise, clock, log):
    """Without coroutines nothing is reported, and the call returns at once.

    The list of coroutines is empty.
    """
    await exercise.harvest([], *noted_in(log))

    assert reports(log) == []
    assert clock.now == 0


@pytest.mark.code("not-raised")
async def test_a_callback_that_fails(exercise, jobs, start, clock):
    """When `on_result` raises, its exception comes out of the call.

    A coroutine returns after 1 s, and `on_result` raises a KeyError then. Another coroutine would
    take 5 s.
    """
    early, late, table = jobs.make("early", 1, "b"), jobs.make("late", 5), {}

    call = start("call", exercise.harvest([late(), early()], table.__getitem__, str))
    await asyncio.wait([call])

    assert same(came_out(call), ["KeyError"])
    assert clock.now == 1


@pytest.mark.code("extra-event")
async def test_whose_failure_it_is(exercise, jobs, start):
    """When `on_result` raises, `on_error` isn't called: nothing of `coros` has failed.

    A coroutine returns after 1 s, and `on_result` raises a KeyError then. The list below has what
    `on_error` was called with.
    """
    early, table, reported = jobs.make("early", 1, "b"), {}, []

    call = start("call", exercise.harvest([early()], table.__getitem__, reported.append))
    await asyncio.wait([call])
    called_with = [type(error).__name__ for error in reported]

    assert same(called_with, [])


async def test_nothing_after_a_callback_that_fails(exercise, jobs, start, log, clock):
    """When `on_result` raises, those that are still running are cancelled, and have ended.

    A coroutine returns after 1 s, and `on_result` raises a KeyError then. "late" would take 5 s,
    and cleans up for 1 s. The lines tell what becomes of it, up to 9 s.
    """
    early, late, table = jobs.make("early", 1, "b"), jobs.make("late", 5, cleanup=1), {}

    call = start("call", exercise.harvest([late(), early()], table.__getitem__, noted_in(log)[1]))
    await asyncio.wait([call])
    ended = clock.now
    await clock.until(9)

    assert log.of("late") == ["late started 0", "late cancelled 2"]
    assert ended == 2


@pytest.mark.code("extra-event")
@every_order
async def test_the_same_moment(exercise, jobs, start):
    """When `on_result` raises, not even what finishes at the same moment is reported any more.

    Three coroutines return after 1 s, in every order of events. `on_result` notes what it is called
    with, and raises a KeyError: so it is called once, whichever comes first.
    """
    reported, table = [], {}
    works = [jobs.make(f"job-{n}", takes=1, returns=n)() for n in range(3)]

    def on_result(value):
        reported.append(value)
        return table[value]

    await asyncio.wait([start("call", exercise.harvest(works, on_result, lambda error: None))])

    calls_of_on_result = len(reported)
    assert calls_of_on_result == 1


@pytest.mark.code("not-raised")
async def test_two_failures(exercise, jobs, start):
    """When `on_error` raises, that comes out, and no exception of others that have failed is lost.

    Two coroutines fail at the same moment. Told of the first, `on_error` raises a KeyError.
    """
    errors, table = (OSError("no signal"), ValueError("no number")), {}
    coros = [jobs.make("bad", takes=1, raises=error)() for error in errors]

    call = start("call", exercise.harvest(coros, str, table.__getitem__))
    await asyncio.wait([call])

    assert same(came_out(call)[:1], ["KeyError"])


async def test_the_caller_is_cancelled(exercise, jobs, start, clock, log):
    """When the call is cancelled, it ends as cancelled, and that is not reported as a failure.

    The call is cancelled at 1 s. A coroutine would take 5 s, and cleans up for 1 s.
    """
    call = start("call", exercise.harvest([jobs.make("job", takes=5, cleanup=1)()], *noted_in(log)))
    await clock.until(1)

    call.cancel()
    await asyncio.wait([call])

    assert reports(log) == []
    assert log.of("call") == ["call cancelled 2"]


@pytest.mark.code("leaked-task")
@every_cancellation
async def test_cancelled_at_any_moment(exercise, jobs, start, cancel, log):
    """Whenever the call is cancelled, nothing is left running, and no failure is reported.

    Three coroutines take 1, 2 and 3 s, and as long to clean up; none fails. The call is cancelled
    wherever it waits, in each run of the test at another moment.
    """
    coros = [jobs.make(f"job-{n}", takes=n, returns=f"{n}", cleanup=n)() for n in (1, 2, 3)]
    call = start("call", exercise.harvest(coros, *noted_in(log)))

    await cancel(call, comes_out=False)

    assert jobs.running == 0, "a coroutine is still running"
    assert [line for line in log if " failed " in line] == []
