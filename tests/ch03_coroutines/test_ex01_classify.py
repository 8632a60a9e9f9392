"""Hidden behaviours of telling things apart."""

import asyncio
import concurrent.futures
import functools
import inspect

from grader.testing import same


async def fetch():
    return "page"


async def ticks():
    yield "tick"


def numbers():
    yield 1


def plain():
    return fetch()


class Client:
    """Its objects are awaitable, and its method `get` is async."""

    def __await__(self):
        return fetch().__await__()

    async def get(self):
        return "page"


class Handler:
    """Its objects can be called; that gives a coroutine."""

    async def __call__(self):
        return "page"


def labels_of(exercise, **things):
    return {name: exercise.classify(thing) for name, thing in things.items()}


async def test_functions(exercise):
    """The three special kinds of functions are told apart.

    `fetch` is an `async def`, `ticks` an `async def` with `yield`, `numbers` a `def` with `yield`.
    """
    labels = labels_of(exercise, fetch=fetch, ticks=ticks, numbers=numbers)

    assert same(labels["fetch"], "coroutine function")
    assert same(labels["ticks"], "async generator function")
    assert same(labels["numbers"], "generator function")


async def test_what_they_give(exercise):
    """What calling these functions gives is told apart, too.

    `fetch` is an `async def`, `ticks` an `async def` with `yield`, `numbers` a `def` with `yield`;
    each of them has been called.
    """
    call = fetch()
    labels = labels_of(exercise, fetch=call, ticks=ticks(), numbers=numbers())
    call.close()

    assert same(labels["fetch"], "coroutine")
    assert same(labels["ticks"], "async generator")
    assert same(labels["numbers"], "generator")


async def test_futures(exercise, start):
    """A Task and a Future of asyncio are futures, and no coroutines.

    `task` runs a coroutine, `future` is waiting for a result.
    """
    future = asyncio.get_running_loop().create_future()
    labels = labels_of(exercise, task=start("task", fetch()), future=future)

    assert same(labels["task"], "future")
    assert same(labels["future"], "future")


def test_other_callables(exercise):
    """Whatever else can be called is "callable".

    `function` is a plain function that returns a coroutine; `built_in` is `len`, `cls` a class
    with a method `__await__`, and `object` an object of a class with an `async def __call__`.
    """
    things = {"function": plain, "built_in": len, "cls": Client, "object": Handler()}
    labels = labels_of(exercise, **things)

    assert same(labels, dict.fromkeys(things, "callable"))


def test_everything_else(exercise):
    """Everything else is "other".

    `number` is 3, and `nothing` None; `items` is an iterator, but no generator.
    """
    things = {"number": 3, "nothing": None, "items": iter([1, 2])}
    labels = labels_of(exercise, **things)

    assert same(labels, dict.fromkeys(things, "other"))


def test_lookalikes(exercise):
    """What only resembles a coroutine, or a future of asyncio, is "other".

    `client` is an object of a class with a method `__await__`, and `pooled` a future of the module
    `concurrent.futures`.
    """
    things = {"client": Client(), "pooled": concurrent.futures.Future()}
    labels = labels_of(exercise, **things)

    assert same(labels, dict.fromkeys(things, "other"))


def test_wrapped_functions(exercise):
    """Partials and bound methods count as the function that is in them.

    `partial` is made of an `async def`, `method` is one, bound to its object; `twice` is a partial
    of a partial of a `def` with `yield`.
    """
    twice = functools.partial(functools.partial(numbers))
    labels = labels_of(exercise, partial=functools.partial(fetch), method=Client().get, twice=twice)

    assert same(labels["partial"], "coroutine function")
    assert same(labels["method"], "coroutine function")
    assert same(labels["twice"], "generator function")


def test_nothing_runs(exercise):
    """No function is called, and nothing is begun or moved on.

    `function` would note that it was called; the coroutine and the generator haven't begun yet,
    and still haven't afterwards.
    """
    calls, call, counter = [], fetch(), numbers()
    labels_of(exercise, function=lambda: calls.append("called"), call=call, counter=counter)
    states = inspect.getcoroutinestate(call), inspect.getgeneratorstate(counter)
    call.close()

    assert calls == []
    assert states == (inspect.CORO_CREATED, inspect.GEN_CREATED)
