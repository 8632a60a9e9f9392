"""Hidden behaviours of fetching several pages and taking what one gets."""

import asyncio

import pytest

from grader.testing import every_cancellation, same


def make_fetch(**fetches):
    """A fetch that runs the job that has the name of its url."""

    async def fetch(url):
        return await fetches[url](url)

    return fetch


async def test_one_fails(exercise, jobs, clock):
    """When a fetch fails, its exception is in `errors`, and the others go on to their results.

    "a" fails after 1 s. "b" and "c" take 2 and 3 s, and return "B" and "C".
    """
    error = OSError("no route")
    a = jobs.make("a", takes=1, raises=error)
    b, c = jobs.make("b", takes=2, returns="B"), jobs.make("c", takes=3, returns="C")

    outcome = await exercise.fetch_partial(make_fetch(a=a, b=b, c=c), ["a", "b", "c"])

    assert same(outcome, ({"b": "B", "c": "C"}, {"a": error}))
    assert clock.now == 3


async def test_all_succeed(exercise, jobs, clock):
    """When no fetch fails, all pages are in `results`, and all fetches ran at the same time.

    "a" and "b" take 2 and 1 s, and return "A" and "B".
    """
    a, b = jobs.make("a", takes=2, returns="A"), jobs.make("b", takes=1, returns="B")

    outcome = await exercise.fetch_partial(make_fetch(a=a, b=b), ["a", "b"])

    assert same(outcome, ({"a": "A", "b": "B"}, {}))
    assert clock.now == 2


async def test_the_order(exercise, jobs):
    """Both dictionaries have the order of the urls, whichever fetch ends first.

    "a" returns after 4 s and "b" after 3 s; "c" fails after 2 s, and "d" after 1 s.
    """
    good = {name: jobs.make(name, takes, returns=1) for name, takes in (("a", 4), ("b", 3))}
    bad = {name: jobs.make(name, takes, raises=OSError) for name, takes in (("c", 2), ("d", 1))}

    results, errors = await exercise.fetch_partial(make_fetch(**good, **bad), ["a", "b", "c", "d"])

    assert same((list(results), list(errors)), (["a", "b"], ["c", "d"]))


async def test_a_cancelled_fetch(exercise, jobs, clock):
    """A fetch that ends as cancelled has an error, and the others have their results.

    "a" raises CancelledError after 1 s, by itself. "b" takes 2 s and returns "B".
    """
    a = jobs.make("a", takes=1, raises=asyncio.CancelledError)
    b = jobs.make("b", takes=2, returns="B")

    results, errors = await exercise.fetch_partial(make_fetch(a=a, b=b), ["a", "b"])

    kinds = {url: type(error) for url, error in errors.items()}
    assert same((results, kinds), ({"b": "B"}, {"a": asyncio.CancelledError}))
    assert clock.now == 2


async def test_results_that_look_empty(exercise, jobs):
    """None, 0, [] and an empty text are results like any other.

    Four fetches return these.
    """
    values = {"a": None, "b": 0, "c": [], "d": ""}
    fetches = {url: jobs.make(url, takes=1, returns=value) for url, value in values.items()}

    outcome = await exercise.fetch_partial(make_fetch(**fetches), list(values))

    assert same(outcome, (values, {}))


async def test_no_urls(exercise, clock):
    """Without urls both dictionaries are empty.

    `urls` is [].
    """
    outcome = await exercise.fetch_partial(make_fetch(), [])

    assert same(outcome, ({}, {}))
    assert clock.now == 0


async def test_the_caller_is_cancelled(exercise, jobs, start, clock, log):
    """When the call is cancelled, so are the fetches; it ends as cancelled when all have ended.

    The call is cancelled at 1 s. "a" would take 9 s, and cleans up for 2 s, till 3 s; "b" would
    take 9 s, too, and cleans up for 1 s, till 2 s.
    """
    a, b = jobs.make("a", takes=9, cleanup=2), jobs.make("b", takes=9, cleanup=1)
    call = start("call", exercise.fetch_partial(make_fetch(a=a, b=b), ["a", "b"]))
    await clock.until(1)

    call.cancel()
    await asyncio.wait([call])

    assert log.of("call") == ["call cancelled 3"]
    assert log[2:4] == ["b cancelled 2", "a cancelled 3"]


@pytest.mark.code("leaked-task")
@every_cancellation
async def test_cancelled_at_any_moment(exercise, jobs, start, cancel):
    """Whenever the call is cancelled, it ends as cancelled, and no fetch is left running.

    Three fetches take 1, 2 and 3 s, and as long to clean up. The call is cancelled wherever it
    waits, in each run of the test at another moment; also when only some of the fetches have begun.
    """
    fetches = {name: jobs.make(name, n, cleanup=n) for n, name in enumerate("abc", 1)}
    call = start("call", exercise.fetch_partial(make_fetch(**fetches), ["a", "b", "c"]))

    await cancel(call)

    assert jobs.running == 0, "a fetch is still running"
