"""Hidden behaviours of running a coroutine by hand."""

import asyncio
import inspect

import pytest

from grader.testing import same


class Ask:
    """Awaiting it suspends with a question; the answer to it is the value of the await."""

    def __init__(self, question):
        self.question = question

    def __await__(self):
        return (yield self.question)


def answer_with(asked, *answers):
    """Notes each question in `asked`, and gives the next answer, or raises it if it is an error."""
    left = list(answers)

    def answer(question):
        asked.append(question)
        assert left, f"`answer` was asked {question!r}, and nobody had such a question"
        if isinstance(left[0], Exception):
            raise left.pop(0)
        return left.pop(0)

    return answer


def test_no_question(exercise):
    """A coroutine that never suspends runs to its end, and its result comes back.

    The coroutine asks nothing, and returns "done".
    """
    asked = []

    async def main():
        return "done"

    result = exercise.run_by_hand(main(), answer_with(asked))

    assert same(result, "done")
    assert asked == []


def test_three_questions(exercise):
    """Each question gets its answer, in order, and then the result comes back.

    The coroutine asks "who?", "when?" and "where?", and returns a tuple of the answers.
    """
    asked = []

    async def main():
        return await Ask("who?"), await Ask("when?"), await Ask("where?")

    result = exercise.run_by_hand(main(), answer_with(asked, "Ada", "now", "here"))

    assert asked == ["who?", "when?", "where?"]
    assert same(result, ("Ada", "now", "here"))


def test_a_question_from_deep_inside(exercise):
    """A question may come from a coroutine that is awaited by a coroutine, and so on.

    Three coroutines await each other; the innermost asks "who?". The outermost returns None.
    """
    asked, told = [], []

    async def inner():
        told.append(await Ask("who?"))

    async def middle():
        await inner()

    async def main():
        await middle()

    result = exercise.run_by_hand(main(), answer_with(asked, "Ada"))

    assert same((result, told), (None, ["Ada"]))


def test_none_is_a_question(exercise):
    """Any value may be a question, and any an answer: None, too.

    The coroutine asks None, which is answered with "what?"; then it asks "who?", which is answered
    with None.
    """
    asked = []

    async def main():
        return await Ask(None), await Ask("who?")

    result = exercise.run_by_hand(main(), answer_with(asked, "what?", None))

    assert asked == [None, "who?"]
    assert same(result, ("what?", None))


def test_an_exception_as_an_answer(exercise):
    """An exception object that `answer` returns is an answer like any other.

    The coroutine asks "what went wrong?", is answered with a ValueError, and returns a list of it.
    """
    error = ValueError("returned, not raised")

    async def main():
        return [await Ask("what went wrong?")]

    result = exercise.run_by_hand(main(), lambda question: error)

    assert same(result, [error])


def test_an_error_of_the_coroutine(exercise):
    """An exception of the coroutine comes out.

    The coroutine asks "who?", and raises OSError when it has the answer.
    """
    error = OSError("disk full")

    async def main():
        await Ask("who?")
        raise error

    with pytest.raises(OSError, match="disk full") as caught:
        exercise.run_by_hand(main(), answer_with([], "Ada"))

    assert same(caught.value, error)


def test_a_failed_answer_at_the_end(exercise):
    """When there is no answer, the coroutine may handle that and come to its end: its result comes back.

    `answer` raises LookupError when it is asked "who?". The coroutine catches it, and returns
    "nobody" without another question.
    """

    async def main():
        try:
            return await Ask("who?")
        except LookupError:
            return "nobody"

    result = exercise.run_by_hand(main(), answer_with([], LookupError("no answer")))

    assert same(result, "nobody")


def test_a_failed_answer_that_is_handled(exercise):
    """When there is no answer, the coroutine may handle that, and go on: with another question.

    `answer` raises LookupError when it is asked "who?". The coroutine catches it, asks "anybody?",
    gets "Bob", and returns that.
    """
    asked = []

    async def main():
        try:
            return await Ask("who?")
        except LookupError:
            return await Ask("anybody?")

    result = exercise.run_by_hand(main(), answer_with(asked, LookupError("nobody"), "Bob"))

    assert asked == ["who?", "anybody?"]
    assert same(result, "Bob")


def test_failed_answers_in_a_row(exercise):
    """The coroutine may handle one failed answer after the other, and go on each time.

    `answer` raises ValueError, then OSError, then KeyError. The coroutine catches each of them, and
    asks again; the fourth time it gets "Bob", and returns that.
    """
    asked = []
    errors = ValueError("no"), OSError("no"), KeyError("no")

    async def main():
        for number in range(9):
            try:
                return await Ask(number)
            except Exception:
                continue
        return "nobody"

    result = exercise.run_by_hand(main(), answer_with(asked, *errors, "Bob"))

    assert asked == [0, 1, 2, 3]
    assert same(result, "Bob")


def test_a_failed_answer(exercise):
    """When there is no answer, that error is raised at the await; unhandled, it comes out.

    `answer` raises LookupError. The coroutine notes the exception that it sees, and ends with it.
    """
    error, seen = LookupError("nobody"), []

    async def main():
        try:
            await Ask("who?")
        except BaseException as exception:
            seen.append(exception)
            raise

    coro = main()
    with pytest.raises(LookupError, match="nobody") as caught:
        exercise.run_by_hand(coro, answer_with([], error))

    assert same((caught.value, seen), (error, [error]))
    assert inspect.getcoroutinestate(coro) == inspect.CORO_CLOSED


def test_no_event_loop(exercise):
    """The coroutine runs without an event loop.

    It asks for the running loop; that there is none is a RuntimeError.
    """

    async def main():
        try:
            return asyncio.get_running_loop()
        except RuntimeError:
            return "none"

    result = exercise.run_by_hand(main(), answer_with([]))

    assert same(result, "none")
