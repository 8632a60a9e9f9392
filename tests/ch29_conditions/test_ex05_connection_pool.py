"""Hidden behaviours of the connection pool."""

import asyncio

import pytest

from grader.testing import every_cancellation, every_order, same


class Server:
    """Its `connect` takes so many seconds, and first raises these errors, one after the other."""

    def __init__(self, takes=1, errors=()):
        self.takes, self.errors = takes, [*errors]
        self.connects = self.connecting = self.peak = 0
        self.connections = []

    async def connect(self):
        self.connects += 1
        self.connecting += 1
        self.peak = max(self.peak, self.connecting + self.open)
        try:
            await asyncio.sleep(self.takes)
            if self.errors:
                raise self.errors.pop(0)
            self.connections.append(Conn(f"connection {len(self.connections) + 1}"))
            return self.connections[-1]
        finally:
            self.connecting -= 1

    @property
    def open(self):
        return sum(not conn.closed for conn in self.connections)

    @property
    def closed(self):
        """How often each connection was closed."""
        return [conn.closed for conn in self.connections]


class Conn:
    """A connection that counts how often it was closed."""

    def __init__(self, name):
        self.name, self.closed = name, 0

    async def close(self):
        await asyncio.sleep(0)
        self.closed += 1


async def use(pool, seconds, comes=0, timeout=None):
    """Come after so many seconds, and borrow a connection for so many seconds."""
    if comes:
        await asyncio.sleep(comes)
    conn = await pool.acquire(timeout)
    try:
        await asyncio.sleep(seconds)
    finally:
        await pool.release(conn)


async def borrow(pool, lent, clashes):
    """Borrow a connection for a moment, and note if somebody else has it."""
    conn = await pool.acquire()
    if conn.name in lent:
        clashes.append(conn.name)
    lent.append(conn.name)
    await asyncio.sleep(0)
    lent.remove(conn.name)
    await pool.release(conn)


async def block(pool, work):
    """Do the work in a block that has a connection."""
    async with pool.connection():
        await work()


async def test_used_again(exercise, clock):
    """A connection that was released is used again, though a new one could be made.

    The pool is of 2. A connection is acquired, released, and acquired.
    """
    server = Server()
    pool = exercise.ConnectionPool(server.connect, 2)
    first = await pool.acquire()

    await pool.release(first)
    second = await pool.acquire()

    assert same((second is first, server.connects), (True, 1))
    assert clock.now == 1


async def test_two_for_five(exercise, clock):
    """Those who wait get a connection as soon as it comes back, and no more are made than allowed.

    The pool is of 2, and to connect takes 1 s. Five users come at 0 s, and have a connection for
    1 s: the last one is ready at 4 s.
    """
    server = Server()
    pool = exercise.ConnectionPool(server.connect, 2)

    await asyncio.gather(*(use(pool, 1) for _ in range(5)))

    assert same((server.connects, server.peak), (2, 2))
    assert clock.now == 4


async def test_three_at_once(exercise, clock):
    """Connections are made at the same time.

    The pool is of 3, and to connect takes 1 s. Three connections are acquired at once.
    """
    server = Server()
    pool = exercise.ConnectionPool(server.connect, 3)

    conns = await asyncio.gather(*(pool.acquire() for _ in range(3)))

    assert clock.now == 1
    assert same(len({conn.name for conn in conns}), 3)


async def test_a_failed_connect(exercise, start, clock, log):
    """If `connect` fails, its caller gets the exception, and the place goes to one who waits.

    The pool is of 1; two want a connection. The first `connect` raises OSError at 1 s, the second
    one succeeds at 2 s.
    """
    error = OSError("no route")
    pool = exercise.ConnectionPool(Server(errors=[error]).connect, 1)

    calls = [start("acquire", pool.acquire()) for _ in range(2)]
    await clock.until(9)

    assert log == ["acquire raised OSError 1", "acquire returned 2"]
    assert same(calls[0].exception(), error)


