"""A generator delegates to the coroutine with `yield from`, and is driven itself."""

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

    def program():
        result = yield from coro.__await__()
        ended.append(result)

    ended = []
    steps, send, value = program(), True, None
    while not ended:
        try:
            question = steps.send(value) if send else steps.throw(value)
        except StopIteration:
            break
        try:
            send, value = True, answer(question)
        except Exception as error:
            send, value = False, error
    return ended[0]
