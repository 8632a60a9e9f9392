"""Hidden behaviours of a user's time in a chat room."""

import asyncio

from grader.testing import every_cancellation, same


class Room:
    """Tom's entry, his streams, and what has been broadcast, with the state that he was in.

    Passing on a message takes `takes` seconds, and his farewell `farewell`.
    """

    def __init__(self, peers, *pieces, takes=0.0, farewell=0.0, **options):
        self.fails = options.pop("fails", None)
        self.writer = peers.writer("Tom", fails=options.pop("closing", None))
        self.reader = peers.reader(*pieces, **options)
        self.users = {"Tom": self.writer}
        self.takes, self.farewell = takes, farewell
        self.said = []

    async def broadcast(self, message):
        here = "here" if self.users.get("Tom") is self.writer else "gone"
        self.said.append(f"{message} ({here}, {'closed' if self.writer.closed else 'open'})")
        await asyncio.sleep(self.farewell if "disconnected" in message else self.takes)
        if message == self.fails:
            raise KeyError(message)

    def visit(self, exercise):
        """The call."""
        return exercise.client_session("Tom", self.reader, self.writer, self.users, self.broadcast)


async def test_a_visit(exercise, peers):
    r"""What the user says is passed on until QUIT; then it is removed, closed and announced.

    Tom sends "hi", " yo \r", "QUIT" and "late". The log tells with each message whether Tom was still
    in the room, and his writer open.
    """
    room = Room(peers, "hi\n yo \r\nQUIT\nlate\n")

    await room.visit(exercise)

    assert room.said[:2] == ["Tom: hi (here, open)", "Tom: yo (here, open)"]
    assert room.said[2:] == ["Tom has disconnected (gone, closed)"]


async def test_the_end(exercise, peers):
    """The end of the data ends the visit like QUIT: no empty message, one farewell.

    Tom sends "hi", and then the end-of-file comes.
    """
    room = Room(peers, "hi\n", end=True)

    await room.visit(exercise)

    assert room.said == ["Tom: hi (here, open)", "Tom has disconnected (gone, closed)"]


async def test_broken_off(exercise, peers, start, log):
    """A broken connection ends the visit: one farewell, and no exception comes out.

    Reading raises ConnectionResetError.
    """
    room = Room(peers, error=ConnectionResetError("broken off"))

    await asyncio.wait([start("call", room.visit(exercise))])

    assert log == ["call returned 0"]
    assert room.said == ["Tom has disconnected (gone, closed)"]


async def test_a_long_farewell(exercise, peers, start, log):
    """The call returns when the farewell has been passed on, not before.

    Tom says QUIT. The farewell takes an hour.
    """
    room = Room(peers, "QUIT\n", farewell=3600)

    await asyncio.wait([start("call", room.visit(exercise))])

    assert log == ["call returned 3600"]


async def test_closing_fails(exercise, peers, start, log):
    """If closing fails, the user has left all the same, and no exception comes out.

    The writer's `wait_closed` raises BrokenPipeError.
    """
    room = Room(peers, "QUIT\n", closing={"wait_closed": BrokenPipeError("gone")})

    await asyncio.wait([start("call", room.visit(exercise))])

    assert log == ["call returned 0"]
    assert room.said == ["Tom has disconnected (gone, closed)"]


async def test_cancelled(exercise, peers, start, clock, log):
    """If the call is cancelled while the user is silent, it leaves properly, then that comes out.

    Tom has said nothing yet.
    """
    room = Room(peers)
    call = start("call", room.visit(exercise))
    await clock.settle()

    call.cancel()
    await asyncio.wait([call])

    assert log == ["call cancelled 0"]
    assert room.said == ["Tom has disconnected (gone, closed)"]


async def test_cancelled_while_it_speaks(exercise, peers, start, clock, log):
    """If the call is cancelled while a message is passed on, the user leaves properly, too.

    Tom says "hi"; passing it on would take 60 s, but the call is cancelled after 1 s. The farewell
    takes 2 s.
    """
    room = Room(peers, "hi\n", takes=60, farewell=2)
    call = start("call", room.visit(exercise))
    await clock.until(1)

    call.cancel()
    await asyncio.wait([call])

    assert log == ["call cancelled 3"]
    assert room.said == ["Tom: hi (here, open)", "Tom has disconnected (gone, closed)"]


@every_cancellation
async def test_cancelled_anywhere(exercise, peers, start, cancel):
    """Wherever the call is cancelled, it ends as cancelled, the user removed and its writer closed.

    Tom says "hi" and QUIT. Passing on takes 1 s.
    """
    room = Room(peers, "hi\nQUIT\n", takes=1, farewell=1)

    await cancel(start("call", room.visit(exercise)))

    assert (room.users, room.writer.closed) == ({}, True)


async def test_replaced(exercise, peers):
    """If the name belongs to another writer when the user leaves, that entry stays.

    While Tom is in the room, his entry is replaced. Then he says QUIT.
    """
    room, other = Room(peers, "QUIT\n"), peers.writer("another Tom")
    room.users["Tom"] = other

    await room.visit(exercise)

    assert room.users == {"Tom": other}


async def test_replaced_and_announced(exercise, peers):
    """If the name belongs to another writer when the user leaves, its farewell is heard all the same.

    While Tom is in the room, his entry is replaced. Then he says QUIT.
    """
    room = Room(peers, "QUIT\n")
    room.users["Tom"] = peers.writer("another Tom")

    await room.visit(exercise)

    assert room.said == ["Tom has disconnected (gone, closed)"]


async def test_removed_already(exercise, peers, start, log):
    """If somebody has removed the user before, it still leaves properly.

    Tom's entry is removed while he is in the room. Then he says QUIT.
    """
    room = Room(peers, "QUIT\n")
    room.users.clear()

    await asyncio.wait([start("call", room.visit(exercise))])

    assert log == ["call returned 0"]
    assert room.said == ["Tom has disconnected (gone, closed)"]


async def test_broadcast_fails(exercise, peers, start, log):
    """If passing on a message fails, that comes out, and the user has left properly.

    Tom says "hi", and `broadcast` raises KeyError for it, but not for the farewell.
    """
    room = Room(peers, "hi\nmore\n", fails="Tom: hi")

    await asyncio.wait([start("call", room.visit(exercise))])

    assert log == ["call raised KeyError 0"]
    assert room.said[1:] == ["Tom has disconnected (gone, closed)"]


async def test_nearly_quit(exercise, peers):
    r"""Only the line QUIT ends the visit, with or without white space around it.

    Tom sends "QUIT it", "quit", " QUIT \r" and "late".
    """
    room = Room(peers, "QUIT it\nquit\n QUIT \r\nlate\n", end=True)

    await room.visit(exercise)

    assert room.said[:2] == ["Tom: QUIT it (here, open)", "Tom: quit (here, open)"]
    assert room.said[2:] == ["Tom has disconnected (gone, closed)"]


async def test_in_turn(exercise, peers, start, clock):
    """A line is passed on only when the one before has been.

    Tom says "a", "b" and QUIT. Passing on takes 1 s each time. The number of messages is looked at
    after 0.5 and 1.5 s.
    """
    room, seen = Room(peers, "a\nb\nQUIT\n", takes=1, farewell=1), []
    call = start("call", room.visit(exercise))

    for when in (0.5, 1.5):
        await clock.until(when)
        seen.append(len(room.said))
    await asyncio.wait([call])

    assert same(seen, [1, 2])
