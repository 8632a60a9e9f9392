"""Hidden behaviours of taking the first items of a stream."""

import asyncio

import pytest

from grader.testing import every_cancellation, same


class Source:
    """An asynchronous iterator whose steps take 1 s each, and are counted; the end takes no time.

    An exception among the items is raised.
    """

    def __init__(self, items):
        self.left = iter(items)
        self.steps = 0  # all that were taken, with those that found the end
        self.running = 0

    def __aiter__(self):
        return self

    async def __anext__(self):
        self.steps += 1
        self.running += 1
        try:
            for item in self.left:
                await asyncio.sleep(1)
                if isinstance(item, Exception):
                    raise item
                return item
            raise StopAsyncIteration
        finally:
            self.running -= 1


class Shelf:
    """An asynchronous iterable that is no iterator."""

    def __init__(self, items):
        self.items = items

    def __aiter__(self):
        return Source(self.items)


async def letters():
    """An async generator."""
    for letter in "abcd":
        await asyncio.sleep(1)
        yield letter


async def test_the_first_two(exercise):
    """The first `n` items come back, and the source is asked for no more than these.

    Two are taken of "abcde": that needs two steps.
    """
    source = Source("abcde")

    items = await exercise.take(source, 2)

    assert same(items, ["a", "b"])
    assert source.steps == 2, f"{source.steps} steps were taken, and should be 2"


async def test_the_rest_is_left(exercise):
    """Taking again from the same iterator gives the items that come next.

    Two are taken of "abcde", and then two more.
    """
    source = Source("abcde")

    first = await exercise.take(source, 2)
    second = await exercise.take(source, 2)

    assert same((first, second), (["a", "b"], ["c", "d"]))


async def test_one_after_the_other(exercise, clock):
    """Each step begins when the one before has ended, and with the last item the call is over.

    Three are taken of "abcde"; each step takes 1 s.
    """
    source = Source("abcde")

    await exercise.take(source, 3)

    assert clock.now == 3


async def test_too_few(exercise):
    """If the source ends before, there are fewer items, and no exception.

    Five are asked for, of "ab". The third step finds the end, and none is taken after it.
    """
    source = Source("ab")

    items = await exercise.take(source, 5)

    assert same(items, ["a", "b"])
    assert source.steps == 3, f"{source.steps} steps were taken, and should be 3"


async def test_trouble_further_on(exercise):
    """What the source has beyond the first items concerns nobody, even if it is an exception.

    Two are taken of a source that gives "a", "b", "c" and "d", and would then raise OSError.
    """
    source = Source([*"abcd", OSError("no route")])

    items = await exercise.take(source, 2)

    assert same(items, ["a", "b"])


async def test_none_wanted(exercise):
    """For `n` = 0 the list is empty, and no step is taken.

    The source has "abcde".
    """
    source = Source("abcde")

    items = await exercise.take(source, 0)

    assert same(items, [])
    assert source.steps == 0, f"{source.steps} steps were taken, and should be 0"


async def test_items_that_look_empty(exercise):
    """None, 0 and an empty text are items like any other.

    Four are taken of 1, None, 0, "", 5.
    """
    source = Source([1, None, 0, "", 5])

    items = await exercise.take(source, 4)

    assert same(items, [1, None, 0, ""])


async def test_an_iterable(exercise):
    """The source may be an iterable that is no iterator: it has `__aiter__`, and no `__anext__`.

    Two are taken of a shelf with "abcde", which gives a new iterator for each `aiter(shelf)`.
    """
    shelf = Shelf("abcde")

    items = await exercise.take(shelf, 2)

    assert same(items, ["a", "b"])


async def test_a_generator_goes_on(exercise):
    """An async generator that is left early isn't closed: it is its owner's, who goes on with it.

    Two letters are taken of a generator of four, and then what is left.
    """
    source = letters()

    first = await exercise.take(source, 2)
    second = await exercise.take(source, 5)

    assert same((first, second), (["a", "b"], ["c", "d"]))


async def test_an_error_of_the_source(exercise):
    """An exception of the source comes out as it is, and no other step is taken.

    Three are asked for; the second step raises OSError.
    """
    error = OSError("no route")
    source = Source(["a", error, "b", "c"])

    [outcome] = await asyncio.gather(exercise.take(source, 3), return_exceptions=True)

    assert same(outcome, error)
    assert source.steps == 2, f"{source.steps} steps were taken, and should be 2"


@pytest.mark.code("leaked-task")
@every_cancellation
async def test_cancelled_at_any_moment(exercise, start, cancel, clock):
    """Whenever the call is cancelled, so is the step under way, and the call ends as cancelled.

    Three are to be taken of "abcde", 1 s each. The call is cancelled wherever it waits.
    """
    source = Source("abcde")
    call = start("call", exercise.take(source, 3))

    await cancel(call)
    running, steps = source.running, source.steps
    await clock.until(9)

    assert running == 0, "a step of the source is still under way"
    assert source.steps == steps, "more steps are taken after the call has ended"
