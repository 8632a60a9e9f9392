"""Hidden behaviours of a paged API as one stream of items."""

import asyncio

import pytest

from grader.testing import every_cancellation, same

PAGES = {None: ("ab", 1), 1: ("c", 2), 2: ("", 3), 3: ("de", None)}
TWO_PAGES = {None: ("ab", 1), 1: ("c", None)}


class Api:
    """Pages by their cursor; what is in `trouble` for a cursor is raised first."""

    def __init__(self, jobs, pages, trouble=None):
        self.pages = pages
        self.trouble = trouble or {}
        self.cursors = []  # with which pages were asked for, in order
        self.job = jobs.make("fetch", takes=1, returns=self.page)

    async def fetch(self, cursor):
        self.cursors.append(cursor)
        return await self.job(cursor)

    def page(self, cursor):
        if cursor in self.trouble:
            raise self.trouble.pop(cursor)
        items, following = self.pages[cursor]
        return list(items), following


async def collect(stream, items=None, limit=12):
    """Append to `items` what `async for` gives, and return it; `limit` items are enough."""
    items = [] if items is None else items
    async for item in stream:
        items.append(item)
        if len(items) == limit:
            break
    return items


async def step(stream):
    """The next item, or "end"."""
    call = anext(stream)  # without a default: CPython would crash if this line raised
    try:
        return await call
    except StopAsyncIteration:
        return "end"


async def test_all_pages(exercise, jobs, clock):
    """All items of all pages come, in order; empty pages are passed over; each is fetched once.

    The pages are "ab", "c", an empty one, and "de"; each takes 1 s to fetch.
    """
    api = Api(jobs, PAGES)

    items = await collect(exercise.Paginator(api.fetch))

    assert same(items, ["a", "b", "c", "d", "e"])
    assert api.cursors == [None, 1, 2, 3]
    assert clock.now == 4


async def test_fetched_when_needed(exercise, jobs, clock):
    """A page is fetched when its first item is asked for, and not before.

    The pages are "ab" and "c". Three steps are taken, with 5 s between them.
    Counted is how often was fetched before the first step, and after each.
    """
    api = Api(jobs, TWO_PAGES)
    stream, items, counts = aiter(exercise.Paginator(api.fetch)), [], [0]

    for number in range(3):
        await clock.until(5 * number + 5)
        counts[number] = len(api.cursors)
        items.append(await anext(stream))
        counts.append(len(api.cursors))

    assert same(items, ["a", "b", "c"])
    assert counts == [0, 1, 1, 2], f"pages were fetched {counts} times, and should be [0, 1, 1, 2]"
    await collect(stream)  # so that nothing is left half-way


async def test_the_rest_of_a_page(exercise, jobs, clock):
    """Once a page is there, all its items come without waiting, the last one too.

    The pages are "ab" and "c", and each takes 1 s to fetch. Two steps are taken.
    """
    stream = aiter(exercise.Paginator(Api(jobs, TWO_PAGES).fetch))

    items = [await anext(stream) for _ in range(2)]

    assert same(items, ["a", "b"])
    assert clock.now == 1
    await collect(stream)  # so that nothing is left half-way


async def test_a_loop_goes_on(exercise, jobs):
    """A loop over the iterator goes on where the steps before it have got to.

    One step is taken; then a loop takes the rest.
    """
    stream = aiter(exercise.Paginator(Api(jobs, PAGES).fetch))

    first = await anext(stream)
    rest = await collect(stream)

    assert same((first, rest), ("a", ["b", "c", "d", "e"]))


async def test_one_empty_page(exercise, jobs):
    """If there is but one page, and that is empty, there are no items; it is fetched once.

    Two steps are taken: each ends with StopAsyncIteration, which comes out of the `await`.
    """
    api = Api(jobs, {None: ("", None)})
    stream = aiter(exercise.Paginator(api.fetch))

    ends = [await step(stream) for _ in range(2)]

    assert same(ends, ["end", "end"])
    assert api.cursors == [None]


async def test_an_empty_page_at_the_end(exercise, jobs):
    """The last page may be empty: then the end comes after the items of the page before it.

    The pages are "ab" and an empty one.
    """
    api = Api(jobs, {None: ("ab", 1), 1: ("", None)})

    items = await collect(exercise.Paginator(api.fetch))

    assert same(items, ["a", "b"])
    assert api.cursors == [None, 1]


async def test_empty_pages_in_a_row(exercise, jobs):
    """Several empty pages in a row are passed over, too.

    The pages are "a", three empty ones, and "b".
    """
    api = Api(jobs, {None: ("a", 1), 1: ("", 2), 2: ("", 3), 3: ("", 4), 4: ("b", None)})

    items = await collect(exercise.Paginator(api.fetch))

    assert same(items, ["a", "b"])
    assert api.cursors == [None, 1, 2, 3, 4]


