"""Hidden behaviours of lines as they are printed."""

import asyncio

import pytest

from grader.testing import same

pytestmark = pytest.mark.manual_clock

MIB = 1 << 20


async def test_as_they_come(exercise, children, start):
    """A line is handed over as soon as it has come, while the program goes on.

    The program prints "first" and waits; it goes on once that line has been handed over, and prints
    "second".
    """
    child, lines = await children.make("say('first'); gate(); say('second')"), asyncio.Queue()
    call = start("call", exercise.stream_lines(child.argv, lines.put_nowait))

    first = await lines.get()
    await (await child.arrives()).open()

    assert same(first, "first")
    await call
    assert same((await lines.get(), lines.qsize()), ("second", 0))


async def test_unchanged(exercise, children):
    """Lines may be empty, and keep their spaces.

    The program prints "a\\n\\n  b \\n".
    """
    lines, child = [], await children.make("sys.stdout.write('a\\n\\n  b \\n')")

    await exercise.stream_lines(child.argv, lines.append)

    assert same(lines, ["a", "", "  b "])


async def test_no_last_break(exercise, children):
    """The last line may end with the output, without a line break.

    The program prints "a\\nlast".
    """
    lines, child = [], await children.make("sys.stdout.write('a\\nlast')")

    await exercise.stream_lines(child.argv, lines.append)

    assert same(lines, ["a", "last"])


async def test_other_breaks(exercise, children):
    """Nothing but "\\n" ends a line: no form feed, no carriage return.

    The program prints "one\\x0ctwo\\n10 %\\r20 %\\n".
    """
    printed = b"one\x0ctwo\n10 %\r20 %\n"
    lines, child = [], await children.make(f"sys.stdout.buffer.write({printed!r})")

    await exercise.stream_lines(child.argv, lines.append)

    assert same(lines, ["one\x0ctwo", "10 %\r20 %"])


async def test_a_carriage_return(exercise, children):
    """Nothing but the "\\n" is taken off.

    The program prints "one\\r\\n".
    """
    lines, child = [], await children.make("sys.stdout.buffer.write(b'one\\r\\n')")

    await exercise.stream_lines(child.argv, lines.append)

    assert same(lines, ["one\r"])


async def test_a_long_line(exercise, children):
    """A line of 1 MiB comes in one piece, and so does the one after it.

    The program prints 2**20 letters and a line break, and then "last".
    """
    lines, child = [], await children.make(f"print('x' * {MIB}); print('last')")

    await exercise.stream_lines(child.argv, lines.append)

    assert same([len(line) for line in lines], [MIB, 4])


async def test_long_characters(exercise, children):
    """A character of several bytes is never torn, wherever it is in a line.

    The program prints a line of an "x" and 150,000 times "é", which takes two bytes.
    """
    lines, child = [], await children.make("print('x' + 'é' * 150_000)")

    await exercise.stream_lines(child.argv, lines.append)

    assert same([(len(line), line.count("é")) for line in lines], [(150_001, 150_000)])


async def test_much_on_stderr(exercise, children):
    """However much a program writes to its stderr, that doesn't stop it.

    The program writes 8 MiB to its stderr, and then prints "done".
    """
    lines, child = [], await children.make(f"sys.stderr.write('e' * {8 * MIB}); print('done')")

    await exercise.stream_lines(child.argv, lines.append)

    assert same(lines, ["done"])


async def test_many_lines(exercise, children):
    """All lines come, however many there are, also if the program ends right after the last one.

    The program prints 50,000 numbers.
    """
    lines, child = [], await children.make("for n in range(50_000): print(n)")

    await exercise.stream_lines(child.argv, lines.append)

    assert same((len(lines), lines[-1:]), (50_000, ["49999"]))


async def test_its_end(exercise, children, start):
    """The call waits for the end of the program, not only for that of its output.

    The program prints "only", closes its stdout and waits; it is let go on, and exits with 4.
    """
    lines, child = [], await children.make("say('only'); os.close(1); gate(); os._exit(4)")
    call = start("call", exercise.stream_lines(child.argv, lines.append))

    await (await child.arrives()).open()

    assert same((await call, lines), (4, ["only"]))


async def test_empty_stdin(exercise, children):
    """The program has nothing to read.

    The stdin of this process holds "secret". The program prints what it reads.
    """
    lines, child = [], await children.make("print(f'<{sys.stdin.read()}>')")

    with children.stdin(b"secret"):
        await exercise.stream_lines(child.argv, lines.append)

    assert same(lines, ["<>"])
