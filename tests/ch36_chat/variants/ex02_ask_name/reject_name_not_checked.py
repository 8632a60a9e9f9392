"""Two people don't have the same name.

kills: test_refused test_taken_meanwhile test_the_same_moment
loses: test_refused test_the_same_moment test_taken_meanwhile test_free_again test_drained
"""

import asyncio


async def ask_name(
    reader: asyncio.StreamReader,
    writer: asyncio.StreamWriter,
    users: dict[str, asyncio.StreamWriter],
) -> str | None:
    r"""Ask a client for a name until it gives one that is free; enter it in `users`, and return it.

    First send `Enter your name:`. Then read a line; white space around the name doesn't count. An
    empty name is answered with `Name must not be empty:`, a name that is in `users` with
    `Name taken:`, and the next line is read. With any other name `users[name] = writer` is set, and the
    name is returned; nothing more is sent. At the end of the data return None.

    Lines are UTF-8, and all that are sent end with "\n". After each, `writer.drain()` is awaited
    before anything else is read or sent.

    Many clients may be asked at the same time, and others enter and leave `users` meanwhile. What
    counts is who is in it when the name is entered: nobody's entry is ever replaced, so if several
    give the same name at the same moment, one of them gets it. Nobody waits for another client.

    A ConnectionError of the streams comes out. Then, and if the call is cancelled, `users` is as it
    was. The writer is never closed here. (Left open: what comes after the last line end; names that
    aren't UTF-8; lines of more than 64 KiB; whether others get a turn between lines that come in one
    piece.)
    """
    prompt = "Enter your name:"
    while True:
        writer.write(prompt.encode() + b"\n")
        await writer.drain()
        line = await reader.readline()
        name = line.decode().strip()
        if not line:
            return None
        if not name:
            prompt = "Name must not be empty:"
        else:
            users[name] = writer  # nobody could come in between: there is no `await` since the test
            return name
