"""A guard for test suites: which coroutines did a program forget to await?"""

import asyncio
from collections.abc import Callable


def never_awaited(program: Callable[[], object]) -> list[str]:
    """Call `program()`, and return the names of the coroutines that never ran.

    These are the coroutines that `program` made and nobody awaited, for which Python issues the
    warning that a coroutine 'NAME' was never awaited, in the order of these warnings. NAME is the
    qualified name: 'fetch', but 'main.<locals>.fetch' for a function defined inside `main`. The
    list has an entry for each coroutine, also if several have one name, or come from one line. It
    is complete: a coroutine counts that is part of a reference cycle, or that `program` returns;
    the result of `program` is of no other use. (Only whether a coroutine counts that is an argument
    of another forgotten one is left open.) What Python's filters for warnings say, whether
    automatic garbage collection is on, and whether `program` runs asyncio in its debug mode, makes
    no difference.

    Other warnings aren't listed. They are passed on, sooner or later, so that the caller sees them
    or catches them as usual. (Whether a warning is listed that only reads like Python's is left
    open, and so is what becomes of one of which the caller's filters make an exception.) An
    exception of `program` reaches the caller as it is; what becomes of warnings then is left open.
    In any case the caller finds the filters and hooks of `warnings` as they were. `program` leaves
    those alone, and nobody else has forgotten a coroutine.
    """
    raise NotImplementedError  # TODO: replace this line


if __name__ == "__main__":

    def forgetful() -> None:
        async def main() -> None:
            pauses = [asyncio.sleep(1), asyncio.sleep(0.1)]
            await pauses[1]

        asyncio.run(main())

    print("never awaited:", never_awaited(forgetful))
