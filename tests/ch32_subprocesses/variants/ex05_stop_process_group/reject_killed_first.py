"""To stop a program is to kill it.

kills: test_a_polite_one
loses: test_a_polite_one test_a_stubborn_one test_much_output test_output_from_before
    test_the_whole_group test_an_orphan test_cancelled test_cancelled_with_an_orphan
"""

import asyncio
import os
import signal
from asyncio.subprocess import Process


async def stop(process: Process, grace: float) -> tuple[int, bytes]:
    """Stop `process` and its children; return its exit code, and its output.

    `process` has been started with `stdout=PIPE` (and no other pipe) and `process_group=0`: it leads
    a process group of its own, whose number is `process.pid`, and its children belong to that. It may
    have ended already; then nothing is left of its group.

    SIGTERM asks the whole group to end. If the output hasn't come to its end `grace` seconds later,
    SIGKILL ends the whole group, whatever has become of `process` itself. (The output ends when
    nobody holds the other end of the pipe any more: neither `process` nor a child of it.) The call
    returns as soon as the output and `process` have ended. The output is all that nobody has read
    yet, from before the call and since, however much it is.

    If the call is cancelled, SIGKILL ends the whole group at once. The call ends as cancelled, and
    `process` is dead at that moment and its exit code is known (`process.returncode`). (Left open:
    a `process` that closes its stdout and doesn't end on SIGTERM, children that hold no pipe, and a
    second cancellation.)
    """
    def send(number):
        try:
            os.killpg(process.pid, number)
        except ProcessLookupError:
            pass

    send(signal.SIGKILL)
    output = asyncio.ensure_future(process.communicate())
    try:
        await asyncio.shield(output)
    except asyncio.CancelledError:
        pass  # it is as good as dead already
    data, _ = await output
    return process.returncode, data
