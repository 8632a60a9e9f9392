"""Hidden behaviours of a crawler."""

import asyncio

import pytest

from grader.testing import every_cancellation, every_order, same


def make_site(jobs, **pages):
    """A `get_links` for pages whose links are a word of letters; each page takes so many seconds.

    A page is (seconds, links), or (seconds, exception); `cleanup` of a page is its third item.
    """
    fetches = {}
    for name, (takes, links, *cleanup) in pages.items():
        bad = {"raises": links} if isinstance(links, BaseException) else {"returns": list(links)}
        fetches[name] = jobs.make(name, takes, cleanup=sum(cleanup), **bad)

    async def get_links(page):
        return await fetches[page](page)

    return get_links


def leaves(error):
    """The exceptions in a group, groups in it opened; of another exception, only itself."""
    if isinstance(error, BaseExceptionGroup):
        return [leaf for each in error.exceptions for leaf in leaves(each)]
    return [error]


async def test_all_pages(exercise, jobs):
    """All pages that can be reached are returned.

    a links to b and c; b to d and a; c to d; d to nothing. Each page takes 1 s.
    """
    get_links = make_site(jobs, a=(1, "bc"), b=(1, "da"), c=(1, "d"), d=(1, ""))

    pages = await exercise.crawl("a", get_links)

    assert same(pages, {"a", "b", "c", "d"})


@every_order
async def test_each_page_once(exercise, jobs, log):
    """Each page is fetched exactly once, in every order of events.

    a links to b and c; b to d, d and a; c to c and d; d to a. Each page takes 1 s: two pages that
    link to d are there at the same moment.
    """
    get_links = make_site(jobs, a=(1, "bc"), b=(1, "dda"), c=(1, "cd"), d=(1, "a"))

    await exercise.crawl("a", get_links)

    fetches = sorted(line for line in log if "started" in line)
    assert fetches == ["a started 0", "b started 1", "c started 1", "d started 2"]


async def test_links_back(exercise, jobs, log):
    """A link back to the first page, or to the page itself, leads to no other fetch.

    a links to a and b; b to b and a. Each page takes 1 s.
    """
    pages = await exercise.crawl("a", make_site(jobs, a=(1, "ab"), b=(1, "ba")))

    assert [line for line in log if "started" in line] == ["a started 0", "b started 1"]
    assert same(pages, {"a", "b"})


async def test_any_awaitable(exercise, jobs):
    """What `get_links` returns can be awaited, but need not be a coroutine.

    a links to b and c; b to d. Each page takes 1 s. `get_links` is a class whose instances have the
    method `__await__`.
    """
    fetch = make_site(jobs, a=(1, "bc"), b=(1, "d"), c=(1, ""), d=(1, ""))

    class Fetch:
        def __init__(self, page):
            self.page = page

        def __await__(self):
            return fetch(self.page).__await__()

    pages = await exercise.crawl("a", Fetch)

    assert same(pages, {"a", "b", "c", "d"})


async def test_links_that_come_once(exercise, jobs):
    """The links can perhaps be gone through only once, like those of a generator.

    a links to b and c; b to d. Each page takes 1 s. The links of each page are an iterator.
    """
    fetch = make_site(jobs, a=(1, "bc"), b=(1, "d"), c=(1, ""), d=(1, ""))

    async def get_links(page):
        return iter(await fetch(page))

    pages = await exercise.crawl("a", get_links)

    assert same(pages, {"a", "b", "c", "d"})


async def test_a_slow_page(exercise, jobs, start, clock, log):
    """A page is fetched as soon as it has been discovered; a slow page holds up nobody.

    a (1 s) links to c and b; b (1 s) links to d (1 s), which is discovered at 2 s. c takes 5 s, till
    6 s.
    """
    get_links = make_site(jobs, a=(1, "cb"), b=(1, "d"), c=(5, ""), d=(1, ""))
    start("call", exercise.crawl("a", get_links))

    await clock.until(20)

    assert log.of("d") == ["d started 2", "d returned 3"]
    assert log.of("call") == ["call returned 6"]


async def test_a_chain(exercise, jobs, start, clock, log):
    """The call returns when the last fetch is done, however late that page was discovered.

    a links to b, and b to c. Each page takes 1 s.
    """
    get_links = make_site(jobs, a=(1, "b"), b=(1, "c"), c=(1, ""))
    start("call", exercise.crawl("a", get_links))

    await clock.until(20)

    assert log.of("c") == ["c started 2", "c returned 3"]
    assert log.of("call") == ["call returned 3"]


