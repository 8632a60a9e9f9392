"""Hidden behaviours of a crawler with workers."""

import asyncio

import pytest

from grader.testing import every_cancellation, every_order, same


def make_site(jobs, **pages):
    """A `links` for pages whose links are a word of letters; each page takes so many seconds.

    A page is (seconds, links), or (seconds, exception); its clean-up may be the third item.
    """
    fetches = {}
    for name, (takes, links, *cleanup) in pages.items():
        bad = {"raises": links} if isinstance(links, BaseException) else {"returns": list(links)}
        fetches[name] = jobs.make(name, takes, cleanup=sum(cleanup), **bad)

    async def links(page):
        return await fetches[page](page)

    return links


@every_order
async def test_a_chain(exercise, jobs, start, clock, log):
    """The call returns when the last page has been fetched, however late that page became known.

    a links to b, b to c, c to d. Each page takes 1 s; there are 3 workers.
    """
    links = make_site(jobs, a=(1, "b"), b=(1, "c"), c=(1, "d"), d=(1, ""))
    call = start("call", exercise.crawl("a", links, 3))

    await clock.until(20)

    assert log.of("call") == ["call returned 4"]
    assert same(call.result(), ({"a", "b", "c", "d"}, {}))


@every_order
async def test_the_workers_share_the_pages(exercise, jobs, start, clock, log):
    """As many pages are fetched at a time as there are workers.

    a links to six pages, b to g. Each page takes 1 s; there are 3 workers: the last one is fetched
    at 3 s.
    """
    links = make_site(jobs, a=(1, "bcdefg"), **dict.fromkeys("bcdefg", (1, "")))
    call = start("call", exercise.crawl("a", links, 3))

    await clock.until(20)

    assert log.of("call") == ["call returned 3"]
    assert same(call.result(), (set("abcdefg"), {}))


@pytest.mark.code("overlap")
@every_order
async def test_never_more_than_there_are_workers(exercise, jobs):
    """Never are more pages fetched at a time than there are workers.

    a links to six pages, b to g, and b to four more. Each page takes 1 s; there are 3 workers.
    """
    links = make_site(jobs, a=(1, "bcdefg"), b=(1, "hijk"), **dict.fromkeys("cdefghijk", (1, "")))

    await exercise.crawl("a", links, 3)

    assert jobs.peak <= 3


@every_order
async def test_each_page_once(exercise, jobs, log):
    """Each page is fetched once, in every order of events.

    a links to b and c; b to d, d and a; c to c and d; d to a. Each page takes 1 s, there are 2
    workers: two pages that link to d are there at the same moment.
    """
    links = make_site(jobs, a=(1, "bc"), b=(1, "dda"), c=(1, "cd"), d=(1, "a"))

    await exercise.crawl("a", links, 2)

    fetches = sorted(line for line in log if "started" in line)
    assert fetches == ["a started 0", "b started 1", "c started 1", "d started 2"]


@every_order
async def test_what_is_returned(exercise, jobs):
    """All pages are in what is returned, those that failed apart, in every order of events.

    a links to b, c and d; b to e; c fails. Each page takes 1 s; there are 2 workers.
    """
    error = OSError("c is gone")
    links = make_site(jobs, a=(1, "bcd"), b=(1, "e"), c=(1, error), d=(1, ""), e=(1, ""))

    pages = await exercise.crawl("a", links, 2)

    assert same(pages, ({"a", "b", "d", "e"}, {"c": error}))


@every_order
async def test_a_page_fails(exercise, jobs, start, clock, log):
    """A page that fails is returned with its exception, and the worker goes on.

    a links to b, c and d; b fails. Each page takes 1 s; there is 1 worker.
    """
    error = OSError("b is gone")
    links = make_site(jobs, a=(1, "bcd"), b=(1, error), c=(1, ""), d=(1, ""))
    call = start("call", exercise.crawl("a", links, 1))

    await clock.until(20)

    assert log.of("call") == ["call returned 4"]
    assert same(call.result(), ({"a", "c", "d"}, {"b": error}))


