"""The first working room is the whole room: `asyncio.wait` sends, QUIT is how one leaves.

kills: test_the_last_leaves test_refused_names test_a_half_close test_a_reset
    test_nameless_and_gone
loses: test_a_session test_one_visit test_nearly_quit test_the_last_leaves test_refused_names
    test_one_name_at_the_same_moment test_free_again test_pieces test_a_half_close test_a_reset
    test_last_words test_nameless_and_quiet test_nameless_and_gone test_nameless_and_rude
    test_a_long_line test_a_long_name test_who_does_not_read test_dropped
    test_one_order_when_somebody_is_dropped test_who_reads_later test_left_and_reads_later
    test_sends_no_more_and_reads_later test_one_order test_closed test_no_task_left
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
        writer.write(b"Enter your name:\n")
        await writer.drain()
        name = (await reader.readline()).decode().strip()
        self.users[name] = writer
        await self.broadcast(f"{name} has connected")
        writer.write(f"Welcome {name}. Send QUIT to disconnect.\n".encode())
        await writer.drain()
        try:
            while (text := (await reader.readline()).decode().strip()) != "QUIT":
                await self.broadcast(f"{name}: {text}")
        finally:
            writer.close()
            await writer.wait_closed()
            del self.users[name]
            await self.broadcast(f"{name} has disconnected")

    async def broadcast(self, line):
        tasks = [asyncio.create_task(self.send(w, line)) for w in self.users.values()]
        await asyncio.wait(tasks)

    async def send(self, writer, line):
        writer.write(line.encode() + b"\n")
        await writer.drain()
