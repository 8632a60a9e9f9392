"""An answer that is an exception object is one that was raised.

kills: test_an_exception_as_an_answer
loses: test_an_exception_as_an_answer
"""

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
    value = None
    try:
        while True:
            if isinstance(value, Exception):
                question = coro.throw(value)
            else:
                question = coro.send(value)
            try:
                value = answer(question)
            except Exception as error:
                value = error
    except StopIteration as end:
        return end.value