async def test_a_broken_connection(exercise, start, clock, log):
    """A broken connection is closed, and one who waits makes a new one.

    The pool is of 1. A connection is lent from 1 s on, and somebody waits; at 3 s it is released as
    broken. To connect takes 1 s.
    """
    server = Server()
    pool = exercise.ConnectionPool(server.connect, 1)
    conn = await pool.acquire()
    call = start("acquire", pool.acquire())
    await clock.until(3)

    await pool.release(conn, broken=True)
    await clock.until(9)

    assert log == ["acquire returned 4"]
    assert same((call.result() is conn, server.closed, server.peak), (False, [1, 0], 1))


async def test_waiters_that_give_up(exercise, start, clock, log):
    """Who waits too long gets TimeoutError then; who gives up, or is cancelled, takes nothing along.

    The pool is of 1, and its connection is lent from 1 s on. `short` comes at 1 s and waits for 2 s
    at most, `gone` is cancelled at 4 s, and `long` waits on. The connection comes back at 5 s.
    """
    pool = exercise.ConnectionPool(Server().connect, 1)
    conn = await pool.acquire()
    start("short", pool.acquire(2))
    gone, long = start("gone", pool.acquire(100)), start("long", pool.acquire(100))
    await clock.until(4)
    gone.cancel()
    await clock.until(5)

    await pool.release(conn)
    await clock.until(9)

    assert log == ["short raised TimeoutError 3", "gone cancelled 4", "long returned 5"]
    assert same(long.result() is conn, True)


async def test_connects_that_are_given_up(exercise, start, clock, log):
    """A `connect` that is given up leaves its place to those who wait.

    The pool is of 1, and to connect takes 5 s. `short` waits for 2 s at most, and connects; so
    does `gone` after it, and is cancelled at 4 s. `long` comes at 3 s, and connects from 4 s on.
    """
    server = Server(takes=5)
    pool = exercise.ConnectionPool(server.connect, 1)
    start("short", pool.acquire(2))
    gone = start("gone", pool.acquire())
    await clock.until(3)
    start("long", pool.acquire())
    await clock.until(4)

    gone.cancel()
    await clock.until(20)

    assert log == ["short raised TimeoutError 2", "gone cancelled 4", "long returned 9"]
    assert same((server.open, server.peak), (1, 1))


async def test_borrowed_when_it_closes(exercise, start, clock, log):
    """When the pool is closed, it waits for what is lent, and those who wait get PoolClosed.

    The pool is of 2; both connections are lent from 1 s on, until 4 and 5 s, and somebody waits.
    `close` is called at 3 s, twice.
    """
    server = Server()
    pool = exercise.ConnectionPool(server.connect, 2)
    for seconds in (3, 4):
        start("user", use(pool, seconds))
    start("waiter", pool.acquire())
    await clock.until(3)

    for _ in range(2):
        start("close", pool.close())
    await clock.until(9)

    assert log.of("waiter") == ["waiter raised PoolClosed 3"]
    assert log.of("user") == ["user returned 4", "user returned 5"]
    assert log.of("close") == ["close returned 5"] * 2
    assert same(server.closed, [1, 1])


async def test_idle_when_it_closes(exercise, start, clock):
    """When the pool is closed, idle connections are closed at once, the others when they come back.

    The pool is of 3; one connection is idle at 3 s, when `close` is called, and two are lent, until
    4 and 5 s.
    """
    server = Server()
    pool = exercise.ConnectionPool(server.connect, 3)
    for seconds in (1, 3, 4):
        start("user", use(pool, seconds))
    await clock.until(3)

    start("close", pool.close())
    counts = []
    for when in (3.5, 4.5, 5.5):
        await clock.until(when)
        counts.append(server.open)

    assert same((counts, server.closed), ([2, 1, 0], [1, 1, 1]))


async def test_closed_again(exercise, start, clock, log):
    """A closed pool gives out nothing, and can be closed again.

    A pool with an idle connection is closed at 1 s; then `acquire` and `close` are called.
    """
    server = Server()
    pool = exercise.ConnectionPool(server.connect, 1)
    await pool.release(await pool.acquire())
    await pool.close()

    start("acquire", pool.acquire())
    start("close", pool.close())
    await clock.until(9)

    assert log.of("acquire") + log.of("close") == [
        "acquire raised PoolClosed 1",
        "close returned 1",
    ]
    assert same((server.closed, server.connects), ([1], 1))


