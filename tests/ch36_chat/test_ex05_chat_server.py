"""Hidden behaviours of a chat room."""

import asyncio

import pytest

pytestmark = pytest.mark.manual_clock

closing_is_told_elsewhere = pytest.mark.allow(
    "unclosed-transport",
    "unclosed-server",
    "leaked-task",
    reason="the room stays open; closing has its own tests",
)

USERS = [f"user {n}" for n in range(200)]
SPEAKERS, QUITTERS, RUDE, SLOW = USERS[:20], USERS[20:30], USERS[30:40], USERS[40:50]
SECOND_TRY = USERS[50:60]
STAYERS = USERS[:20] + USERS[40:]


async def play(exercise, peers, *names, backlog=1000):
    """An open room, its port, and clients that have joined one after the other and heard it all."""
    room = exercise.ChatServer(max_backlog=backlog)
    port = await room.start()
    clients = []
    for name in names:
        clients.append(await join(peers, port, name))
        for number, client in enumerate(clients):
            await client.readlines(3 if number == len(clients) - 1 else 1)
    return room, port, clients


async def join(peers, port, name, **options):
    """A client that has sent its name."""
    client = await peers.connect(port, name, **options)
    await client.send(f"{name}\n")
    return client


async def news(clock, *clients):
    """The lines that each client has received and not read before."""
    await clock.settle()
    return [(await one.read(len(one.unread))).decode().splitlines() for one in clients]


async def line_starting(peer, start):
    """Read until such a line; that line's first 20 characters after those of the lines before it."""
    lines = []
    while line := await peer.readline():
        lines.append(line[:20].decode().strip(" .\n"))
        if line.decode().startswith(start):
            break
    return lines


async def say_much(speaker, listeners, word):
    """Say 200 long lines, each after all have heard the one before; stop when all have heard `word`.

    Gives the number of lines, and what each listener has heard.
    """
    heard = [[] for _ in listeners]
    for number in range(200):
        await speaker.send(f"{number} ".ljust(60_000, ".") + "\n")
        for listener, lines in zip(listeners, heard, strict=True):
            lines.extend(await line_starting(listener, f"{speaker.name}: {number} "))
        if all(word in lines for lines in heard):
            break
    return number + 1, heard


async def crowd(exercise, peers, clock):
    """A room with 200 clients, by name, who have read all so far; and what the first has heard."""
    _, port, [first] = await play(exercise, peers, USERS[0])
    clients = {each.name: each for each in await peers.connect_all(port, USERS[1:])}
    await asyncio.gather(
        *(each.send(USERS[0] + "\n") for each in clients.values() if each.name in SECOND_TRY),
        *(each.send(f"{each.name}\n") for each in clients.values()),
    )
    [heard, *_] = await news(clock, first, *clients.values())
    return {first.name: first} | clients, heard


async def turmoil(clients, clock):
    """At the same moment some speak, some leave and some break off, while some don't read."""
    for name in SLOW:
        clients[name].pause()
    await asyncio.gather(
        *(clients[name].send("hello\n") for name in SPEAKERS),
        *(clients[name].send("bye\nQUIT\n") for name in QUITTERS),
        *(clients[name].reset() for name in RUDE),
    )
    await clock.settle()
    for name in SLOW:
        clients[name].resume()


@closing_is_told_elsewhere
async def test_a_session(exercise, peers, clock):
    """Everybody hears who comes, what is said, by himself too, and who leaves.

    Jason is in the room. Tom comes and says "hello Jason", Jason says " hi Tom ", Tom says QUIT.
    """
    _, port, [jason] = await play(exercise, peers, "Jason")
    tom = await join(peers, port, "Tom")

    for client, line in ((tom, "hello Jason\n"), (jason, " hi Tom \r\n"), (tom, "QUIT\n")):
        await client.send(line)
        await clock.settle()
    [heard] = await news(clock, jason)

    assert heard[:2] == ["Tom has connected", "Tom: hello Jason"]
    assert heard[2:] == ["Jason: hi Tom", "Tom has disconnected"]


