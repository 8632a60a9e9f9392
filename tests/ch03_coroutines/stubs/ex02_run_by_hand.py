"""Run a coroutine by hand, and answer its questions."""

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
    raise NotImplementedError  # TODO: replace this line by your code


if __name__ == "__main__":
    from collections.abc import Generator

    class Ask:
        """Awaiting it suspends with a question; the answer to it is the value of the await."""

        def __init__(self, question: str) -> None:
            self.question = question

        def __await__(self) -> Generator[str, str, str]:
            return (yield self.question)

    async def greet() -> str:
        return f"hello {await Ask('first name')} {await Ask('last name')}"

    print(run_by_hand(greet(), {"first name": "Ada", "last name": "Lovelace"}.__getitem__))