async def test_a_time_limit(exercise, jobs):
    """A step that is out of time loses nothing: the next one asks for the same page again.

    The first step has 0.5 s, and its fetch would take 1 s. Then a loop takes all items.
    """
    api = Api(jobs, PAGES)
    stream = aiter(exercise.Paginator(api.fetch))

    with pytest.raises(TimeoutError):
        await asyncio.wait_for(anext(stream), 0.5)
    items = await collect(stream)

    assert same(items, ["a", "b", "c", "d", "e"])
    assert api.cursors == [None, None, 1, 2, 3]


@every_cancellation
async def test_cancelled_at_any_moment(exercise, jobs, start, cancel):
    """Whenever a loop over the iterator is cancelled, another loop gets the rest; nothing is lost.

    The pages are "ab", "c", an empty one, and "de". The loop is cancelled wherever it waits. Another
    loop over the same iterator goes on.
    """
    stream, items = aiter(exercise.Paginator(Api(jobs, PAGES).fetch)), []
    loop = start("loop", collect(stream, items))

    await cancel(loop)
    await collect(stream, items)

    assert same(items, ["a", "b", "c", "d", "e"])


@pytest.mark.code("leaked-task")
@every_cancellation
async def test_no_fetch_goes_on(exercise, jobs, start, cancel):
    """Whenever a step is cancelled, so is its fetch, and the step ends as cancelled.

    The pages are "ab", "c", an empty one, and "de". A loop over them is cancelled wherever it waits.
    """
    paginator = exercise.Paginator(Api(jobs, PAGES).fetch)
    loop = start("loop", collect(paginator))

    await cancel(loop)

    assert jobs.running == 0, "a fetch is still under way"


async def test_a_failed_fetch(exercise, jobs):
    """An error of a fetch comes out; then the same page is asked for again, and nothing is lost.

    The first fetch of the second page raises ConnectionError. After that another loop goes on.
    """
    error = ConnectionError("no route")
    api, items = Api(jobs, PAGES, trouble={1: error}), []
    stream = aiter(exercise.Paginator(api.fetch))

    [outcome] = await asyncio.gather(collect(stream, items), return_exceptions=True)
    before = items[:]
    await collect(stream, items)

    assert same((outcome, before), (error, ["a", "b"]))
    assert same(items, ["a", "b", "c", "d", "e"])
    assert api.cursors == [None, 1, 1, 2, 3]


async def test_an_error_behind_an_empty_page(exercise, jobs):
    """A page that was passed over is done with, even if the fetch after it fails.

    After "c" comes an empty page. In the same step the page after that is fetched: the first time
    it raises ConnectionError. Then another loop goes on.
    """
    error = ConnectionError("no route")
    api, items = Api(jobs, PAGES, trouble={3: error}), []
    stream = aiter(exercise.Paginator(api.fetch))

    [outcome] = await asyncio.gather(collect(stream, items), return_exceptions=True)
    await collect(stream, items)

    assert same((outcome, items), (error, ["a", "b", "c", "d", "e"]))
    assert api.cursors == [None, 1, 2, 3, 3]


async def test_the_first_fetch_fails(exercise, jobs):
    """If the very first fetch fails, its error comes out, and the next step begins with that page.

    The first fetch raises ConnectionError. Then a loop takes all items.
    """
    error = ConnectionError("no route")
    api = Api(jobs, PAGES, trouble={None: error})
    stream = aiter(exercise.Paginator(api.fetch))

    [outcome] = await asyncio.gather(collect(stream), return_exceptions=True)
    items = await collect(stream)

    assert same((outcome, items), (error, ["a", "b", "c", "d", "e"]))
    assert api.cursors == [None, None, 1, 2, 3]


async def test_exhausted_for_good(exercise, jobs, clock):
    """After the end, every step ends at once, and nothing is fetched any more.

    A loop takes all items, and is over at 4 s. Then three more steps are taken: each ends with
    StopAsyncIteration, which comes out of the `await`.
    """
    api = Api(jobs, PAGES)
    stream = aiter(exercise.Paginator(api.fetch))
    await collect(stream)

    ends = [await step(stream) for _ in range(3)]

    assert same(ends, ["end", "end", "end"])
    assert api.cursors == [None, 1, 2, 3]
    assert clock.now == 4


async def test_cursors_that_look_empty(exercise, jobs):
    """Only None says that there is no next page: 0 and an empty text are cursors like any other.

    The pages are "a", "b" at the cursor 0, and "c" at the cursor "".
    """
    api = Api(jobs, {None: ("a", 0), 0: ("b", ""), "": ("c", None)})

    items = await collect(exercise.Paginator(api.fetch))

    assert same(items, ["a", "b", "c"])


async def test_items_that_look_empty(exercise, jobs):
    """None, 0 and an empty text are items like any other.

    The pages are None and 0, and then "" and None.
    """
    api = Api(jobs, {None: ([None, 0], 1), 1: (["", None], None)})

    items = await collect(exercise.Paginator(api.fetch))

    assert same(items, [None, 0, "", None])
