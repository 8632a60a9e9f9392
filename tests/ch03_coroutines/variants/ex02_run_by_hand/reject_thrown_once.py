"""After a `throw`, the coroutine has come to its end, in one way or the other.

kills: test_a_failed_answer_that_is_handled
loses: test_a_failed_answer_that_is_handled test_failed_answers_in_a_row
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
            question = coro.send(value)
            try:
                value = answer(question)
            except Exception as error:
                coro.throw(error)
                raise
    except StopIteration as end:
        return end.value
