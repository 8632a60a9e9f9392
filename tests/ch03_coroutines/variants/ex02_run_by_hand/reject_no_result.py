"""When StopIteration comes, all that is left to do is to stop.

kills: test_no_question
loses: test_no_question test_three_questions test_none_is_a_question test_an_exception_as_an_answer
    test_a_failed_answer_at_the_end test_a_failed_answer_that_is_handled
    test_failed_answers_in_a_row test_no_event_loop
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
    try:
        question = coro.send(None)
        while True:
            try:
                reply = answer(question)
            except Exception as error:
                question = coro.throw(error)
            else:
                question = coro.send(reply)
    except StopIteration:
        pass
