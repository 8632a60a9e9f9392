"""Out of time, there is no output: that is b''.

kills: test_out_of_time
loses: test_killed test_out_of_time test_out_of_time_after_much test_stubborn
"""

import asyncio
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import Awaitable, Callable, Sequence


async def run_with_timeout(
    argv: Sequence[str], timeout: float, *, spawn: Callable[..., Awaitable[Process]]
) -> bytes:
    """Run `argv`, and return all that it writes to its stdout, whatever its exit code.

    `await spawn(*argv, …)` starts it, as `asyncio.create_subprocess_exec` does. It has nothing to
    read on its stdin, and what it writes to its stderr is dropped. What it writes to its stdout, it
    can write: it never has to wait for good.

    `timeout` seconds after its start, `TimeoutError` comes out. If the program can't be started, the
    exception of `spawn` comes out. If the call is cancelled, it ends as cancelled. (A `spawn` that is
    cancelled or raises leaves no program behind.)

    However the call ends, the program is dead at that moment, and its exit code is known
    (`process.returncode`), also if it has printed much that nobody has read yet. A program may ignore
    SIGTERM; it gets no time to say goodbye. (Left open: whether the time counts that `spawn` takes, a
    timeout of 0 or less, what comes out if the program ends at that very moment, children of the
    program, and a second cancellation.)
    """
    process = await spawn(*argv, stdin=DEVNULL, stdout=PIPE, stderr=DEVNULL)

    try:
        async with asyncio.timeout(timeout):
            output, _ = await process.communicate()
            return output
    except TimeoutError:
        return b""
    finally:
        if process.returncode is None:
            process.kill()
            await process.communicate()