@closing_is_told_elsewhere
async def test_one_visit(exercise, peers, clock):
    """A client is asked for its name and welcomed; when it has said QUIT, its connection is closed.

    Jason is in the room. Tom comes, says "hello", and when he has heard that, QUIT.
    """
    _, port, _ = await play(exercise, peers, "Jason")
    tom = await join(peers, port, "Tom")

    lines = await tom.readlines(3)
    await tom.send("hello\n")
    lines += await tom.readlines(1)
    await tom.send("QUIT\n")

    assert lines[:2] == ["Enter your name:", "Tom has connected"]
    assert lines[2:] == ["Welcome Tom. Send QUIT to disconnect.", "Tom: hello"]
    assert await tom.read() == b""


@closing_is_told_elsewhere
async def test_nearly_quit(exercise, peers, clock):
    """Only the line QUIT is one to leave by; what merely begins with that is said.

    Jason is in the room. He says "QUIT smoking", and then "QUITE right".
    """
    _, _, [jason] = await play(exercise, peers, "Jason")

    await jason.send("QUIT smoking\n", "QUITE right\n")

    assert await news(clock, jason) == [["Jason: QUIT smoking", "Jason: QUITE right"]]


@closing_is_told_elsewhere
async def test_the_last_leaves(exercise, peers, clock):
    """When the last one has left, the room goes on: the next one can come and talk.

    Jason comes and says QUIT. Then Tom comes, and says "hello".
    """
    _, port, [jason] = await play(exercise, peers, "Jason")
    await jason.send("QUIT\n")
    end = await jason.ended()

    tom = await join(peers, port, "Tom")
    await tom.send("hello\n")

    assert end == "end-of-file"
    assert (await news(clock, tom))[0][1::2] == ["Tom has connected", "Tom: hello"]


@closing_is_told_elsewhere
async def test_refused_names(exercise, peers, clock):
    """A taken or an empty name is refused, and the client may try again.

    Jason is in the room. A client sends "Jason", then an empty line, one of white space, and " Tom ".
    """
    _, port, [jason] = await play(exercise, peers, "Jason")

    tom = await join(peers, port, "Jason")
    await tom.send("\n", " \r\n", " Tom \n")
    [lines, told] = await news(clock, tom, jason)

    refusals = ["Name taken:", "Name must not be empty:", "Name must not be empty:"]
    assert lines[:4] == ["Enter your name:", *refusals]
    assert lines[4:] == ["Tom has connected", "Welcome Tom. Send QUIT to disconnect."]
    assert told == ["Tom has connected"]


@closing_is_told_elsewhere
async def test_one_name_at_the_same_moment(exercise, peers, clock):
    """If several clients give the same name at the same moment, one of them gets it.

    Three clients are asked for their name, and all send "Tom" at the same moment.
    """
    _, port, _ = await play(exercise, peers)
    clients = await peers.connect_all(port, "abc")
    await news(clock, *clients)

    await asyncio.gather(*(client.send("Tom\n") for client in clients))
    last = sorted(lines[-1] for lines in await news(clock, *clients))

    assert last == ["Name taken:", "Name taken:", "Welcome Tom. Send QUIT to disconnect."]


@closing_is_told_elsewhere
async def test_free_again(exercise, peers, clock):
    """The name of somebody who has left is free again.

    Tom breaks his connection off; then another Tom comes.
    """
    _, port, [jason, tom] = await play(exercise, peers, "Jason", "Tom")
    await tom.reset()
    await news(clock, jason)

    await join(peers, port, "Tom")

    assert await news(clock, jason) == [["Tom has connected"]]


@closing_is_told_elsewhere
async def test_pieces(exercise, peers, clock):
    """A line is a line, in however many pieces it comes, and with whatever it comes together.

    A client sends three pieces: "T", "om\\nhel", "lo\\nbye\\n".
    """
    _, port, [jason] = await play(exercise, peers, "Jason")

    client = await peers.connect(port)
    await client.send("T", "om\nhel", "lo\nbye\n")

    assert await news(clock, jason) == [["Tom has connected", "Tom: hello", "Tom: bye"]]


