"""It drives the iterator that `coro.__await__()` gives."""

import functools
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

T = TypeVar("T")


def run_by_hand(coro: Coroutine[Any, Any, T], answer: Callable[[Any], Any]) -> T:
    """Run `coro` to its end, without any event loop, and return its result.

    Each time that it suspends, it hands out a value, its question; any value may be one. Then
    `answer(question)` is called, and what that returns becomes the value of the `await` at which
    the coroutine stands.

    If `answer` raises an Exception, it is raised at that `await` instead. The coroutine may handle
    it and go on, even with another question. (`answer` raises no StopIteration, and nothing that is
    no Exception.)

    What the coroutine itself raises, or doesn't handle, comes out of this call.
    """
    steps = coro.__await__()
    step = lambda: next(steps)
    while True:
        try:
            question = step()
        except StopIteration as end:
            return end.value
        step = functools.partial(_reply, steps, answer, question)


def _reply(steps, answer, question):
    try:
        reply = answer(question)
    except Exception as error:
        return steps.throw(error)
    return steps.send(reply)
