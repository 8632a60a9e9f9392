"""Only `send` can bring a coroutine to its end.

kills: test_a_failed_answer_at_the_end
loses: test_a_failed_answer_at_the_end
"""

from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

T = TypeVar("T")


def run_by_hand(coro: Coroutine[Any, Any, T], answer: Callable[[Any], Any]) -> T:
    value = None
    while True:
        try:
            question = coro.send(value)
        except StopIteration as end:
            return end.value
        while True:
            try:
                value = answer(question)
                break
            except Exception as error:
                failure = error
            question = coro.throw(failure)
