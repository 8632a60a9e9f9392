"""Hidden behaviours of joining under a name that is free."""

import asyncio

from grader.testing import every_cancellation, every_order, same


async def test_a_name(exercise, peers):
    r"""A free name is entered without the white space around it, and returned.

    The client sends "  Tom \r\n". It has been asked once, and its writer is still open.
    """
    users, writer = {}, peers.writer()

    name = await exercise.ask_name(peers.reader("  Tom \r\n"), writer, users)

    assert same(name, "Tom")
    assert users == {"Tom": writer}
    assert (writer.lines, writer.closed) == (["Enter your name:"], False)


async def test_refused(exercise, peers):
    """A taken name and an empty one are refused, each in its words, until a free one comes.

    Tom is there. The client sends "Tom", an empty line, one of white space, and "Jo".
    """
    tom, writer = peers.writer("Tom"), peers.writer()
    users = {"Tom": tom}

    name = await exercise.ask_name(peers.reader("Tom\n\n \r\nJo\n", end=True), writer, users)

    assert same(name, "Jo")
    assert writer.lines[:2] == ["Enter your name:", "Name taken:"]
    assert writer.lines[2:] == ["Name must not be empty:", "Name must not be empty:"]
    assert users == {"Tom": tom, "Jo": writer}


async def test_the_end(exercise, peers):
    """A client that goes without giving a name gives None, and isn't entered.

    The end-of-file comes at once. The client was asked once, and its writer is still open.
    """
    users, writer = {}, peers.writer()

    name = await exercise.ask_name(peers.reader(end=True), writer, users)

    assert same(name, None)
    assert users == {}
    assert (writer.lines, writer.closed) == (["Enter your name:"], False)


async def test_the_end_later(exercise, peers, start, clock):
    """A client that goes while its name is waited for gives None, and is sent nothing more.

    The client has been asked, and says nothing. Then the end-of-file comes.
    """
    users, reader, writer = {}, peers.reader(), peers.writer()
    call = start("call", exercise.ask_name(reader, writer, users))
    await clock.settle()

    reader.feed_eof()

    assert same(await call, None)
    assert users == {}
    assert writer.lines == ["Enter your name:"]


@every_order
async def test_the_same_moment(exercise, peers):
    """If two give the same name at the same moment, one gets it, and the other is refused.

    Both send "Tom". One of them is refused, and goes.
    """
    users, writers = {}, [peers.writer(drain=0), peers.writer(drain=0)]
    readers = [peers.reader("Tom\n", end=True) for _ in writers]
    calls = [exercise.ask_name(*pair, users) for pair in zip(readers, writers, strict=True)]

    names = await asyncio.gather(*calls)

    assert same(sorted(map(str, names)), ["None", "Tom"])
    assert users == {"Tom": writers[names.index("Tom")]}
    assert sorted(writer.lines[-1] for writer in writers) == ["Enter your name:", "Name taken:"]


async def test_taken_meanwhile(exercise, peers, start, clock):
    """A name that somebody has taken while the client was thinking is taken.

    The client is asked. Then Tom comes, and then the client sends "Tom" and "Jo".
    """
    users, reader, writer = {}, peers.reader(), peers.writer()
    call = start("call", exercise.ask_name(reader, writer, users))
    await clock.settle()
    tom = users["Tom"] = peers.writer("Tom")

    reader.feed_data(b"Tom\nJo\n")

    assert same(await call, "Jo")
    assert users == {"Tom": tom, "Jo": writer}


async def test_free_again(exercise, peers, start, clock):
    """A name that was refused can be had as soon as its owner has left.

    Tom is there, and the client sends "Tom". Then Tom leaves, and the client sends "Tom" again.
    """
    users, reader, writer = {"Tom": peers.writer()}, peers.reader("Tom\n"), peers.writer()
    call = start("call", exercise.ask_name(reader, writer, users))
    await clock.settle()
    del users["Tom"]

    reader.feed_data(b"Tom\n")
    reader.feed_eof()

    assert same(await call, "Tom")
    assert users == {"Tom": writer}


async def test_nobody_waits(exercise, peers, start, clock, log):
    """Nobody has to wait until another client has chosen its name.

    One client is asked and stays silent. Another one is asked, and sends "Jo".
    """
    users, silent = {}, peers.reader()
    first = start("first", exercise.ask_name(silent, peers.writer(), users))
    await clock.settle()
    second = start("second", exercise.ask_name(peers.reader("Jo\n"), peers.writer(), users))
    await clock.settle()

    silent.feed_eof()
    await asyncio.wait([first, second])

    assert log == ["second returned 0", "first returned 0"]


async def test_drained(exercise, peers, start, clock):
    """Nothing more is sent before the line before it has been drained.

    Tom is there. The client sends an empty line, "Tom", another empty line, and "Jo". Each drain
    takes 1 s. What was sent is looked at after 0.5, 1.5, 2.5 and 3.5 s.
    """
    users, writer, sent = {"Tom": peers.writer("Tom")}, peers.writer(drain=1), []
    call = start("call", exercise.ask_name(peers.reader("\nTom\n\nJo\n"), writer, users))

    for when in (0.5, 1.5, 2.5, 3.5):
        await clock.until(when)
        sent.append(len(writer.lines))
    await asyncio.wait([call])

    assert sent == [1, 2, 3, 4]


async def test_broken_off(exercise, peers, start, log):
    """If the connection breaks, its ConnectionError comes out, and nobody is entered.

    Reading raises ConnectionResetError.
    """
    users, reader = {}, peers.reader(error=ConnectionResetError("broken off"))

    await asyncio.wait([start("call", exercise.ask_name(reader, peers.writer(), users))])

    assert log == ["call raised ConnectionResetError 0"]
    assert users == {}


@every_cancellation
async def test_cancelled(exercise, peers, start, cancel):
    """Wherever the call is cancelled, it ends as cancelled, and nobody is entered.

    Tom is there; the client sends "Tom" and "Jo". Each drain takes 1 s.
    """
    tom, reader = peers.writer("Tom"), peers.reader("Tom\nJo\n")
    users = {"Tom": tom}

    await cancel(start("call", exercise.ask_name(reader, peers.writer(drain=1), users)))

    assert users == {"Tom": tom}
