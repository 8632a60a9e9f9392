"""Whatever happens in the room happens in one task, one thing after the other; it fills bounded queues."""

import asyncio
import contextlib


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
        self.max_backlog = max_backlog
        self.names = set()
        self.queues = {}
        self.events = asyncio.Queue()
        self.handlers = set()

    async def start(self, host: str = "127.0.0.1", port: int = 0) -> int:
        """Open the room, and return the port at which it can be reached.

        That is `port`, or if that is 0 a free one. It is called once.
        """
        self.worker = asyncio.create_task(self.work())
        self.server = await asyncio.start_server(self.handle, host, port)
        return self.server.sockets[0].getsockname()[1]

    async def close(self) -> None:
        """Close the room: nobody else can connect, and all connections and tasks come to their end.

        All of that has happened when the call returns, and it waits for no client. (Left open: what
        the clients get at the end, but for the end itself.) It is called once, after `start`.
        """
        self.server.close()
        for task in [self.worker, *self.handlers]:
            task.cancel()
        await asyncio.wait([self.worker, *self.handlers])
        await self.server.wait_closed()

    async def work(self):
        while True:
            happen, *args = await self.events.get()
            happen(*args)

    def come(self, name, queue, writer):
        self.queues[name] = queue, writer
        self.tell(f"{name} has connected")
        self.offer(queue, writer, f"Welcome {name}. Send QUIT to disconnect.")

    def go(self, name, queue):
        del self.queues[name]
        self.names.discard(name)
        self.tell(f"{name} has disconnected")
        if not queue.full():
            queue.put_nowait(None)

    def tell(self, line):
        for queue, writer in self.queues.values():
            self.offer(queue, writer, line)

    def offer(self, queue, writer, line):
        try:
            queue.put_nowait(line)
        except asyncio.QueueFull:
            writer.transport.abort()

    async def handle(self, reader, writer):
        task = asyncio.current_task()
        self.handlers.add(task)
        queue = asyncio.Queue(self.max_backlog + 1)
        sender = asyncio.create_task(self.send(queue, writer))
        name = None
        try:
            self.offer(queue, writer, "Enter your name:")
            async for line in reader:
                text = line.decode(errors="replace").strip()
                if name is not None and text == "QUIT":
                    break
                elif name is not None:
                    self.events.put_nowait((self.tell, f"{name}: {text}"))
                elif not text:
                    self.offer(queue, writer, "Name must not be empty:")
                elif text in self.names:
                    self.offer(queue, writer, "Name taken:")
                else:
                    name = text
                    self.names.add(name)
                    self.events.put_nowait((self.come, name, queue, writer))
            if name is None:
                queue.put_nowait(None)
            else:
                gone, name = name, None
                self.events.put_nowait((self.go, gone, queue))
            await sender
        except (OSError, ValueError, asyncio.CancelledError):
            writer.transport.abort()
        finally:
            if name is not None:
                self.events.put_nowait((self.go, name, queue))
            sender.cancel()
            writer.close()
            with contextlib.suppress(OSError, asyncio.CancelledError):
                await sender
            with contextlib.suppress(OSError, asyncio.CancelledError):
                await writer.wait_closed()
            self.handlers.discard(task)

    async def send(self, queue, writer):
        while (line := await queue.get()) is not None:
            writer.write(f"{line}\n".encode())
            await writer.drain()
        writer.close()
        await writer.wait_closed()
