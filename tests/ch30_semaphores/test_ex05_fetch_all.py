"""Hidden behaviours of fetching many URLs politely."""

import asyncio

import pytest

from grader.testing import every_cancellation, every_order, same

ROOMY = {"total": 9, "per_host": 9, "retries": 0, "backoff": 1}


def host_of(url):
    """The host of a URL such as "north/a"."""
    return url.partition("/")[0]


def in_turn(*outcomes):
    """What a fetch returns, or raises, try by try; the last outcome stays."""
    rest = list(outcomes)

    def outcome(url):
        result = rest.pop(0) if len(rest) > 1 else rest[0]
        if isinstance(result, Exception):
            raise result
        return result

    return outcome


def make_fetch(jobs, takes=1, **outcomes):
    """A `fetch` that takes so many seconds, and what comes of it by the name after the slash.

    What isn't named gives the URL in capitals.
    """

    def fetch(url):
        name = url.partition("/")[2]
        return jobs.make(name, takes, outcomes.get(name, str.upper))(url)

    return fetch


def call(exercise, urls, fetch, **limits):
    """Call `fetch_all` for some words that are URLs; what isn't said of its limits is roomy."""
    return exercise.fetch_all(urls.split(), fetch, host_of=host_of, **{**ROOMY, **limits})


@every_order
async def test_the_limit_in_all(exercise, jobs, clock):
    """As many fetches are under way as are allowed in all, no more and no fewer, in every order.

    10 URLs at 10 hosts, 2.375 s each, at most 4 in all and 1 at a host: done after 7.125 s.
    """
    urls = " ".join(f"host{n}/{n}" for n in range(10))

    await call(exercise, urls, make_fetch(jobs, 2.375), total=4, per_host=1)

    assert jobs.peak == 4
    assert clock.now == 7.125


@every_order
async def test_a_limit_for_each_host(exercise, jobs, clock):
    """No more fetches are under way to one host than are allowed there, and no fewer.

    Four URLs at one host, 1 s each, at most 1 there and 9 in all: done after 4 s, in every order.
    """
    await call(exercise, "n/a n/b n/c n/d", make_fetch(jobs), per_host=1)

    assert jobs.peak == 1
    assert clock.now == 4


@every_order
async def test_a_busy_host(exercise, jobs, clock, log):
    """Who waits for a busy host takes no place from other hosts, in every order of events.

    At most 2 in all, and 1 at each host. Three URLs at one host come before one at another, 1 s
    each: that one begins at 0 s, and all is done after 3 s.
    """
    await call(exercise, "n/a n/b n/c s/d", make_fetch(jobs), total=2, per_host=1)

    assert log.of("d") == ["d started 0", "d returned 1"]
    assert clock.now == 3


async def test_the_order_of_the_keys(exercise, jobs):
    """The keys have the order of the URLs, whichever fetch ends first; the values are the results.

    At most 1 at a host. c takes three tries, the first till 1 s, the third till 6 s. a waits for the
    first, and is there at 2 s; b, at another host, at 1 s.
    """
    fetch = make_fetch(jobs, c=in_turn(OSError(), OSError(), "C at last"))

    pages = await call(exercise, "s/c s/a n/b", fetch, per_host=1, retries=2)

    assert same(list(pages.items()), [("s/c", "C at last"), ("s/a", "S/A"), ("n/b", "N/B")])


async def test_longer_and_longer(exercise, jobs, log):
    """A fetch that fails is tried again, after waits of `backoff`, twice that, four times that.

    A fetch of 1 s fails three times, and then gives a page; `backoff` is 1.5, and 5 retries are
    allowed. It begins at 0 s, 2.5 s (1 + 1.5), 6.5 s (3.5 + 3) and 13.5 s (7.5 + 6).
    """
    a = in_turn(OSError(), ValueError(), TimeoutError(), "page")

    pages = await call(exercise, "n/a", make_fetch(jobs, a=a), retries=5, backoff=1.5)

    assert log.times("started") == [0, 2.5, 6.5, 13.5]
    assert same(pages, {"n/a": "page"})


async def test_longer_and_longer_beside_others(exercise, jobs, start, log):
    """Each fetch that fails has waits of its own, whatever the others do.

    Of two fetches of 1 s, at most 1 at a time, each fails once; `backoff` is 2.5. They begin at 0 and
    1 s, and again at 3.5 and 4.5 s.
    """
    once = {name: in_turn(OSError(), "page") for name in "ab"}
    limits = {"total": 1, "retries": 1, "backoff": 2.5}

    await asyncio.wait(
        [start("call", call(exercise, "n/a s/b", make_fetch(jobs, **once), **limits))]
    )

    assert log.times("started") == [0, 1, 3.5, 4.5]
    assert log.of("call") == ["call returned 5.5"]


async def test_no_place_while_it_waits(exercise, jobs, log):
    """A fetch that waits to be tried again takes no place among all.

    At most 1 in all. a fails once, after 1 s, and is tried again 5 s later, at 6 s. Meanwhile, at
    1 s, b begins, at another host.
    """
    a = in_turn(OSError(), "page")

    await call(exercise, "n/a s/b", make_fetch(jobs, a=a), total=1, retries=1, backoff=5)

    begun = [line for line in log if "started" in line]
    assert begun == ["a started 0", "b started 1", "a started 6"]


