"""Hidden behaviours of running a program."""

import asyncio

import pytest

from grader.testing import same

pytestmark = pytest.mark.manual_clock

MUCH = 4 << 20

REVERSE = "sys.stdout.buffer.write(sys.stdin.buffer.read()[::-1])"
ECHO = """
while piece := sys.stdin.buffer.read1(65_536):
    sys.stdout.buffer.write(piece)
    sys.stdout.buffer.flush()
"""


async def test_code_and_output(exercise, children):
    """The exit code, stdout and stderr come back.

    The program writes "out" to stdout and "err" to stderr, and exits with 3.
    """
    child = await children.make("sys.stdout.write('out'); sys.stderr.write('err'); sys.exit(3)")

    outcome = await exercise.run_command(*child.argv)

    assert same(outcome, (3, b"out", b"err"))


async def test_arguments(exercise, children):
    """Each argument arrives as it is: with its spaces, quotes and dollar signs, empty or not.

    The program prints the list of its arguments.
    """
    args = ["a b", "$HOME", "*", "it's", "; exit 9", ""]
    child = await children.make("print(sys.argv[1:])", *args)

    outcome = await exercise.run_command(*child.argv)

    assert same(outcome, (0, f"{args}\n".encode(), b""))


async def test_input(exercise, children):
    """The program reads `data`, and then the end of it.

    The program reads to the end of its stdin, and writes that backwards; `data` is b"abc".
    """
    child = await children.make(REVERSE)

    outcome = await exercise.run_command(*child.argv, data=b"abc")

    assert same(outcome, (0, b"cba", b""))


async def test_no_input(exercise, children):
    """Without `data`, the program meets the end of its input at once.

    The stdin of this process holds "secret". The program writes backwards what it reads.
    """
    child = await children.make(REVERSE)

    with children.stdin(b"secret"):
        outcome = await exercise.run_command(*child.argv)

    assert same(outcome, (0, b"", b""))


async def test_much_output(exercise, children):
    """However much a program writes, all of it comes back.

    The program writes 4 MiB to stderr, and then 4 MiB to stdout.
    """
    child = await children.make(f"sys.stderr.write('e' * {MUCH}); sys.stdout.write('o' * {MUCH})")

    code, out, err = await exercise.run_command(*child.argv)

    assert same((code, len(out), len(err)), (0, MUCH, MUCH))


async def test_output_during_input(exercise, children):
    """A program may write while it still has input to read.

    The program writes each piece as soon as it has read it; `data` has 4 MiB.
    """
    child = await children.make(ECHO)

    code, out, err = await exercise.run_command(*child.argv, data=b"i" * MUCH)

    assert same((code, len(out), err), (0, MUCH, b""))


async def test_input_not_read(exercise, children):
    """A program may end without having read its input.

    `data` has 4 MiB; the program exits with 5, and reads nothing.
    """
    child = await children.make("sys.exit(5)")

    outcome = await exercise.run_command(*child.argv, data=b"i" * MUCH)

    assert same(outcome, (5, b"", b""))


async def test_two_at_once(exercise, children, start):
    """Two programs can run at the same time.

    Each of the two waits, once it has started, until both of them have.
    """
    child = await children.make("gate()")
    calls = [start(name, exercise.run_command(*child.argv)) for name in ("one", "two")]

    for visit in [await child.arrives(), await child.arrives()]:
        await visit.open()

    assert same(await asyncio.gather(*calls), [(0, b"", b"")] * 2)


async def test_no_such_program(exercise, start, log):
    """If there is no such program, `FileNotFoundError` comes out."""
    call = start("call", exercise.run_command("no-such-program", "-x"))

    await asyncio.wait([call])

    assert log == ["call raised FileNotFoundError 0"]


async def test_killed(exercise, children):
    """A program that SIGKILL has ended has the exit code -9.

    The program sends SIGKILL to itself.
    """
    child = await children.make("os.kill(os.getpid(), signal.SIGKILL)")

    outcome = await exercise.run_command(*child.argv)

    assert same(outcome, (-9, b"", b""))
