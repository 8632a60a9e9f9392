"""Hidden behaviours of a pool of connections."""

import asyncio

import pytest

from grader.testing import Gauge, every_cancellation, every_order, same


class Connection:
    """One that a server has made. `users` tells how many have it at once."""

    def __init__(self, server, name):
        self.server, self.name, self.users, self.closed = server, name, Gauge(), 0

    async def close(self):
        await asyncio.sleep(self.server.closing)
        self.closed += 1
        self.server.log.add(self.name, "closed")
        self.server.gauge.leave()


class Server:
    """Makes connections: c1, c2 and so on. `gauge` counts those that there are.

    Connecting takes 0.5 s, and closing 0.25 s, or both take `takes`. The first call of `connect`
    raises `error`, if there is one.
    """

    def __init__(self, log, *, takes=None, error=None):
        self.log, self.made, self.gauge, self.errors = log, [], Gauge(), [error] if error else []
        self.connecting, self.closing = (0.5, 0.25) if takes is None else (takes, takes)

    async def connect(self):
        self.gauge.enter()
        try:
            await asyncio.sleep(self.connecting)
            if self.errors:
                raise self.errors.pop()
        except BaseException:
            self.gauge.leave()
            raise
        self.made.append(Connection(self, f"c{len(self.made) + 1}"))
        self.log.add(self.made[-1].name, "connected")
        return self.made[-1]


async def use(pool, block):
    """Await `block` with a connection of the pool."""
    async with pool.connection() as conn:
        conn.users.enter()
        try:
            await block(conn)
        finally:
            conn.users.leave()


async def test_one_use_after_the_other(exercise, jobs, log):
    """A connection is used again by the next use, and closed when the pool is left.

    Three uses of 1 s follow each other; the pool's size is 2. Connecting takes 0.5 s and closing
    0.25 s, in every scenario if it doesn't say otherwise.
    """
    pool, block = exercise.Pool(Server(log).connect, 2), jobs.make("block", takes=1)

    async with pool:
        for _ in range(3):
            await use(pool, block)

    assert log.of("c2") == []
    assert log.of("c1") == ["c1 connected 0.5", "c1 closed 3.75"]


async def test_more_uses_than_connections(exercise, jobs, log):
    """As many connections are made as may be, not more; the other uses wait for them.

    Four uses of 1 s begin at once, and the size is 2: two of them end at 1.5 s, two at 2.5 s.
    """
    server, block = Server(log), jobs.make("block", takes=1)
    pool = exercise.Pool(server.connect, 2)

    async with pool:
        await asyncio.gather(*(use(pool, block) for _ in range(4)))

    assert log.times("connected") == [0.5, 0.5]
    assert log.times("returned") == [1.5, 1.5, 2.5, 2.5]
    assert [conn.closed for conn in server.made] == [1, 1]


async def test_two_pools(exercise, jobs, log):
    """Each pool has connections of its own.

    There are two pools of size 1 at the same time, each with another `connect`. A use of the first
    one, of 1 s, has ended when one of the second begins.
    """
    servers, block = [Server(log), Server(log)], jobs.make("block", takes=1)
    first, second = (exercise.Pool(server.connect, 1) for server in servers)

    async with first, second:
        await use(first, block)
        await use(second, block)

    assert [[conn.closed for conn in server.made] for server in servers] == [[1], [1]]


async def test_a_use_that_fails(exercise, jobs, log):
    """When a use fails, its connection is closed, and the next use has a new one.

    The size is 1. The first use raises OSError at 1.5 s; when that has come out, the next one
    begins.
    """
    error, pool = OSError("reset by peer"), exercise.Pool(Server(log).connect, 1)
    first, second = jobs.make("first", takes=1, raises=error), jobs.make("second")

    async with pool:
        [outcome] = await asyncio.gather(use(pool, first), return_exceptions=True)
        await use(pool, second)

    assert same(outcome, error)
    assert log.of("c1") == ["c1 connected 0.5", "c1 closed 1.75"]
    assert log.of("c2")[:1] == ["c2 connected 2.25"]


async def test_a_waiting_use_after_one_that_fails(exercise, jobs, log):
    """A connection counts until it is closed; only then a waiting use gets another one.

    The size is 1. Two uses begin at once. The first one raises OSError at 1.5 s, and its connection
    is closed at 1.75 s: the second one has its own at 2.25 s.
    """
    pool = exercise.Pool(Server(log).connect, 1)
    uses = [jobs.make("first", takes=1, raises=OSError("reset by peer")), jobs.make("second")]

    async with pool:
        await asyncio.gather(*(use(pool, each) for each in uses), return_exceptions=True)

    assert log.of("c1") == ["c1 connected 0.5", "c1 closed 1.75"]
    assert log.of("second")[:1] == ["second started 2.25"]


async def test_connect_fails(exercise, jobs, log):
    """When `connect` fails, its exception comes out, and the use that waits has its turn.

    The size is 1. Two uses begin at once. The first call of `connect` raises OSError at 0.5 s.
    """
    error = OSError("nobody there")
    pool = exercise.Pool(Server(log, error=error).connect, 1)
    uses = [use(pool, jobs.make(name)) for name in ("first", "second")]

    async with pool:
        outcomes = await asyncio.gather(*uses, return_exceptions=True)

    assert same(outcomes, [error, None])
    assert log.of("second")[:1] == ["second started 1"]