@closing_is_told_elsewhere
async def test_a_half_close(exercise, peers, clock):
    """Who says that it will send no more has left: one farewell, and its connection is closed.

    Tom says "hello" and closes his half of the connection.
    """
    _, _, [jason, tom] = await play(exercise, peers, "Jason", "Tom")

    await tom.send("hello\n")
    await tom.half_close()
    await clock.settle()

    assert await news(clock, jason) == [["Tom: hello", "Tom has disconnected"]]
    assert tom.ending == "end-of-file"


@closing_is_told_elsewhere
async def test_a_reset(exercise, peers, clock):
    """Who breaks its connection off has left: one farewell, and the room goes on.

    Tom breaks his connection off. Then Jason says "hello".
    """
    _, _, [jason, tom] = await play(exercise, peers, "Jason", "Tom")

    await tom.reset()
    await jason.send("hello\n")

    assert await news(clock, jason) == [["Tom has disconnected", "Jason: hello"]]


@closing_is_told_elsewhere
async def test_last_words(exercise, peers, clock):
    """Who leaves still gets all that was said before.

    A client sends its name, 50 lines and QUIT, all in one piece. It reads to the end.
    """
    _, port, _ = await play(exercise, peers)
    client = await peers.connect(port)
    said = [str(n) for n in range(50)]

    await client.send("\n".join(["Tom", *said, "QUIT\n"]))
    lines = (await client.read()).decode().splitlines()

    assert lines[3:] == [f"Tom: {text}" for text in said]


@closing_is_told_elsewhere
async def test_nameless_and_quiet(exercise, peers, clock):
    """Who has no name yet gets nothing of what goes on in the room.

    A client is asked for its name. Then Jason comes and says "hello".
    """
    _, port, _ = await play(exercise, peers)
    nameless = await peers.connect(port)

    jason = await join(peers, port, "Jason")
    await jason.send("hello\n")
    await clock.settle()

    assert nameless.received == b"Enter your name:\n"


@closing_is_told_elsewhere
async def test_nameless_and_gone(exercise, peers, clock):
    """If somebody who has no name goes away, nobody hears of it.

    A client is asked for its name, and closes its connection.
    """
    _, port, [jason] = await play(exercise, peers, "Jason")
    nameless = await peers.connect(port)
    await nameless.readline()

    await nameless.close()
    await jason.send("hello\n")

    assert await news(clock, jason) == [["Jason: hello"]]


@closing_is_told_elsewhere
async def test_nameless_and_rude(exercise, peers, clock):
    """If somebody who has no name breaks its connection off, nobody hears of it.

    A client is asked for its name, and breaks its connection off.
    """
    _, port, [jason] = await play(exercise, peers, "Jason")
    nameless = await peers.connect(port)
    await nameless.readline()

    await nameless.reset()
    await jason.send("hello\n")

    assert await news(clock, jason) == [["Jason: hello"]]


@closing_is_told_elsewhere
async def test_a_long_line(exercise, peers, clock):
    """Who sends a line of more than 64 KiB has left: one farewell, and the room goes on.

    Tom sends 200,000 characters and a line end. Then Jason says "hello".
    """
    _, _, [jason, tom] = await play(exercise, peers, "Jason", "Tom")

    await tom.send("." * 200_000 + "\n")
    await clock.settle()
    await jason.send("hello\n")

    tom_is_disconnected = bool(tom.ending)
    assert await news(clock, jason) == [["Tom has disconnected", "Jason: hello"]]
    assert tom_is_disconnected


@closing_is_told_elsewhere
async def test_a_long_name(exercise, peers, clock):
    """Who sends 64 KiB and more for a name has its connection closed, and nobody hears of it.

    A client sends 200,000 characters and a line end. Then Jason says "hello".
    """
    _, port, [jason] = await play(exercise, peers, "Jason")

    client = await join(peers, port, "." * 200_000)
    await clock.settle()
    await jason.send("hello\n")

    disconnected = bool(client.ending)
    assert await news(clock, jason) == [["Jason: hello"]]
    assert disconnected


