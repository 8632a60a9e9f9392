"""Hidden behaviours of fetching a page ahead."""

import asyncio

import pytest

from grader.testing import every_cancellation, every_order, same


def fails_with(errors, made):
    """What a job returns for its argument: the value of `made`, unless there is an error for it."""

    def returns(argument):
        if argument in errors:
            raise errors[argument]
        return made(argument)

    return returns


def make(jobs, takes, errors=(), cleanup=0):
    """The jobs `fetch` and `process`, which take so many seconds each.

    Page 0 is "page0", and its result is "PAGE0". `errors` are by number and by page.
    """
    fetch, process = fails_with(errors, "page{}".format), fails_with(errors, str.upper)
    return (
        jobs.make("fetch", takes[0], fetch, cleanup=cleanup),
        jobs.make("process", takes[1], process, cleanup=cleanup),
    )


async def test_processing_is_slower(exercise, jobs, clock):
    """When processing takes longer, all but the first fetch happen meanwhile.

    Each of four pages takes 2 s to fetch and 3 s to process. All is done at 14 s: 2 s for the first
    fetch, and four times 3 s.
    """
    fetch, process = make(jobs, takes=(2, 3))

    results = await exercise.process_pages(fetch, process, 4)

    assert same(results, ["PAGE0", "PAGE1", "PAGE2", "PAGE3"])
    assert clock.now == 14


async def test_fetching_is_slower(exercise, jobs, clock):
    """When fetching takes longer, all processing but the last happens meanwhile.

    Each of four pages takes 3 s to fetch and 1 s to process. All is done at 13 s: four times 3 s,
    and 1 s for the last page.
    """
    fetch, process = make(jobs, takes=(3, 1))

    results = await exercise.process_pages(fetch, process, 4)

    assert same(results, ["PAGE0", "PAGE1", "PAGE2", "PAGE3"])
    assert clock.now == 13


async def test_one_page_ahead(exercise, jobs, log):
    """A page is fetched from the moment on when the page before it begins to be processed.

    Each of four pages takes 1 s to fetch and 3 s to process. Processing begins at 1, 4, 7 and 10 s.
    """
    fetch, process = make(jobs, takes=(1, 3))

    await exercise.process_pages(fetch, process, 4)

    fetches = [line for line in log.of("fetch") if "started" in line]
    assert fetches == ["fetch started 0", "fetch started 1", "fetch started 4", "fetch started 7"]


@pytest.mark.code("overlap")
@every_order
async def test_never_two_at_once(exercise, jobs):
    """There are never two fetches at once, nor are two pages processed at once.

    Four pages are fetched and processed. No fetch and no processing takes any time, but each lets
    others run.
    """
    fetch, process = make(jobs, takes=(0, 0))

    await exercise.process_pages(fetch, process, 4)

    fetches_at_once, pages_at_once = fetch.gauge.peak, process.gauge.peak
    assert fetches_at_once == 1
    assert pages_at_once == 1


@pytest.mark.parametrize("count", [0, 1])
async def test_how_many_pages(exercise, jobs, count):
    """Without pages nothing is fetched; of one page, just that one.

    `count` is 0, or 1.
    """
    fetch, process = make(jobs, takes=(1, 1))

    results = await exercise.process_pages(fetch, process, count)

    assert same(results, ["PAGE0"][:count])
    assert fetch.calls == [(0,)][:count]


async def test_any_page_and_any_result(exercise, jobs):
    """Any value may be a page, and any a result: None, too.

    The pages are None, 0 and "", and each result is None.
    """
    pages = [None, 0, ""]
    fetch = jobs.make("fetch", takes=1, returns=lambda number: pages[number])
    process = jobs.make("process", takes=1, returns=None)

    results = await exercise.process_pages(fetch, process, 3)

    assert same(process.calls, [(None,), (0,), ("",)])
    assert same(results, [None, None, None])


async def test_processing_fails(exercise, jobs):
    """When the processing of a page fails, its exception comes out, as it is.

    Each page takes 5 s to fetch and 1 s to process. The processing of page 1 raises ValueError, while
    page 2 is being fetched.
    """
    error = ValueError("a torn page")
    fetch, process = make(jobs, takes=(5, 1), errors={"page1": error})

    call = exercise.process_pages(fetch, process, 4)
    [outcome] = await asyncio.gather(call, return_exceptions=True)

    assert same(outcome, error)


