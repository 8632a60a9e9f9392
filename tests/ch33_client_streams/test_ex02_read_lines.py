"""Hidden behaviours of lines of text from a connection."""

import asyncio

from grader.testing import same


async def collect(source, lines):
    """Put each item into the list as soon as it comes; ten at most, for there are never so many."""
    async for line in source:
        lines.append(line)
        if len(lines) == 10:
            break


async def test_both_line_ends(exercise, peers):
    r"""A line comes without its end, be that "\n" or "\r\n".

    The reader has received b"a\r\nb\nc\r\n" and the end of the data.
    """
    reader, lines = peers.reader(b"a\r\nb\nc\r\n", end=True), []

    await collect(exercise.read_lines(reader), lines)

    assert same(lines, ["a", "b", "c"])


async def test_blank_lines(exercise, peers):
    r"""A blank line is a line, and the others follow.

    The reader has received b"a\n\n\r\nb\n" and the end of the data.
    """
    reader, lines = peers.reader(b"a\n\n\r\nb\n", end=True), []

    await collect(exercise.read_lines(reader), lines)

    assert same(lines, ["a", "", "", "b"])


async def test_spaces(exercise, peers):
    r"""Spaces at the ends of a line stay.

    The reader has received b"  a\nb \t\n \n" and the end of the data.
    """
    reader, lines = peers.reader(b"  a\nb \t\n \n", end=True), []

    await collect(exercise.read_lines(reader), lines)

    assert same(lines, ["  a", "b \t", " "])


async def test_the_last_line(exercise, peers):
    r"""The last line comes even if only the end of the data ends it.

    The reader has received b"a\nlast" and the end of the data.
    """
    reader, lines = peers.reader(b"a\nlast", end=True), []

    await collect(exercise.read_lines(reader), lines)

    assert same(lines, ["a", "last"])


async def test_nothing(exercise, peers):
    r"""Without any data there is no line.

    The end of the data comes at once.
    """
    reader, lines = peers.reader(end=True), []

    await collect(exercise.read_lines(reader), lines)

    assert same(lines, [])


async def test_a_carriage_return_in_a_line(exercise, peers):
    r"""Only "\n" and "\r\n" end a line; other characters belong to it.

    The reader has received "50 %\rdone\r\r\n", "page\fbreak\n", "next\u2028line\n" and the end of
    the data.
    """
    data = "50 %\rdone\r\r\npage\fbreak\nnext\u2028line\n"
    reader, lines = peers.reader(data, end=True), []

    await collect(exercise.read_lines(reader), lines)

    assert same(lines, ["50 %\rdone\r", "page\fbreak", "next\u2028line"])


async def test_as_soon_as_it_is_complete(exercise, peers, start, clock):
    r"""A line comes as soon as it is complete, and not before.

    The reader receives b"one\ntw" at first, later b"o\n", and the end of the data last.
    """
    reader, lines = peers.reader(b"one\ntw"), []
    collecting = start("loop", collect(exercise.read_lines(reader), lines))
    await clock.settle()
    at_first = list(lines)

    reader.feed_data(b"o\n")
    await clock.settle()
    later = list(lines)
    reader.feed_eof()
    await collecting

    assert same([at_first, later, lines], [["one"], ["one", "two"], ["one", "two"]])


async def test_a_character_in_two_parts(exercise, peers, start, clock):
    r"""A character whose bytes come in two parts is whole.

    "é" is b"\xc3\xa9": the reader receives b"caf\xc3", and later b"\xa9\n" and the end.
    """
    reader, lines = peers.reader(b"caf\xc3"), []
    collecting = start("loop", collect(exercise.read_lines(reader), lines))
    await clock.settle()

    reader.feed_data(b"\xa9\n")
    reader.feed_eof()
    await collecting

    assert same(lines, ["café"])


async def test_the_end_comes_later(exercise, peers, start, clock):
    r"""If the end of the data comes while the next line is awaited, there is no next line.

    The reader receives b"one\n", and the end of the data a little later.
    """
    reader, lines = peers.reader(b"one\n"), []
    collecting = start("loop", collect(exercise.read_lines(reader), lines))
    await clock.settle()

    reader.feed_eof()
    await collecting

    assert same(lines, ["one"])


async def test_a_broken_connection(exercise, peers, start, clock, log):
    r"""If the connection breaks, `ConnectionResetError` comes out.

    The reader receives b"one\n"; then the connection is reset.
    """
    reader, lines = peers.reader(b"one\n"), []
    collecting = start("loop", collect(exercise.read_lines(reader), lines))
    await clock.settle()

    reader.set_exception(ConnectionResetError())
    await asyncio.wait([collecting])

    assert log == ["loop raised ConnectionResetError 0"]
    assert same(lines, ["one"])
