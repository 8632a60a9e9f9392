"""Hidden behaviours of frames with a length in front."""

import asyncio

from grader.testing import same


def frame(payload):
    """The payload with its length in front."""
    return len(payload).to_bytes(4, "big") + payload


async def outcome(call):
    """What a call returns; or the promised exception that it raises, with what it has to tell."""
    try:
        return await call
    except asyncio.IncompleteReadError as error:
        return "IncompleteReadError", error.partial
    except ValueError:
        return "ValueError"
    except ConnectionResetError:
        return "ConnectionResetError"


async def test_byte_by_byte(exercise, peers, start, clock):
    """A frame whose bytes come one by one is read whole.

    The frame of b"hello" comes in 9 pieces of a byte each.
    """
    reader = peers.reader()
    call = start("call", exercise.read_frame(reader, 100))

    for byte in frame(b"hello"):
        await clock.settle()
        reader.feed_data(bytes([byte]))

    assert same(await call, b"hello")


async def test_frames_at_once(exercise, peers):
    """Each call reads one frame, however much has come; at the end of the data it gives None.

    The frames of b"a" and b"ccc" come in one piece, with the end of the data. There are three calls,
    one after the other.
    """
    reader = peers.reader(frame(b"a") + frame(b"ccc"), end=True)

    frames = [await exercise.read_frame(reader, 100) for _ in range(3)]

    assert same(frames, [b"a", b"ccc", None])


async def test_an_empty_payload(exercise, peers):
    """A frame without a payload gives `b""`.

    Its header comes, and nothing else yet.
    """
    reader = peers.reader(frame(b""))

    result = await exercise.read_frame(reader, 100)

    assert same(result, b"")


async def test_cut_in_the_header(exercise, peers):
    r"""If the data ends within the header, `IncompleteReadError` has the bytes that came of it.

    Two bytes come, b"\0\0", and the end of the data.
    """
    reader = peers.reader(b"\0\0", end=True)

    result = await outcome(exercise.read_frame(reader, 100))

    assert same(result, ("IncompleteReadError", b"\0\0"))


async def test_cut_in_the_payload(exercise, peers):
    """If the data ends within the payload, `IncompleteReadError` has the bytes that came of it.

    The frame of b"hello" ends after b"hel".
    """
    reader = peers.reader(frame(b"hello")[:-2], end=True)

    result = await outcome(exercise.read_frame(reader, 100))

    assert same(result, ("IncompleteReadError", b"hel"))


async def test_cut_after_the_header(exercise, peers):
    """If the data ends right after the header, that is an `IncompleteReadError`, too.

    Of the frame of b"hello" only the 4 bytes of the header come, and then the end.
    """
    reader = peers.reader(frame(b"hello")[:4], end=True)

    result = await outcome(exercise.read_frame(reader, 100))

    assert same(result, ("IncompleteReadError", b""))


async def test_too_long(exercise, peers):
    """A length over `max_size` raises ValueError at once, without waiting for the payload.

    The header says 101 bytes, `max_size` is 100, and nothing else comes.
    """
    reader = peers.reader((101).to_bytes(4, "big"))

    result = await outcome(exercise.read_frame(reader, 100))

    assert same(result, "ValueError")


async def test_the_largest(exercise, peers):
    """A payload of exactly `max_size` bytes is read.

    The frame has 100 bytes, and `max_size` is 100.
    """
    reader = peers.reader(frame(b"x" * 100), end=True)

    result = await exercise.read_frame(reader, 100)

    assert same(result, b"x" * 100)


async def test_the_end_comes_later(exercise, peers, start, clock):
    """If the data ends while the call waits for a frame, the result is None.

    The call waits; then the end of the data comes.
    """
    reader = peers.reader()
    call = start("call", exercise.read_frame(reader, 100))
    await clock.settle()

    reader.feed_eof()

    assert same(await call, None)


async def test_a_broken_connection(exercise, peers, start, clock):
    """If the connection breaks while the call waits for a frame, `ConnectionResetError` comes out.

    The call waits; then the connection is reset.
    """
    reader = peers.reader()
    call = start("call", outcome(exercise.read_frame(reader, 100)))
    await clock.settle()

    reader.set_exception(ConnectionResetError())

    assert same(await call, "ConnectionResetError")