async def test_a_fetch_fails(exercise, jobs, start, clock, log):
    """When a fetch fails, the others are cancelled at once; a group with its exception is raised.

    a (1 s) links to b (1 s) and c; b links to x (5 s); c fails after 2 s, at 3 s. Then x is
    cancelled.
    """
    error = OSError("c is gone")
    get_links = make_site(jobs, a=(1, "bc"), b=(1, "x"), c=(2, error), x=(5, ""))
    call = start("call", exercise.crawl("a", get_links))

    await clock.until(20)

    assert log.of("x") == ["x started 2", "x cancelled 3"]
    assert log.of("call") == ["call raised ExceptionGroup 3"]
    raised = leaves(call.exception())
    assert same(raised, [error])


@pytest.mark.code("cancelled")
async def test_clean_up(exercise, jobs, start, clock, log):
    """Before the group is raised, the fetches have cleaned up; no other fetch begins.

    a (1 s) links to b, c and d; d fails at 2 s. b cleans up for 2 s, till 4 s, and c for 1 s, till
    3 s. Both would have linked to e.
    """
    b, c, d = (9, "e", 2), (9, "e", 1), (1, OSError("d is gone"))
    get_links = make_site(jobs, a=(1, "bcd"), b=b, c=c, d=d, e=(1, ""))
    start("call", exercise.crawl("a", get_links))

    await clock.until(20)

    assert not log.times("interrupted"), "a clean-up was cut short by a second `cancel()`"
    assert log.of("call") == ["call raised ExceptionGroup 4"]
    assert log[-3:-1] == ["c cancelled 3", "b cancelled 4"]


async def test_the_start_fails(exercise, jobs, start, log):
    """When the fetch of the first page fails, a group with its exception is raised.

    a fails after 1 s.
    """
    error = OSError("a is gone")
    call = start("call", exercise.crawl("a", make_site(jobs, a=(1, error))))

    await asyncio.wait([call])

    assert log.of("call") == ["call raised ExceptionGroup 1"]
    raised = leaves(call.exception())
    assert same(raised, [error])


@every_order
async def test_failures_at_the_same_moment(exercise, jobs, start, log):
    """When fetches fail at the same moment, a group is raised, and no exception is lost.

    a (1 s) links to b, c and d, which all fail at 2 s, in every order; and to e, which takes 5 s.
    What isn't in the group has to be retrieved.
    """
    b, c, d = ((1, OSError(f"{name} is gone")) for name in "bcd")
    get_links = make_site(jobs, a=(1, "bcde"), b=b, c=c, d=d, e=(5, ""))

    await asyncio.wait([start("call", exercise.crawl("a", get_links))])

    assert log.of("call") == ["call raised ExceptionGroup 2"]


@pytest.mark.code("cancelled")
async def test_the_caller_is_cancelled(exercise, jobs, start, clock, log):
    """When the call is cancelled, so are the fetches; it ends as cancelled when they have ended.

    a (1 s) links to b and c. The call is cancelled at 2 s. b cleans up for 2 s, till 4 s, and c for
    1 s, till 3 s.
    """
    get_links = make_site(jobs, a=(1, "bc"), b=(9, "d", 2), c=(9, "d", 1), d=(1, ""))
    call = start("call", exercise.crawl("a", get_links))
    await clock.until(2)

    call.cancel()
    await clock.until(20)

    assert not log.times("interrupted"), "a clean-up was cut short by a second `cancel()`"
    assert log.of("call") == ["call cancelled 4"]
    assert log[-3:-1] == ["c cancelled 3", "b cancelled 4"]


@pytest.mark.code("leaked-task")
@every_cancellation
async def test_cancelled_at_any_moment(exercise, jobs, start, cancel):
    """Whenever the call is cancelled, it ends as cancelled, and no fetch is left running.

    a links to b and c; b to d; c to e. They take 1 to 3 s, and as long to clean up. The call is
    cancelled wherever it waits, in each run of the test at another moment.
    """
    b, c, d, e = (1, "d", 1), (2, "e", 2), (3, "", 3), (1, "", 1)
    get_links = make_site(jobs, a=(1, "bc", 1), b=b, c=c, d=d, e=e)
    call = start("call", exercise.crawl("a", get_links))

    await cancel(call)

    assert jobs.running == 0, "a fetch is still running"
