"""Hidden behaviours of the crawler."""

import asyncio

import pytest

from grader.testing import every_cancellation, every_order, same


def make_fetch(jobs, links, *, takes=None, raises=None, cleanup=0):
    """A `fetch` for a site with these links; a page takes 1 s, unless `takes` says otherwise."""
    urls = {*links, *" ".join(links.values()).split()}
    takes, raises = dict.fromkeys(urls, 1) | (takes or {}), raises or {}
    pages = {
        url: jobs.make(
            url, takes[url], links.get(url, "").split(), raises=raises.get(url), cleanup=cleanup
        )
        for url in sorted(urls)
    }

    async def fetch(url):
        return await pages[url]()

    return fetch


async def fetch_that_fails_in_clean_up(url):
    """The start page links to `a`, which takes 100 s, and fails when that is cut short."""
    try:
        await asyncio.sleep(1 if url == "start" else 100)
        return ["a"]
    finally:
        if url == "a":
            raise OSError("disk full")


async def test_never_more_than_the_limit(exercise, jobs):
    """At most `limit` fetches are under way at a time.

    The start page links to six others; the limit is 2.
    """
    fetch = make_fetch(jobs, {"start": "a b c d e f"})

    await exercise.crawl("start", fetch, limit=2)

    assert jobs.peak <= 2


async def test_no_slot_is_left_free(exercise, jobs, clock):
    """As many fetches as the limit allows are under way while urls are waiting.

    The start page takes 1 s, and links to six others, which take 1 s each; the limit is 2.
    """
    fetch = make_fetch(jobs, {"start": "a b c d e f"})

    report = await exercise.crawl("start", fetch, limit=2)

    assert same(sorted(report.pages), ["a", "b", "c", "d", "e", "f", "start"])
    assert clock.now == 4


async def test_a_slow_page(exercise, jobs, start, log):
    """A page that was found is fetched as soon as a slot is free, however slow others are.

    `start` links to `slow`, which takes 10 s, and to `a`; `a` links to `b`, `b` to `c`. These take
    1 s each; the limit is 3.
    """
    links = {"start": "slow a", "a": "b", "b": "c"}
    fetch = make_fetch(jobs, links, takes={"slow": 10})

    await asyncio.wait([start("call", exercise.crawl("start", fetch, limit=3))])

    begun = [line for name in "abc" for line in log.of(name) if " started " in line]
    assert begun == ["a started 1", "b started 2", "c started 3"]
    assert log.of("call") == ["call returned 11"]


@every_order
async def test_each_page_once(exercise, jobs, log):
    """Each page is fetched once, also if pages link to each other, or two at a time to a third.

    `start` links to `a` and `b`, both link to `c`; `a` links to `start` and itself, `c` to `b`.
    """
    links = {"start": "a b", "a": "c start a", "b": "c c", "c": "b"}

    report = await exercise.crawl("start", make_fetch(jobs, links), limit=9)

    assert same(report.pages, {url: found.split() for url, found in links.items()})
    fetched = sorted(line.split()[0] for line in log if " started " in line)
    assert fetched == ["a", "b", "c", "start"]


@every_order
async def test_pages_that_finish_together(exercise, jobs, clock):
    """When several pages are ready at the same moment, the links of all of them are followed.

    `start` links to `a`, `b`, `c` and `d`, which take 1 s each; each of these links to one more.
    """
    links = {"start": "a b c d", "a": "aa", "b": "bb", "c": "cc", "d": "dd"}

    report = await exercise.crawl("start", make_fetch(jobs, links), limit=9)

    assert same(sorted(report.pages), ["a", "aa", "b", "bb", "c", "cc", "d", "dd", "start"])
    assert clock.now == 3


async def test_a_page_fails(exercise, jobs):
    """A page that fails is reported with its exception, and the others are fetched.

    `start` links to `bad`, which raises OSError, and to `good`; `good` links to `more`.
    """
    error = OSError("no such page")
    links = {"start": "bad good", "good": "more"}

    report = await exercise.crawl("start", make_fetch(jobs, links, raises={"bad": error}), limit=2)

    pages = {"start": ["bad", "good"], "good": ["more"], "more": []}
    assert same((report.pages, report.failed, report.unfinished), (pages, {"bad": error}, []))


async def test_pages_wait_behind_a_failure(exercise, jobs, clock):
    """A fetch that fails leaves its slot to a page that waits.

    `start` links to `a`, `b`, `c` and `d`. Each page takes 1 s; `a`, `b` and `c` raise OSError. The
    limit is 1, and the deadline is 60 s away.
    """
    errors = {url: OSError("no such page") for url in "abc"}
    fetch = make_fetch(jobs, {"start": "a b c d"}, raises=errors)

    report = await exercise.crawl("start", fetch, limit=1, deadline=60)

    assert same((report.failed, report.unfinished), (errors, []))
    assert clock.now == 5


async def test_the_start_page_fails(exercise, jobs):
    """If the start page fails, it is reported like any other.

    `start` raises OSError.
    """
    error = OSError("no such page")
    fetch = make_fetch(jobs, {"start": ""}, raises={"start": error})

    report = await exercise.crawl("start", fetch, limit=2)

    assert same((report.pages, report.failed, report.unfinished), ({}, {"start": error}, []))


