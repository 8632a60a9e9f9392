"""Who says something knows it already.

kills: test_a_session test_one_visit test_last_words
loses: test_a_session test_one_visit test_nearly_quit test_the_last_leaves test_a_reset
    test_last_words test_nameless_and_gone test_nameless_and_rude test_a_long_line test_a_long_name
    test_who_does_not_read test_dropped test_one_order_when_somebody_is_dropped test_who_reads_later
    test_left_and_reads_later test_sends_no_more_and_reads_later test_one_order
    test_closed_while_somebody_does_not_read test_two_hundred
"""

import asyncio


class ChatServer:
    r"""A chat room. All lines are UTF-8 and end with "\n", in both directions.

    **Coming.** A new client gets `Enter your name:`, and sends a name; white space around it doesn't
    count. An empty name is answered with `Name must not be empty:`, one that somebody in the room
    has with `Name taken:`, and the client tries again. With any other name the client is in the room:
    all in it, the new one included, get `<name> has connected`, and then the new one alone gets
    `Welcome <name>. Send QUIT to disconnect.` Until then a client gets nothing of what is said in the
    room, and if it goes away, nobody hears of it.

    **Talking.** Of each line that somebody sends, all in the room get `<name>: <text>`, the sender
    too; white space around the text doesn't count. (Left open: blank lines, text that isn't
    UTF-8, and what comes after the last line end.) All get the lines of the room in the same order,
    and nobody in the room misses one.

    **Leaving.** A client leaves the room by the line `QUIT`, by an end-of-file (it closes its
    connection, or says that it will send no more), by breaking the connection off, or by a line of
    more than 64 KiB. Then the others get `<name> has disconnected`, once, its name is free again, and
    its connection is closed by the server. Who left by QUIT or by an end-of-file is still sent all
    that the room had for it before that. (Left open: how long it is given to read that; whether others
    who have left are sent any of it; a line of 64 KiB exactly.)

    **Being slow.** Nobody ever waits for a client that doesn't read. What it hasn't taken yet is kept,
    but no more than `max_backlog` lines (10 or more): for whom more are waiting, the connection is
    broken off, and for the others that client has left like any other. (Left open: whether the
    same holds for clients without a name; whether lines count that are in a buffer of the connection,
    or that only wait for your own task's turn to send them. So if more than `max_backlog` lines come
    at the same moment, clients that do read may be broken off by that, too.)
    """

    def __init__(self, max_backlog: int = 100) -> None:
        self._max_backlog = max_backlog
        self._server: asyncio.Server | None = None
        self._tasks = set[asyncio.Task[None]]()
        self._users: dict[str, tuple[asyncio.Queue[str | None], asyncio.StreamWriter]] = {}

    async def start(self, host: str = "127.0.0.1", port: int = 0) -> int:
        """Open the room, and return the port at which it can be reached.

        That is `port`, or if that is 0 a free one. It is called once.
        """
        self._server = await asyncio.start_server(self._accept, host, port)
        chosen: int = self._server.sockets[0].getsockname()[1]
        return chosen

    async def close(self) -> None:
        """Close the room: nobody else can connect, and all connections and tasks come to their end.

        All of that has happened when the call returns, and it waits for no client. (Left open: what
        the clients get at the end, but for the end itself.) It is called once, after `start`.
        """
        assert self._server is not None
        self._server.close()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._server.wait_closed()

    def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        # A plain function: so the task is known to `close` before its first step.
        task = asyncio.create_task(self._serve(reader, writer))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One client, from its coming to the end of its connection."""
        lines: asyncio.Queue[str | None] = asyncio.Queue()
        sender = asyncio.create_task(self._send(lines, writer))
        try:
            if name := await self._ask_name(reader, lines, writer):
                try:
                    await self._listen(name, reader)
                finally:
                    del self._users[name]
                    self._broadcast(f"{name} has disconnected")
            lines.put_nowait(None)
            await sender
            writer.close()
            await writer.wait_closed()
        except (ConnectionError, ValueError):  # broken off; a line that is too long
            pass
        finally:
            sender.cancel()
            writer.transport.abort()  # of no effect on a connection that is closed already
            await asyncio.gather(sender, writer.wait_closed(), return_exceptions=True)

    async def _ask_name(
        self,
        reader: asyncio.StreamReader,
        lines: asyncio.Queue[str | None],
        writer: asyncio.StreamWriter,
    ) -> str | None:
        """The client's name, which is in the room by then; None if it goes before it has one."""
        self._give(lines, writer, "Enter your name:")
        while line := await reader.readline():
            name = line.decode().strip()
            if not name:
                self._give(lines, writer, "Name must not be empty:")
            elif name in self._users:
                self._give(lines, writer, "Name taken:")
            else:
                self._users[name] = lines, writer
                self._broadcast(f"{name} has connected")
                self._give(lines, writer, f"Welcome {name}. Send QUIT to disconnect.")
                return name
        return None

    async def _listen(self, name: str, reader: asyncio.StreamReader) -> None:
        while line := await reader.readline():
            text = line.decode().strip()
            if text == "QUIT":
                break
            for other, (lines, writer) in self._users.items():
                if other != name:
                    self._give(lines, writer, f"{name}: {text}")
            await asyncio.sleep(0)  # readline may not suspend, and the senders need a turn

    def _broadcast(self, line: str) -> None:
        for lines, writer in self._users.values():
            self._give(lines, writer, line)

    def _give(
        self, lines: asyncio.Queue[str | None], writer: asyncio.StreamWriter, line: str
    ) -> None:
        if lines.qsize() < self._max_backlog:
            lines.put_nowait(line)
        else:
            writer.transport.abort()  # its reader gets to know, and sees to the rest

    async def _send(self, lines: asyncio.Queue[str | None], writer: asyncio.StreamWriter) -> None:
        while (line := await lines.get()) is not None:
            writer.write(line.encode() + b"\n")
            await writer.drain()