async def test_a_waiting_use_is_cancelled(exercise, jobs, start, clock, log):
    """A use that is cancelled while it waits is in nobody's way, and gives nothing back.

    The size is 1. Three uses begin at once: `a` takes 2 s, and `b` and `c` wait. `b` is cancelled
    at 1 s; `c` begins when `a` has ended, at 2.5 s, and takes 1 s.
    """
    pool = exercise.Pool(Server(log).connect, 1)
    blocks = {"a": jobs.make("a", takes=2), "b": jobs.make("b"), "c": jobs.make("c", takes=1)}

    async with pool:
        uses = [start(f"use-{name}", use(pool, block)) for name, block in blocks.items()]
        await clock.until(1)
        uses[1].cancel()
        await asyncio.wait(uses)

    assert log.of("c") == ["c started 2.5", "c returned 3.5"]
    assert log.of("use-b") == ["use-b cancelled 1"]


@pytest.mark.code("missing-event")
@every_cancellation
async def test_a_use_is_cancelled(exercise, jobs, start, cancel, log):
    """Wherever a use is cancelled, the next one works, and in the end all connections are closed.

    The size is 1. A use of 1 s is cancelled wherever it waits (while connecting, in its block), in
    each run of the test at another moment; then the next one begins.
    """
    server = Server(log)
    pool = exercise.Pool(server.connect, 1)

    async with pool:
        await cancel(start("call", use(pool, jobs.make("block", takes=1))))
        await use(pool, jobs.make("next"))

    closed = {conn.name: conn.closed for conn in server.made}
    assert closed == dict.fromkeys(closed, 1)


async def test_the_pool_is_entered(exercise, jobs, clock, log):
    """Entering gives the pool, and connects nothing: the first use does.

    The size is 2. The pool is entered at 0 s, and used at 2 s.
    """
    pool = exercise.Pool(Server(log).connect, 2)

    async with pool as entered:
        await clock.until(2)
        await use(pool, jobs.make("block"))

    assert same(entered is pool, True)
    assert log.of("c1")[:1] == ["c1 connected 2.5"]
    assert log.of("c2") == []


async def test_the_order_of_waiting_uses(exercise, jobs, log):
    """Uses that wait are served in the order in which they came.

    The size is 1. Four uses of 1 s begin one after the other, all at 0 s.
    """
    pool, blocks = (
        exercise.Pool(Server(log).connect, 1),
        [jobs.make(name, takes=1) for name in "abcd"],
    )

    async with pool:
        await asyncio.gather(*(use(pool, block) for block in blocks))

    begun = [line for line in log if "started" in line]
    assert begun == ["a started 0.5", "b started 1.5", "c started 2.5", "d started 3.5"]


async def test_an_idle_connection_and_a_broken_one(exercise, jobs, log):
    """Where a broken connection was is no new one made while another one is idle.

    The size is 2. Of two uses at once one ends at 1.5 s; the other one raises OSError at 2.5 s. A
    third one begins when all that is over, and has an idle connection at once.
    """
    pool, third = exercise.Pool(Server(log).connect, 2), jobs.make("third")
    uses = [jobs.make("good", takes=1), jobs.make("bad", takes=2, raises=OSError("reset by peer"))]

    async with pool:
        await asyncio.gather(*(use(pool, each) for each in uses), return_exceptions=True)
        await use(pool, third)

    assert log.times("connected") == [0.5, 0.5]
    assert log.of("third")[:1] == ["third started 2.75"]


async def test_the_block_of_the_pool_fails(exercise, jobs, log):
    """When the pool's own block raises, idle connections are closed, and the exception comes out.

    The size is 2. A use ends at 1.5 s; after it the pool's block raises OSError.
    """
    error, pool = OSError("disk full"), exercise.Pool(Server(log).connect, 2)

    async def program():
        async with pool:
            await use(pool, jobs.make("block", takes=1))
            raise error

    [outcome] = await asyncio.gather(program(), return_exceptions=True)

    assert same(outcome, error)
    assert log.of("c1") == ["c1 connected 0.5", "c1 closed 1.75"]


@pytest.mark.code("overlap")
@every_order
async def test_many_uses_at_once(exercise, jobs, log):
    """No connection has two users, and there are never too many, in every order of events.

    The size is 2. Five uses begin at once, of which one fails. Nothing takes any time.
    """
    server = Server(log, takes=0)
    pool = exercise.Pool(server.connect, 2)
    blocks = [*(jobs.make(name) for name in "abcd"), jobs.make("e", raises=OSError("reset"))]

    async with pool:
        await asyncio.gather(*(use(pool, block) for block in blocks), return_exceptions=True)

    assert server.gauge.peak <= 2, "there were more than 2 connections at a time"
    assert not [c for c in server.made if c.users.peak > 1], "two uses had the same connection"
    assert not [c for c in server.made if c.closed != 1], "a connection was not closed once"
