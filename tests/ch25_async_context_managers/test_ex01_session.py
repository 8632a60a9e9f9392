"""Hidden behaviours of a session."""

import asyncio

from grader.testing import every_cancellation, same


async def use(session, block):
    """Await `block` with the connection, in the block of an `async with`; return what it gives."""
    async with session as conn:
        return await block(conn)


def make(jobs):
    """Half a second to connect, half a second to disconnect. (The latter returns True.)"""
    return jobs.make("connect", 0.5, "conn"), jobs.make("disconnect", 0.5, returns=True)


async def test_a_block(exercise, jobs, log):
    """The block gets the connection, and is followed by the disconnect.

    `connect` takes 0.5 s and returns "conn", the block takes 2 s, `disconnect` 0.5 s.
    """
    connect, disconnect = make(jobs)

    async with exercise.Session(connect, disconnect) as conn:
        await jobs.make("block", takes=2)()

    assert log[1:] == [
        *("connect returned 0.5", "block started 0.5", "block returned 2.5"),
        *("disconnect started 2.5", "disconnect returned 3"),
    ]
    assert same(conn, "conn")
    assert same(disconnect.calls, [("conn",)])


async def test_no_more_than_none(exercise, jobs):
    """A connection may be anything: None is disconnected, too.

    `connect` returns None.
    """
    connect, disconnect = jobs.make("connect"), jobs.make("disconnect")

    async with exercise.Session(connect, disconnect):
        pass

    assert same(disconnect.calls, [(None,)])


async def test_a_long_disconnect(exercise, jobs, log):
    """The disconnect is awaited to its end, however long it takes.

    It takes an hour.
    """
    async with exercise.Session(jobs.make("connect"), jobs.make("disconnect", takes=3600)):
        pass

    assert log.of("disconnect") == ["disconnect started 0", "disconnect returned 3600"]


async def test_an_empty_block(exercise, jobs, clock, log):
    """Behind the block the disconnect has ended.

    Nothing is done in the block: `pass`. `connect` and `disconnect` take 0.5 s each.
    """
    async with exercise.Session(*make(jobs)):
        pass

    assert log.of("disconnect") == ["disconnect started 0.5", "disconnect returned 1"]
    assert clock.now == 1


async def test_an_error_in_the_block(exercise, jobs, log):
    """An exception of the block comes out, the same object, after the disconnect.

    The block raises OSError at 1.5 s; `disconnect` takes 0.5 s, and returns True.
    """
    error = OSError("the line is dead")
    session, block = exercise.Session(*make(jobs)), jobs.make("block", takes=1, raises=error)

    [outcome] = await asyncio.gather(use(session, block), return_exceptions=True)

    assert same(outcome, error)
    assert log.of("disconnect") == ["disconnect started 1.5", "disconnect returned 2"]


async def test_cancelled_in_the_block(exercise, jobs, start, clock, log):
    """A task that is cancelled in the block disconnects, and then ends as cancelled.

    It is cancelled at 2 s; `disconnect` takes 0.5 s, and returns True.
    """
    session = exercise.Session(*make(jobs))
    call = start("call", use(session, jobs.make("block", takes=9)))
    await clock.until(2)

    call.cancel()
    await asyncio.wait([call])

    assert log.of("disconnect") == ["disconnect started 2", "disconnect returned 2.5"]
    assert log.of("call") == ["call cancelled 2.5"]


async def test_a_return_in_the_block(exercise, jobs, log):
    """A `return` in the block disconnects, too, and its value comes back.

    The block is `return await work(conn)`, which gives 5 at 1.5 s.
    """
    session, work = exercise.Session(*make(jobs)), jobs.make("work", takes=1, returns=5)

    value = await use(session, work)

    assert log.of("disconnect") == ["disconnect started 1.5", "disconnect returned 2"]
    assert same(value, 5)


async def test_connect_fails(exercise, jobs):
    """When `connect` fails, its exception comes out, and there is neither block nor disconnect.

    `connect` raises OSError after 0.5 s.
    """
    error, (_, disconnect) = OSError("nobody there"), make(jobs)
    connect, block = jobs.make("connect", takes=0.5, raises=error), jobs.make("block")

    call = use(exercise.Session(connect, disconnect), block)
    [outcome] = await asyncio.gather(call, return_exceptions=True)

    assert (block.calls, disconnect.calls) == ([], [])
    assert same(outcome, error)


async def test_a_session_is_made(exercise, jobs, clock, log):
    """Making a session calls nothing: `connect` is called when the block is entered.

    The session is made at 0 s, and entered at 3 s.
    """
    job, disconnect = make(jobs)

    def connect():
        log.add("connect", "called")
        return job()

    session = exercise.Session(connect, disconnect)
    await clock.until(3)
    await use(session, jobs.make("block"))

    assert log.of("connect")[0] == "connect called 3"


@every_cancellation
async def test_cancelled_at_any_moment(exercise, jobs, start, cancel, clock, log):
    """Wherever a task is cancelled, it disconnects if it had been connected, and only then.

    `connect` takes 0.5 s, the block 1 s, `disconnect` no time. The task is cancelled wherever it
    waits, in each run of the test at another moment.
    """
    connect, disconnect = jobs.make("connect", 0.5, "conn"), jobs.make("disconnect", takes=None)
    session, block = exercise.Session(connect, disconnect), jobs.make("block", takes=1)

    await cancel(start("call", use(session, block)))

    now = clock.now
    once = [f"disconnect started {now}", f"disconnect returned {now}"]
    assert log.of("disconnect") == (once if "connect returned 0.5" in log else [])