async def test_closed_while_connecting(exercise, start, clock):
    """When `close` returns, no connection is open, also none that was being made.

    To connect takes 2 s; somebody does so from 0 s on, and uses a connection that comes for 1 s.
    `close` is called at 1 s.
    """
    server = Server(takes=2)
    pool = exercise.ConnectionPool(server.connect, 1)
    start("user", use(pool, 1))
    await clock.until(1)

    await pool.close()
    left = server.open, server.connecting
    await clock.until(9)

    assert same((left, server.open), ((0, 0), 0))


async def test_an_exception_in_the_block(exercise, jobs, clock):
    """An exception in a block of `connection()` comes out, and the connection is used again.

    The pool is of 1. OSError is raised in a block, after 1 s; then there is another block.
    """
    server, error = Server(), OSError("no space")
    pool = exercise.ConnectionPool(server.connect, 1)
    bad = block(pool, jobs.make("bad", takes=1, raises=error))

    [outcome] = await asyncio.gather(bad, return_exceptions=True)
    await asyncio.wait_for(block(pool, jobs.make("good", takes=1)), 9)

    assert same(outcome, error)
    assert same((server.connects, float(clock.now)), (1, 3.0))


@every_cancellation
async def test_a_block_is_cancelled(exercise, jobs, start, clock, cancel, log):
    """Whenever a block of `connection()` is cancelled, one who waits goes on at that moment.

    The pool is of 1, and to connect takes 2 s. `call` comes at 0 s, and works for 2 s; `next` comes
    at 0.5 s, and uses a connection for 1 s. `call` is cancelled wherever it waits. Then `next` gets
    its connection, or makes one if there is none.
    """
    server = Server(takes=2)
    pool = exercise.ConnectionPool(server.connect, 1)
    call = start("call", block(pool, jobs.make("work", takes=2)))
    start("next", use(pool, 1, comes=0.5))

    await cancel(call)
    ready = float(clock.now) if server.open else max(0.5, float(clock.now)) + 2
    await clock.until(20)

    assert log.of("next") == [f"next returned {ready + 1:g}"]
    assert same((server.open, server.peak), (1, 1))


@every_cancellation
async def test_a_waiter_is_cancelled(exercise, start, clock, cancel, log):
    """Whenever one who waits is cancelled, the connection is there for the next one.

    The pool is of 1, and its connection is lent from 1 to 3 s. `call` waits, for 9 s at most, and is
    cancelled wherever it waits. `next` comes at 12 s, and uses the connection for 1 s.
    """
    server = Server()
    pool = exercise.ConnectionPool(server.connect, 1)
    start("lent", use(pool, 2))
    call = start("call", use(pool, 1, comes=0.5, timeout=9))
    start("next", use(pool, 1, comes=12))

    await cancel(call, comes_out=False)
    await clock.until(20)

    assert log.of("next") == ["next returned 13"]
    assert same(server.connects, 1)


@pytest.mark.code("overlap")
@every_order
async def test_all_at_once(exercise):
    """No connection is lent to two at once, and no more are made than allowed, in every order.

    The pool is of 2; four users come at once, and have a connection for a moment.
    """
    server, lent, clashes = Server(takes=0), [], []
    pool = exercise.ConnectionPool(server.connect, 2)

    await asyncio.gather(*(borrow(pool, lent, clashes) for _ in range(4)))

    assert same((clashes, server.peak <= 2, server.open), ([], True, server.connects))


@every_order
async def test_closed_at_once(exercise, start, clock, log):
    """Whenever the pool is closed, each connection is closed once, in every order of events.

    The pool is of 2, and one connection is idle. Three users come, and `close` is called, at once;
    users may get PoolClosed.
    """
    server = Server(takes=0)
    pool = exercise.ConnectionPool(server.connect, 2)
    await use(pool, 0)
    for _ in range(3):
        start("user", use(pool, 0))
    start("close", pool.close())

    await clock.until(9)

    others = set(log.of("user")) - {"user returned 0", "user raised PoolClosed 0"}
    assert log.of("close") == ["close returned 0"]
    assert same((sorted(others), server.closed), ([], [1] * len(server.connections)))