async def test_no_place_at_the_host(exercise, jobs, log):
    """A fetch that waits to be tried again takes no place at its host.

    At most 1 at a host. a fails once, after 1 s, and is tried again 5 s later. Meanwhile, at 1 s, b
    begins, at the same host.
    """
    a = in_turn(OSError(), "page")

    await call(exercise, "n/a n/b", make_fetch(jobs, a=a), per_host=1, retries=1, backoff=5)

    assert log.of("b") == ["b started 1", "b returned 2"]


@pytest.mark.parametrize("limit", ["total", "per_host"])
async def test_a_turn_for_each_try(exercise, jobs, log, limit):
    """A fetch that is tried again waits for its turn, among all and at its host.

    At most 1 in all, or 1 at a host. Of three fetches of 1 s, a fails at 1 s, and may be tried again
    from 2.5 s on. The third is under way then: a begins again at 3 s.
    """
    fetch = make_fetch(jobs, a=in_turn(OSError(), "page"))

    await call(exercise, "n/a n/b n/c", fetch, **{limit: 1}, retries=1, backoff=1.5)

    assert log.times("started") == [0, 1, 2, 3]


async def test_a_fetch_that_always_fails(exercise, jobs, clock, log):
    """When all tries have failed, the value is the last exception; other fetches go on.

    Each try of a raises another exception after 1 s. There may be 2 retries, and `backoff` is 1: all
    is done at 6 s, with the third try.
    """
    errors = [OSError("first"), OSError("second"), OSError("third"), OSError("fourth")]

    pages = await call(exercise, "n/a s/b", make_fetch(jobs, a=in_turn(*errors)), retries=2)

    assert same(pages, {"n/a": errors[2], "s/b": "S/B"})
    assert [*log.of("a")[::2], float(clock.now)] == ["a started 0", "a started 2", "a started 5", 6]


async def test_no_retries(exercise, jobs, log):
    """Without retries a fetch is tried once.

    `retries` is 0. a raises an exception, b gives a page.
    """
    error = OSError("no answer")

    pages = await call(exercise, "n/a s/b", make_fetch(jobs, a=in_turn(error)), retries=0)

    assert same(pages, {"n/a": error, "s/b": "S/B"})
    assert log.of("a") == ["a started 0", "a raised OSError 1"]


async def test_a_result_that_is_an_exception(exercise, jobs, log):
    """A fetch that returns an exception has not failed: that is its result, and it isn't tried again.

    b returns an OSError; there may be 2 retries.
    """
    answer = OSError("as a result")
    fetch = make_fetch(jobs, b=lambda url: answer)

    pages = await call(exercise, "n/a n/b", fetch, retries=2)

    assert same(pages, {"n/a": "N/A", "n/b": answer})
    assert log.of("b") == ["b started 0", "b returned 1"]


async def test_a_result_that_is_none(exercise, jobs, log):
    """A fetch that returns None has not failed either.

    b returns None; there may be 2 retries.
    """
    fetch = make_fetch(jobs, b=lambda url: None)

    pages = await call(exercise, "n/a n/b", fetch, retries=2)

    assert same(pages, {"n/a": "N/A", "n/b": None})
    assert log.of("b") == ["b started 0", "b returned 1"]


async def test_no_urls(exercise, jobs):
    """Without URLs the dictionary is empty."""
    pages = await call(exercise, "", make_fetch(jobs))

    assert same(pages, {})


async def test_a_url_that_is_there_twice(exercise, jobs, log):
    """A URL that is there several times is fetched once, and has its first place among the keys.

    The URLs are b, a, b and a.
    """
    pages = await call(exercise, "n/b n/a n/b n/a", make_fetch(jobs))

    assert log.times("started") == [0, 0]
    assert same(list(pages), ["n/b", "n/a"])


async def test_the_caller_is_cancelled(exercise, jobs, start, clock, log):
    """When the call is cancelled, the fetches under way are cancelled, and none begins later.

    Four fetches of 5 s, at most 2 in all, and 3 retries are allowed. The call is cancelled at 1 s.
    """
    fetch = make_fetch(jobs, 5)
    running = start("call", call(exercise, "n/a s/b e/c w/d", fetch, total=2, retries=3))
    await clock.until(1)

    running.cancel()
    await clock.until(50)

    assert log.of("call") == ["call cancelled 1"]
    assert log.of("a") + log.of("b")[1:] == ["a started 0", "a cancelled 1", "b cancelled 1"]
    assert max(log.times("started")) <= 1


@every_cancellation
async def test_cancelled_at_any_moment(exercise, jobs, start, cancel):
    """Whenever the call is cancelled, it ends as cancelled, and no fetch is left running.

    Three fetches of 1 s, at most 2 in all and 1 at a host; a fails once, and is tried again after 1 s.
    The call is cancelled wherever it waits, in each run of the test at another moment.
    """
    fetch = make_fetch(jobs, a=in_turn(OSError(), "page"))
    running = start("call", call(exercise, "n/a n/b s/c", fetch, total=2, per_host=1, retries=1))

    await cancel(running)

    assert jobs.running == 0, "a fetch is still running"
