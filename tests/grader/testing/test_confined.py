"""Peers, children and gates work inside every layer around a learner's code."""

import json
import subprocess
import sys

import pytest

from tests.grader.builders import write

STUB = '''\
"""Runs programs."""

from collections.abc import Awaitable, Callable
from typing import Any


async def run(
    argv: tuple[str, ...], timeout: float, *, spawn: Callable[..., Awaitable[Any]]
) -> bytes:
    """Run it."""
    raise NotImplementedError


async def stop(process: Any) -> int:
    """Stop its group."""
    raise NotImplementedError


async def fetch(port: int) -> bytes:
    """Fetch all."""
    raise NotImplementedError
'''

GOOD = '''\
"""Runs programs."""

import asyncio
import os
import signal
from asyncio.subprocess import PIPE


async def run(argv, timeout, *, spawn):
    process = await spawn(*argv, stdin=PIPE, stdout=PIPE)
    try:
        async with asyncio.timeout(timeout):
            return (await process.communicate(b""))[0]
    finally:
        if process.returncode is None:
            process.kill()
        await process.communicate()


async def stop(process):
    os.killpg(process.pid, signal.SIGKILL)
    return await process.wait()


async def fetch(port):
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        return await reader.read()
    finally:
        writer.close()
        await writer.wait_closed()
'''

BAD = GOOD.replace(
    """    try:
        async with asyncio.timeout(timeout):
            return (await process.communicate(b""))[0]
    finally:
        if process.returncode is None:
            process.kill()
        await process.communicate()
""",
    """    await process.wait()
    return await process.stdout.read()
""",
).replace("os.killpg", "os.kill")

TEST = '''\
"""Hidden."""

import asyncio
import signal

import pytest

from grader.testing import replies, same

pytestmark = pytest.mark.manual_clock


async def test_output(exercise, children):
    """Output comes back."""
    child = await children.make("say(sys.argv[1])", "a b")

    assert same(await exercise.run(child.argv, 5, spawn=children.spawn), b"a b\\n")


async def test_timeout(exercise, children, clock, start, log):
    """After the timeout it is dead."""
    child = await children.make("gate()")
    call = start("call", exercise.run(child.argv, 30, spawn=children.spawn))
    visit = await child.arrives()

    await clock.advance(30)
    await asyncio.wait([call])
    await visit.ended()

    assert log == ["call raised TimeoutError 30"]


async def test_group(exercise, children):
    """Its children go, too."""
    child = await children.make("start(\\"gate('grandchild')\\"); gate()")
    process = await children.spawn(*child.argv, start_new_session=True)
    visits = [await child.arrives(), await child.arrives()]

    assert same(await exercise.stop(process), -signal.SIGKILL)

    for visit in visits:
        await visit.ended()


async def test_shell(exercise, children):
    """A shell inherits what it is given."""
    with children.stdin(b"secret"):
        process = await children.spawn_shell("cat", stdout=-1)
        assert await process.communicate() == (b"secret", None)


async def test_streams(exercise, peers):
    """Streams work."""
    server = await peers.serve(replies("a", "b"))

    assert same(await exercise.fetch(server.port), b"ab")


async def test_unix(exercise, peers):
    """Unix sockets work."""

    async def shout(reader, writer):
        writer.write((await reader.readline()).upper())
        writer.close()

    path = peers.unix_path()
    async with await asyncio.start_unix_server(shout, path):
        client = await peers.connect(path)
        await client.send("a\\n")
        assert await client.readline() == b"A\\n"
        await client.close()
'''

FILES = {
    "exercises/ch32_subprocesses/README.md": "# Subprocesses\n",
    "exercises/ch32_subprocesses/chapter.toml": """\
title = "Subprocesses"

[ex01_run]
title = "Run"
stars = 1
kind = "blank"
grants = ["subprocess"]
hints = ["a nudge", "clearer", "nearly the answer"]
""",
    "exercises/ch32_subprocesses/ex01_run.py": STUB,
    "tests/ch32_subprocesses/stubs/ex01_run.py": STUB,
    "tests/ch32_subprocesses/test_ex01_run.py": TEST,
    "tests/ch32_subprocesses/variants/ex01_run/reject_stub.py": (
        '"""Nothing is written.\n\nkills: test_output\nloses: test_output\n"""\n'
    ),
    "tests/ch32_subprocesses/misconceptions.json": json.dumps(
        {
            "schema": "kata-misconceptions/1",
            "exercises": {"ex01_run": {"keepers": [], "misconceptions": []}},
        }
    ),
    "good/ch32_subprocesses/ex01_run.py": GOOD,
    "bad/ch32_subprocesses/ex01_run.py": BAD,
}


def grade(tmp_path, submission):
    """What came of each behaviour, and the exercise's status."""
    for path, text in FILES.items():
        write(tmp_path, path, text)
    command = [sys.executable, "-m", "grader", "grade", "--tree", str(tmp_path)]
    done = subprocess.run(
        [*command, "--submission", str(tmp_path / submission), "--json", "-"],
        capture_output=True,
        text=True,
        check=False,
    )
    (exercise,) = json.loads(done.stdout)["chapters"][0]["exercises"]
    found = {
        each["id"].removeprefix("test_"): each["code"] or each["verdict"]
        for each in exercise["behaviours"]
    }
    return found, exercise["status"]


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX processes")
def test_honest_code_about_processes_and_streams_passes(tmp_path):
    found, status = grade(tmp_path, "good")

    assert set(found.values()) == {"passed"}, found
    assert status == "graded"


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux tells")
def test_waiting_for_a_child_for_ever_is_a_deadlock_and_nobodys_fault(tmp_path):
    found, status = grade(tmp_path, "bad")

    assert {name: found[name] for name in ("timeout", "group")} == {
        "timeout": "deadlock",
        "group": "deadlock",
    }
    assert status == "graded"