@pytest.mark.parametrize("number", [0, 2])
async def test_a_fetch_fails(exercise, jobs, number):
    """When a fetch fails, its exception comes out, as it is.

    Each page takes 1 s to fetch and 3 s to process. The fetch of page 0 raises OSError, or that of
    page 2 does, while page 1 is being processed.
    """
    error = OSError("no signal")
    fetch, process = make(jobs, takes=(1, 3), errors={number: error})

    call = exercise.process_pages(fetch, process, 4)
    [outcome] = await asyncio.gather(call, return_exceptions=True)

    assert same(outcome, error)


@pytest.mark.parametrize("takes", [(1, 3), (3, 1), (2, 2)])
async def test_both_fail(exercise, jobs, takes):
    """When both fail, one of the two exceptions comes out, and the other one isn't lost, either.

    The processing of page 1 raises ValueError, and the fetch of page 2 meanwhile raises OSError:
    2 s before that, 2 s after it, if it gets so far, or at the same moment.
    """
    torn, gone = ValueError("a torn page"), OSError("no signal")
    fetch, process = make(jobs, takes, errors={"page1": torn, 2: gone})

    call = exercise.process_pages(fetch, process, 4)
    [outcome] = await asyncio.gather(call, return_exceptions=True)
    either = torn if outcome is torn else gone

    assert same(outcome, either)


@pytest.mark.code("leaked-task")
@pytest.mark.parametrize(("fails", "takes"), [("page1", (5, 1)), (2, (1, 5))])
async def test_nothing_goes_on(exercise, jobs, fails, takes):
    """When the call has ended by a failure, whatever it started has ended, too.

    The processing of page 1 fails while page 2 is being fetched, or the other way round. What is
    cancelled needs 1 s to clean up.
    """
    error = OSError("no signal")
    fetch, process = make(jobs, takes, errors={fails: error}, cleanup=1)

    call = exercise.process_pages(fetch, process, 4)
    [outcome] = await asyncio.gather(call, return_exceptions=True)
    still_running = jobs.running

    assert same(outcome, error)
    assert still_running == 0


@pytest.mark.code("leaked-task")
@every_cancellation
async def test_cancelled(exercise, jobs, start, cancel):
    """When the call is cancelled, it ends as cancelled, and whatever it started has ended.

    Each of three pages takes 2 s to fetch and 3 s to process. What is cancelled needs 1 s to clean
    up. The call is cancelled wherever it waits, in each run of the test at another moment.
    """
    fetch, process = make(jobs, takes=(2, 3), cleanup=1)
    call = start("call", exercise.process_pages(fetch, process, 3))

    await cancel(call)

    assert jobs.running == 0


@pytest.mark.code("leaked-task")
@every_cancellation
async def test_cancelled_before_a_page_is_there(exercise, jobs, start, cancel):
    """When the call is cancelled while it waits for a page, the fetch of that page has ended, too.

    Each of three pages takes 3 s to fetch and 1 s to process. What is cancelled needs 1 s to clean
    up. The call is cancelled wherever it waits, in each run of the test at another moment.
    """
    fetch, process = make(jobs, takes=(3, 1), cleanup=1)
    call = start("call", exercise.process_pages(fetch, process, 3))

    await cancel(call)

    assert jobs.running == 0


async def test_cancelled_after_a_failure(exercise, jobs, start, clock):
    """A call that is cancelled ends as cancelled, even if a fetch has failed before.

    The fetch of page 1 raises OSError at 2 s, while page 0 is processed, from 1 s to 6 s. At 3 s the
    call is cancelled, unless it has ended by then.
    """
    fetch, process = make(jobs, takes=(1, 5), errors={1: OSError("no signal")})
    call = start("call", exercise.process_pages(fetch, process, 3))
    await clock.until(3)

    asked = call.cancel()
    await asyncio.wait([call])

    assert process.calls == [("page0",)]
    assert same(call.cancelled(), asked)