async def test_a_failed_page_linked_again(exercise, jobs, log):
    """A page that has failed isn't fetched again, whoever links to it later.

    a (1 s) links to b and c. b fails at 2 s; c takes 3 s, till 4 s, and links to b. There are 2
    workers.
    """
    error = OSError("b is gone")
    links = make_site(jobs, a=(1, "bc"), b=(1, error), c=(3, "b"))

    pages = await exercise.crawl("a", links, 2)

    assert log.of("b") == ["b started 1", "b raised OSError 2"]
    assert same(pages, ({"a", "c"}, {"b": error}))


@every_order
async def test_a_page_fails_beside_others(exercise, jobs, start, clock, log):
    """A page that fails has no effect on those that are being fetched.

    a (1 s) links to b, c and d. b fails at 2 s; c and d take 3 s each, till 4 s; c links to e (1 s).
    There are 3 workers.
    """
    error = OSError("b is gone")
    links = make_site(jobs, a=(1, "bcd"), b=(1, error), c=(3, "e"), d=(3, ""), e=(1, ""))
    call = start("call", exercise.crawl("a", links, 3))

    await clock.until(20)

    assert log.of("call") == ["call returned 5"]
    assert same(call.result(), ({"a", "c", "d", "e"}, {"b": error}))


@every_order
async def test_the_start_fails(exercise, jobs, start, log):
    """If the first page fails, it is all that is returned.

    a fails with a ValueError after 1 s; there are 2 workers.
    """
    error = ValueError("a is no page")
    call = start("call", exercise.crawl("a", make_site(jobs, a=(1, error)), 2))

    await asyncio.wait([call])

    assert log.of("call") == ["call returned 1"]
    assert same(call.result(), (set(), {"a": error}))


@every_order
async def test_a_slow_page(exercise, jobs, start, clock, log):
    """A slow page holds up its own worker, and nobody else.

    r (1 s) links to s and a; s takes 3 s, till 4 s. a (1 s) links to b (1 s), and b to c (1 s), which
    is fetched at 4 s. There are 2 workers.
    """
    links = make_site(jobs, r=(1, "sa"), s=(3, ""), a=(1, "b"), b=(1, "c"), c=(1, ""))
    start("call", exercise.crawl("r", links, 2))

    await clock.until(20)

    assert log.of("c") == ["c started 3", "c returned 4"]
    assert log.of("call") == ["call returned 4"]


@pytest.mark.code("cancelled")
@every_order
async def test_the_call_is_cancelled(exercise, jobs, start, clock, log):
    """When the call is cancelled, so are the fetches; it ends as cancelled when they have ended.

    a (1 s) links to b, c and d; there are 2 workers, so two of these begin at 1 s. The call is
    cancelled at 1.5 s. Each page cleans up for 2 s, till 3.5 s.
    """
    links = make_site(jobs, a=(1, "bcd"), **dict.fromkeys("bcd", (9, "e", 2)), e=(1, ""))
    call = start("call", exercise.crawl("a", links, 2))
    await clock.until(1.5)

    call.cancel()
    await clock.until(20)

    assert not log.times("interrupted"), "a clean-up was cut short by a second `cancel()`"
    assert log.of("call") == ["call cancelled 3.5"]
    assert (log.times("started"), log.times("cancelled")) == ([0, 1, 1], [3.5, 3.5, 3.5])


@pytest.mark.code("leaked-task")
@every_cancellation
async def test_cancelled_at_any_moment(exercise, jobs, start, cancel):
    """Whenever the call is cancelled, it ends as cancelled, and no fetch is left running.

    a links to b and c; b to d; c to e. They take 1 to 3 s, and as long to clean up. There are 2
    workers. The call is cancelled wherever it waits, in each run of the test at another moment.
    """
    b, c, d, e = (1, "d", 1), (2, "e", 2), (3, "", 3), (1, "", 1)
    links = make_site(jobs, a=(1, "bc", 1), b=b, c=c, d=d, e=e)
    call = start("call", exercise.crawl("a", links, 2))

    await cancel(call)

    assert jobs.running == 0, "a fetch is still running"
