"""Hidden behaviours of fetching several pages at the same time."""

from grader.testing import every_order, same


def make_fetch(jobs, **takes):
    """A fetch that takes so many seconds for each url, and returns the url in capitals."""
    fetches = {url: jobs.make(url, seconds, str.upper) for url, seconds in takes.items()}

    async def fetch(url):
        return await fetches[url](url)

    return fetch


async def test_pages_in_order(exercise, jobs, clock):
    """The pages come in the order of the urls, when the last one is there.

    `urls` is ["a", "b", "c"]. These pages take 3, 1 and 2 s, and are "A", "B" and "C".
    """
    fetch = make_fetch(jobs, a=3, b=1, c=2)

    pages = await exercise.fetch_all(fetch, ["a", "b", "c"])

    assert same(pages, ["A", "B", "C"])
    assert clock.now == 3


@every_order
async def test_the_slowest_first(exercise, jobs, clock):
    """The order of the pages is that of the urls, even if the first url is the slowest.

    There are ten urls. Their pages take 10 s, 9 s, 8 s, … 1 s: the last one is there first.
    """
    urls = list("abcdefghij")
    fetch = make_fetch(jobs, **{url: 10 - number for number, url in enumerate(urls)})

    pages = await exercise.fetch_all(fetch, urls)

    assert same(pages, list("ABCDEFGHIJ"))
    assert clock.now == 10


async def test_all_begin_at_once(exercise, jobs, log):
    """All fetches begin at once, however many there are.

    There are 200 urls, and each page takes 1 s. The last fetch, too, begins at 0 s.
    """
    fetch = jobs.make("fetch", takes=1, returns=str.upper)

    await exercise.fetch_all(fetch, [f"page-{number}" for number in range(200)])

    assert log.times("started")[-1:] == [0]


async def test_a_url_that_is_there_twice(exercise, jobs, log):
    """A url that is there twice is fetched twice, and both pages are in the list.

    `urls` is ["a", "a", "b"]. The page of "a" takes 1 s each time, that of "b" 2 s.
    """
    fetch = make_fetch(jobs, a=1, b=2)

    pages = await exercise.fetch_all(fetch, ["a", "a", "b"])

    assert same(pages, ["A", "A", "B"])
    assert log.of("a") == ["a started 0", "a started 0", "a returned 1", "a returned 1"]


async def test_an_empty_page(exercise, jobs):
    """An empty page has its place in the list, like any other.

    `urls` is ["a", "b", "c"]. These pages take 1 s each, and are "A", "" and "C".
    """
    pages = {"a": "A", "b": "", "c": "C"}
    fetch = jobs.make("fetch", takes=1, returns=lambda url: pages[url])

    fetched = await exercise.fetch_all(fetch, ["a", "b", "c"])

    assert same(fetched, ["A", "", "C"])


async def test_no_urls(exercise, jobs, clock):
    """Without urls the list is empty, and no time passes.

    `urls` is [].
    """
    pages = await exercise.fetch_all(make_fetch(jobs), [])

    assert same(pages, [])
    assert clock.now == 0
