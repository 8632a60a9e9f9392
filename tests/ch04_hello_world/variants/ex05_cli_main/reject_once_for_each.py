"""A job that has been done for an argument need not be done for it again.

kills: test_all_jobs_done
loses: test_all_jobs_done
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence


def main(
    argv: Sequence[str], job: Callable[[str], Awaitable[str]], write: Callable[[str], object]
) -> int:
    """Do `job` for each argument, and return the program's exit code.

    This is a plain function: a console script calls it, and passes its result to `sys.exit`.

    For each argument in turn, `job(argument)` is called and awaited, and then, before the next job
    begins, 'ARGUMENT: RESULT' is written. The call gives something to await, be it a coroutine or
    another awaitable, and raises nothing. When all have ended, the exit code is 0.

    The first `Exception` of a job is the last thing that happens: 'error: MESSAGE' is written
    (MESSAGE is the exception as text), `job` isn't called for the arguments that remain, and the
    exit code is 1. Whether the event loop is closed before or after that line is left open, and so
    is what becomes of a job's other exceptions, such as a KeyboardInterrupt. `write` raises nothing.

    All jobs run in one event loop, so a task that one of them starts may go on during the next one.
    When `main` returns, that loop is closed.

    Without any arguments nothing is done: 'usage: hello NAME...' is written, and the exit code
    is 2.
    """
    if not argv:
        write("usage: hello NAME...")
        return 2

    async def program() -> int:
        for argument in dict.fromkeys(argv):
            try:
                result = await job(argument)
            except Exception as error:
                write(f"error: {error}")
                return 1
            write(f"{argument}: {result}")
        return 0

    return asyncio.run(program())
