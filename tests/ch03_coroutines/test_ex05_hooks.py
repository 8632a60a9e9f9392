"""Hidden behaviours of calling handlers, sync and async ones."""

import asyncio
import functools

import pytest

from grader.testing import same


class Soon:
    """Something of its own that can be awaited: it gives its value after 1 s."""

    def __init__(self, value):
        self.value = value

    def __await__(self):
        return asyncio.sleep(1, self.value).__await__()


class Shouter:
    """An object that is called like a coroutine function."""

    async def __call__(self, word):
        return word.upper()


def make_hooks(exercise, *handlers):
    hooks = exercise.Hooks()
    for handler in handlers:
        hooks.add("event", handler)
    return hooks


async def shout(word):
    await asyncio.sleep(1)
    return word.upper()


async def test_plain_functions(exercise):
    """What a plain handler returns is its value, whatever it is.

    Four handlers return the word, its length, None, and a list with the word.
    """
    hooks = make_hooks(exercise, str, len, lambda word: None, lambda word: [word])

    values = await hooks.emit("event", "hey")

    assert same(values, ["hey", 3, None, ["hey"]])


async def test_coroutine_functions(exercise):
    """The value of a coroutine function is what its coroutine gives.

    The handlers are `shout`, an `async def`, and a partial of it.
    """
    hooks = make_hooks(exercise, shout, functools.partial(shout))

    values = await hooks.emit("event", "hey")

    assert same(values, ["HEY", "HEY"])


async def test_coroutines_from_elsewhere(exercise):
    """A coroutine may come from any callable.

    One handler is a lambda that returns what `shout`, an `async def`, gives; the other one is an
    object with an `async def __call__`.
    """
    hooks = make_hooks(exercise, lambda word: shout(word), Shouter())

    values = await hooks.emit("event", "hey")

    assert same(values, ["HEY", "HEY"])


async def test_a_task(exercise):
    """When a handler returns a task or a future, the value is what that gives.

    One handler makes a task that runs `shout`, an `async def`; another one returns a future that
    has its result already.
    """
    future = asyncio.get_running_loop().create_future()
    future.set_result("there")
    hooks = make_hooks(exercise, lambda word: asyncio.create_task(shout(word)), lambda word: future)

    values = await hooks.emit("event", "hey")

    assert same(values, ["HEY", "there"])


async def test_an_awaitable_of_its_own(exercise):
    """When a handler returns an object with a method `__await__`, the value is what that gives.

    The handler is a class `Soon` with such a method; awaiting its objects gives the word.
    """
    hooks = make_hooks(exercise, Soon)

    values = await hooks.emit("event", "hey")

    assert same(values, ["hey"])


async def test_awaited_once(exercise):
    """What a handler returns is awaited once; what that gives is the value, whatever it is.

    The handler is an `async def` that returns an object with a method `__await__`.
    """
    soon = Soon("hey")

    async def get(word):
        return soon

    values = await make_hooks(exercise, get).emit("event", "hey")

    assert same(values, [soon])


async def test_in_turn(exercise, jobs, log):
    """One handler has finished before the next one is called.

    The handlers take 2 s, no time (a plain function), and 1 s.
    """
    first, second = jobs.make("first", takes=2, returns=1), jobs.make("second", takes=1, returns=3)
    hooks = make_hooks(exercise, first, lambda: log.add("plain", "called"), second)

    values = await hooks.emit("event")

    assert log == [
        *("first started 0", "first returned 2", "plain called 2"),
        *("second started 2", "second returned 3"),
    ]
    assert same(values, [1, None, 3])


async def test_nobody_there(exercise):
    """An event without handlers gives an empty list; another `Hooks` object has handlers of its own.

    One object has a handler for "event". It emits "another", and a second object emits "event".
    """
    hooks, others = make_hooks(exercise, str), exercise.Hooks()

    values = [await hooks.emit("another", 1), await others.emit("event", 1)]

    assert same(values, [[], []])


async def test_a_failing_handler(exercise, jobs):
    """When a handler fails, its exception comes out, and the ones behind it are not called.

    Of three handlers, the second one raises OSError, after 1 s.
    """
    error = OSError("disk full")
    bad, last = jobs.make("bad", takes=1, raises=error), jobs.make("last")
    hooks = make_hooks(exercise, jobs.make("good"), bad, last)

    with pytest.raises(OSError, match="disk full") as caught:
        await hooks.emit("event")

    assert same(caught.value, error)
    assert last.calls == []


async def test_a_type_error(exercise):
    """A TypeError of an async handler is an error like any other.

    The handler is an `async def` that raises TypeError when it is awaited.
    """
    error = TypeError("not my type")

    async def picky(word):
        raise error

    hooks = make_hooks(exercise, picky)
    with pytest.raises(TypeError, match="not my type") as caught:
        await hooks.emit("event", "hey")

    assert same(caught.value, error)


async def test_added_meanwhile(exercise, jobs):
    """A handler that is added while an event is being emitted waits for the next one.

    The only handler adds another one to its own event; then the event is emitted again.
    """
    hooks, late = exercise.Hooks(), jobs.make("late", returns="late")
    adding = jobs.make("adding", returns=lambda: hooks.add("event", late))
    hooks.add("event", adding)

    values = [await hooks.emit("event"), await hooks.emit("event")]

    assert same(values, [[None], [None, "late"]])


async def test_a_generator(exercise):
    """A generator is a value, too: it comes back as it is.

    The handler returns a generator that has not begun, and still hasn't afterwards.
    """
    letters = (letter for letter in "hey")
    hooks = make_hooks(exercise, lambda word: letters)

    values = await hooks.emit("event", "hey")

    assert same(values, [letters])
    assert list(letters) == ["h", "e", "y"]