async def test_the_deadline(exercise, jobs, clock):
    """At the deadline all ends; what was cut off, or never began, is unfinished.

    `start` links to `a` and to `z`, which takes 100 s; `a` links to `d` and `c`. The others take
    1 s. The limit is 2, so that at 2.5 s either `d` or `c` has not begun.
    """
    fetch = make_fetch(jobs, {"start": "a z", "a": "d c"}, takes={"z": 100})

    report = await exercise.crawl("start", fetch, limit=2, deadline=2.5)

    assert clock.now == 2.5
    assert same((report.pages, report.failed), ({"start": ["a", "z"], "a": ["d", "c"]}, {}))
    assert same(sorted(report.unfinished), ["c", "d", "z"])


async def test_unfinished_in_order(exercise, jobs):
    """The unfinished urls are sorted.

    `start` links to `c`, `a`, `d` and `b`, which take 100 s. The deadline is at 2.5 s.
    """
    fetch = make_fetch(jobs, {"start": "c a d b"}, takes=dict.fromkeys("abcd", 100))

    report = await exercise.crawl("start", fetch, limit=4, deadline=2.5)

    assert same(report.unfinished, ["a", "b", "c", "d"])


async def test_fetches_are_cut_off(exercise, jobs, start, clock, log):
    """At the deadline, fetches are cancelled, and the call returns when they have cleaned up.

    `start` links to `a`, which takes 100 s. From the deadline at 2.5 s on it cleans up, for 1 s.
    """
    fetch = make_fetch(jobs, {"start": "a"}, takes={"a": 100}, cleanup=1)

    start("call", exercise.crawl("start", fetch, limit=2, deadline=2.5))
    await clock.until(5)

    assert log.of("a") == ["a started 1", "a cancelled 3.5"]
    assert log.of("call") == ["call returned 3.5"]


async def test_an_error_in_a_clean_up(exercise, start, log):
    """A fetch that fails when it is cut off holds nothing up, and its exception is not lost.

    `start` links to `a`, which takes 100 s. At the deadline, at 2.5 s, it is cancelled, and raises
    OSError instead of CancelledError.
    """
    fetch = fetch_that_fails_in_clean_up

    call = start("call", exercise.crawl("start", fetch, limit=2, deadline=2.5))
    await asyncio.wait([call])

    assert log.of("call") == ["call returned 2.5"]
    assert same(call.result().pages, {"start": ["a"]})


async def test_long_before_the_deadline(exercise, jobs, clock):
    """When all pages are there before the deadline, the call returns at once.

    `start` links to `a`; both take 1 s. The deadline is 60 s away.
    """
    fetch = make_fetch(jobs, {"start": "a"})

    report = await exercise.crawl("start", fetch, limit=2, deadline=60)

    assert same((report.pages, report.unfinished), ({"start": ["a"], "a": []}, []))
    assert clock.now == 2


async def test_a_timeout_of_its_own(exercise, jobs):
    """A `TimeoutError` that a fetch itself raises is the failure of a page, not the deadline.

    `start` links to `bad`, which raises TimeoutError after 1 s, and to `good`, which takes 3 s. The
    deadline is 60 s away.
    """
    error = TimeoutError("the server does not answer")
    links, takes = {"start": "bad good"}, {"good": 3}
    fetch = make_fetch(jobs, links, takes=takes, raises={"bad": error})

    report = await exercise.crawl("start", fetch, limit=2, deadline=60)

    pages = {"start": ["bad", "good"], "good": []}
    assert same((report.pages, report.failed, report.unfinished), (pages, {"bad": error}, []))


async def test_the_call_is_cancelled(exercise, jobs, start, clock, log):
    """When the call is cancelled, fetches are; it ends as cancelled when they have cleaned up.

    `start` links to `a` and `b`, which take 100 s. The call is cancelled at 2 s, and they clean up
    for 1 s.
    """
    fetch = make_fetch(jobs, {"start": "a b"}, takes={"a": 100, "b": 100}, cleanup=1)
    call = start("call", exercise.crawl("start", fetch, limit=2, deadline=60))
    await clock.until(2)

    call.cancel()
    await clock.until(5)

    assert log.of("a") + log.of("b") == [
        *("a started 1", "a cancelled 3"),
        *("b started 1", "b cancelled 3"),
    ]
    assert log.of("call") == ["call cancelled 3"]


@pytest.mark.code("leaked-task")
@every_cancellation
async def test_cancelled_at_any_moment(exercise, jobs, start, cancel):
    """Whenever the call is cancelled, no fetch is left running.

    `start` links to `a`, `b` and `c`, `a` to `d`; `b` takes 9 s, the others 1 s. The limit is 2.
    The call is cancelled, in each run of the test at another moment.
    """
    fetch = make_fetch(jobs, {"start": "a b c", "a": "d"}, takes={"b": 9})

    await cancel(start("call", exercise.crawl("start", fetch, limit=2)), comes_out=False)
    left = jobs.running

    assert left == 0, "a fetch is still running"
