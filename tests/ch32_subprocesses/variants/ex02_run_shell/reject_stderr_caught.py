"""All three streams belong to whoever starts a command.

kills: test_its_stderr
loses: test_its_stderr
"""

import asyncio
import os
from asyncio.subprocess import DEVNULL, PIPE


async def run_shell(command: str, /, **values: str) -> tuple[int, str]:
    """Let the system's shell run `command`; return its exit code and its stdout, as text.

    `command` is trusted: all that the shell can do may be in it, such as pipes and `&&`. The values
    are not: they may hold whatever strangers have sent. Where `command` says "$NAME", in double
    quotes, it gets `values["NAME"]`, exactly; nothing in a value is ever run or expanded.

    Apart from that, the command finds the environment of this process, as it is; if a value has the
    name of a variable there, the value counts. `os.environ` itself stays as it is, also while the
    command runs. The command's stdin is empty, its stderr is this process's own; its stdout is UTF-8.

    (Left open: names that the shell sets itself, such as PWD and IFS; names that no variable can
    have; values that no environment can hold, such as one with a NUL or of 128 KiB; whether programs
    that the command starts find the values, too; and what happens if the call is cancelled: house
    rule 4 doesn't hold there.)
    """
    process = await asyncio.create_subprocess_shell(
        command, stdin=DEVNULL, stdout=PIPE, stderr=PIPE, env={**os.environ, **values}
    )
    output, _ = await process.communicate()
    assert process.returncode is not None
    return process.returncode, output.decode()