@closing_is_told_elsewhere
async def test_who_does_not_read(exercise, peers, clock):
    """Who doesn't read is in nobody's way, and has left when too much is waiting for it.

    Eve doesn't read. Jason says long lines, each when Jason and Tom have read the one before, until
    Eve's farewell comes, or 200 lines. `max_backlog` is 10.
    """
    _, port, [jason, tom] = await play(exercise, peers, "Jason", "Tom", backlog=10)
    eve = await join(peers, port, "Eve", buffer=65_536)
    await clock.settle()
    eve.pause()
    farewell = "Eve has disconnected"

    count, heard = await say_much(jason, [jason, tom], farewell)

    expected = ["Eve has connected", *(f"Jason: {n}" for n in range(count))]
    farewells = [lines.count(farewell) for lines in heard]
    assert [[line for line in lines if line != farewell] for lines in heard] == [expected] * 2
    assert farewells == [1, 1]


@closing_is_told_elsewhere
async def test_dropped(exercise, peers, clock):
    """For whom too much is waiting, the connection is broken off.

    Eve doesn't read. Jason says long lines, until Eve's farewell comes, or 200 lines. Then Eve reads,
    and comes to an end of her connection. `max_backlog` is 10.
    """
    _, port, [jason] = await play(exercise, peers, "Jason", backlog=10)
    eve = await join(peers, port, "Eve", buffer=65_536)
    await clock.settle()
    eve.pause()
    await say_much(jason, [jason], "Eve has disconnected")

    eve.resume()
    await clock.settle()
    eve_is_disconnected = bool(eve.ending)

    assert eve_is_disconnected


@closing_is_told_elsewhere
async def test_one_order_when_somebody_is_dropped(exercise, peers, clock):
    """All hear at the same place that somebody was broken off.

    Jason comes before Eve and Tom after her. Eve doesn't read. Jason says long lines, until both have
    heard Eve's farewell. `max_backlog` is 10.
    """
    _, port, [jason] = await play(exercise, peers, "Jason", backlog=10)
    eve = await join(peers, port, "Eve", buffer=65_536)
    await clock.settle()
    eve.pause()
    tom = await join(peers, port, "Tom")
    await news(clock, jason, tom)

    _, [heard_by_jason, heard_by_tom] = await say_much(jason, [jason, tom], "Eve has disconnected")

    assert heard_by_tom == heard_by_jason


@closing_is_told_elsewhere
async def test_who_reads_later(exercise, peers, clock):
    """Who doesn't read for a while misses nothing, as long as no more is waiting than allowed.

    Eve doesn't read. Jason says 100 lines of 60,000 characters. Then Eve reads them. `max_backlog`
    is 1000.
    """
    _, port, [jason] = await play(exercise, peers, "Jason")
    eve = await join(peers, port, "Eve", buffer=65_536)
    await clock.settle()
    eve.pause()

    await say_much(jason, [jason], "Jason: 99")
    eve.resume()
    [lines] = await news(clock, eve)

    assert [line.rstrip(" .") for line in lines[3:]] == [f"Jason: {n}" for n in range(100)]


@closing_is_told_elsewhere
async def test_left_and_reads_later(exercise, peers, clock):
    """Who doesn't read for a while, and leaves, still gets all that was said before.

    Eve doesn't read. Jason says 100 lines of 60,000 characters. Eve says QUIT, and when Jason has
    heard her farewell, she reads. `max_backlog` is 1000.
    """
    _, port, [jason] = await play(exercise, peers, "Jason")
    eve = await join(peers, port, "Eve", buffer=65_536)
    await clock.settle()
    eve.pause()
    await say_much(jason, [jason], "Jason: 99")
    await eve.send("QUIT\n")
    await line_starting(jason, "Eve has disconnected")

    eve.resume()
    [lines] = await news(clock, eve)

    assert [line.rstrip(" .") for line in lines[3:]] == [f"Jason: {n}" for n in range(100)]


