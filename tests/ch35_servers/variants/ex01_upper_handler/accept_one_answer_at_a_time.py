"""No line is read before the answer to the last one has gone."""

import asyncio


async def upper_handler(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    r"""Serve one client: answer each of its lines with the same line in upper case.

    A server calls this for each client that connects: one of `asyncio.start_server`, or one of
    `asyncio.start_unix_server`. A line ends with "\n". All else in it belongs to it, spaces
    included; a line may be empty. The answer is what `bytes.upper` makes of it. It is sent as soon
    as the line has come, whatever the client does next. If the client says that it sends no more
    in the middle of a line, that last line is answered as well, without a "\n".

    The call serves its client until that one sends no more, or breaks the connection off. Neither
    is an error: the call returns. If it is cancelled, it ends as cancelled. However it ends, it
    closes the connection, and all that it has answered is delivered before, however long the client
    takes to read it.

    (Left open: lines of more than 64 KiB, clients that never read their answers, whether the start
    of a line is answered before its end has come, lines that have come and aren't answered yet when
    the call is cancelled, and whether the answers are still on their way when it has ended.)
    """
    writer.transport.set_write_buffer_limits(0)  # `drain` waits until all has gone to the client
    try:
        while True:
            await writer.drain()
            if not (line := await reader.readline()):
                return
            writer.write(line.upper())
    except ConnectionError:
        pass
    finally:
        writer.close()
