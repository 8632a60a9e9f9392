"""A speaker may wait until all have taken the line.

kills: test_who_does_not_read
loses: test_who_does_not_read test_dropped test_one_order_when_somebody_is_dropped
    test_who_reads_later test_left_and_reads_later test_sends_no_more_and_reads_later
    test_closed_while_somebody_does_not_read
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
        self.users = {}
        self.tasks = set()

    async def start(self, host: str = "127.0.0.1", port: int = 0) -> int:
        """Open the room, and return the port at which it can be reached.

        That is `port`, or if that is 0 a free one. It is called once.
        """
        self.server = await asyncio.start_server(self.accept, host, port)
        return self.server.sockets[0].getsockname()[1]

    async def close(self) -> None:
        """Close the room: nobody else can connect, and all connections and tasks come to their end.

        All of that has happened when the call returns, and it waits for no client. (Left open: what
        the clients get at the end, but for the end itself.) It is called once, after `start`.
        """
        self.server.close()
        for task in self.tasks:
            task.cancel()
        await asyncio.gather(*self.tasks, return_exceptions=True)
        await self.server.wait_closed()

    def accept(self, reader, writer):
        task = asyncio.create_task(self.serve(reader, writer))
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)

    async def serve(self, reader, writer):
        name = None
        try:
            name = await self.ask_name(reader, writer)
            if name is not None:
                await self.broadcast(f"{name} has connected")
                await self.send(writer, f"Welcome {name}. Send QUIT to disconnect.")
                async for line in reader:
                    text = line.decode().strip()
                    if text == "QUIT":
                        break
                    await self.broadcast(f"{name}: {text}")
        except (ConnectionError, ValueError):
            pass
        finally:
            if name is not None:
                del self.users[name]
                await self.broadcast(f"{name} has disconnected")
            writer.close()
            try:
                await writer.wait_closed()
            except ConnectionError:
                pass

    async def ask_name(self, reader, writer):
        await self.send(writer, "Enter your name:")
        async for line in reader:
            name = line.decode().strip()
            if not name:
                await self.send(writer, "Name must not be empty:")
            elif name in self.users:
                await self.send(writer, "Name taken:")
            else:
                self.users[name] = writer
                return name
        return None

    async def send(self, writer, line):
        writer.write(line.encode() + b"\n")
        await writer.drain()

    async def broadcast(self, line):
        for writer in self.users.values():
            writer.write(line.encode() + b"\n")
        behind = [each for each in self.users.values() if each.transport.get_write_buffer_size()]
        await asyncio.gather(*(each.drain() for each in behind), return_exceptions=True)