@closing_is_told_elsewhere
async def test_sends_no_more_and_reads_later(exercise, peers, clock):
    """Who doesn't read for a while, and sends no more, still gets all that was said before.

    Eve doesn't read. Jason says 100 lines of 60,000 characters. Eve closes her half of the
    connection, and when Jason has heard her farewell, she reads. `max_backlog` is 1000.
    """
    _, port, [jason] = await play(exercise, peers, "Jason")
    eve = await join(peers, port, "Eve", buffer=65_536)
    await clock.settle()
    eve.pause()
    await say_much(jason, [jason], "Jason: 99")
    await eve.half_close()
    await line_starting(jason, "Eve has disconnected")

    eve.resume()
    [lines] = await news(clock, eve)

    assert [line.rstrip(" .") for line in lines[3:]] == [f"Jason: {n}" for n in range(100)]


@closing_is_told_elsewhere
async def test_one_order(exercise, peers, clock):
    """All get the lines in the same order, and of each sender in the order in which it sent them.

    Jason and Tom send 100 lines each at the same moment; Eve only listens.
    """
    _, _, [*both, eve] = await play(exercise, peers, "Jason", "Tom", "Eve")
    said = {client: [f"{client.name}: {n}" for n in range(100)] for client in both}

    await asyncio.gather(*(client.send("".join(f"{n}\n" for n in range(100))) for client in both))
    heard = await news(clock, *both, eve)

    assert heard == [heard[2]] * 3
    of_each = [[line for line in heard[2] if line in lines] for lines in said.values()]
    assert of_each == list(said.values())


async def test_closed(exercise, peers, clock):
    """`close` ends all connections, and the port is free again.

    Jason is in the room, and another client has no name yet. Both are idle.
    """
    room, port, [jason] = await play(exercise, peers, "Jason")
    nameless = await peers.connect(port)
    await nameless.readline()

    await room.close()
    free = peers.is_free(port)
    both_disconnected = bool(await jason.ended() and await nameless.ended())

    assert free
    assert both_disconnected


@pytest.mark.code("leaked-task")
@pytest.mark.parametrize("names", [(), ("Jason",)])
async def test_no_task_left(exercise, peers, clock, names):
    """When `close` returns, no task is left.

    Nobody has come; or Jason is in the room, and another client has no name yet, both idle.
    """
    room, port, _ = await play(exercise, peers, *names)
    for _ in names:
        await (await peers.connect(port)).readline()

    await room.close()
    tasks_left = len(asyncio.all_tasks()) - 1

    assert tasks_left == 0


async def test_closed_while_somebody_does_not_read(exercise, peers, clock):
    """`close` doesn't wait for somebody who doesn't read.

    Eve doesn't read, and Jason has said 100 lines of 60,000 characters. `max_backlog` is 1000.
    """
    room, port, [jason] = await play(exercise, peers, "Jason")
    eve = await join(peers, port, "Eve", buffer=65_536)
    await clock.settle()
    eve.pause()
    await say_much(jason, [jason], "Jason: 99")

    await room.close()
    jason_is_disconnected = bool(await jason.ended())

    assert jason_is_disconnected


@closing_is_told_elsewhere
async def test_two_hundred(exercise, peers, clock):
    """With 200 clients in the room nobody misses anything, whatever some of them do.

    200 clients join, 10 of them after having asked for a taken name. Then at the same time 20 say
    "hello", 10 say "bye" and QUIT, 10 break their connections off; 10 read only when that is over.
    """
    clients, joined = await crowd(exercise, peers, clock)
    await turmoil(clients, clock)
    heard = dict(zip(STAYERS, await news(clock, *(clients[name] for name in STAYERS)), strict=True))

    said = [f"{name}: hello" for name in SPEAKERS] + [f"{name}: bye" for name in QUITTERS]
    left = [f"{name} has disconnected" for name in QUITTERS + RUDE]
    assert sorted(joined) == sorted(f"{name} has connected" for name in USERS[1:])
    assert sorted(heard[STAYERS[0]]) == sorted(said + left)
    assert [name for name in STAYERS if heard[name] != heard[STAYERS[0]]] == []
