"""Hidden behaviours of clients that fire at the same moment."""

import asyncio

import pytest

from grader.testing import every_cancellation, every_order, same

CLOSED = "each connection that was opened has to be closed, once"


class Line:
    """A connection."""

    def __init__(self, server, number):
        self.server, self.number, self.is_open = server, number, True

    async def close(self):
        self.is_open = False
        self.server.closed.append(self.number)


class Server:
    """Connects client n by a job "c<n>", and is fired at by a job "f<n>".

    What is said of each client is how long its job takes, or all the job's arguments.

    Attributes:
        lines: the connections that were opened.
        closed: the number of each connection that was closed.
    """

    def __init__(self, jobs, connects, fires=(1, 1, 1)):
        self.lines, self.closed = [], []
        self.connects = self._made(jobs, "c", connects, self._opened)
        self.fires = self._made(jobs, "f", fires, self._hit)

    def _made(self, jobs, letter, all_arguments, returns):
        made = []
        for number, given in enumerate(all_arguments):
            arguments = given if isinstance(given, dict) else {"takes": given}
            made.append(jobs.make(f"{letter}{number}", returns=returns, **arguments))
        return made

    def _opened(self, number):
        self.lines.append(Line(self, number))
        return self.lines[-1]

    def _hit(self, line):
        return line.number * 10 if line.is_open else "fired at a connection that was closed"

    async def connect(self, number):
        return await self.connects[number](number)

    async def fire(self, line):
        return await self.fires[line.number](line)

    async def fire_for_ever(self, line):
        await self.fire(line)
        await asyncio.get_running_loop().create_future()

    @property
    def open(self):
        """How many connections are open."""
        return sum(line.is_open for line in self.lines)


@every_order
async def test_all_fire_together(exercise, jobs, start, clock, log):
    """All clients fire when the last one has connected, at the same moment.

    3 clients connect for 1, 3.375 and 2 s (c0, c1 and c2), and fire for 1 s (f0, f1 and f2).
    """
    server = Server(jobs, (1, 3.375, 2))
    start("call", exercise.load_test(3, server.connect, server.fire, 9))

    await clock.until(50)

    fired = [line for line in log if line.startswith("f")]
    assert sorted(fired[:3]) == ["f0 started 3.375", "f1 started 3.375", "f2 started 3.375"]
    assert log.of("call") == ["call returned 4.375"]


async def test_the_report(exercise, jobs):
    """The report has the loop time at which all fired, and the results in the order of the clients.

    3 clients connect for 1, 3.375 and 2 s, and fire for 3, 1 and 2 s; they get 0, 10 and 20.
    """
    server, began = Server(jobs, (1, 3.375, 2), (3, 1, 2)), asyncio.get_running_loop().time()

    report = await exercise.load_test(3, server.connect, server.fire, 9)

    assert same(report.results, [0, 10, 20])
    assert same(report.started_at - began, 3.375)


@every_order
async def test_all_are_closed(exercise, jobs):
    """When the call returns, each connection has been closed, once.

    3 clients connect for 1, 3.375 and 2 s, and fire for 1 s.
    """
    server = Server(jobs, (1, 3.375, 2))

    await exercise.load_test(3, server.connect, server.fire, 9)

    assert len(server.lines) == 3
    assert sorted(server.closed) == [0, 1, 2], CLOSED


@every_order
async def test_a_connect_fails(exercise, jobs, start, clock, log):
    """When a client can't connect, the test is aborted at once; the cause is the error itself.

    3 clients: 0 connects at 1 s, 1 fails at 2 s, and 2 would need 50 s (c0, c1 and c2). The time
    limit is 9 s.
    """
    error = OSError("no route")
    server = Server(jobs, (1, {"takes": 2, "raises": error}, 50))
    call = start("call", exercise.load_test(3, server.connect, server.fire, 9))

    await clock.until(50)

    assert log[-2:] == ["c2 cancelled 2", "call raised StartAborted 2"]
    assert same(call.exception().arrived, 1)
    assert same(call.exception().__cause__, error)
    assert sorted(server.closed) == [0], CLOSED


@every_order
async def test_a_connect_times_out(exercise, jobs, start, clock, log):
    """A TimeoutError that a `connect` raises is the cause, as any other error is.

    3 clients: 0 connects at 1 s, 1 would need 50 s, and 2 raises TimeoutError at 2 s (c0, c1 and
    c2). The time limit is 9 s.
    """
    error = TimeoutError("no answer")
    server = Server(jobs, (1, 50, {"takes": 2, "raises": error}))
    call = start("call", exercise.load_test(3, server.connect, server.fire, 9))

    await clock.until(50)

    assert log.of("call") == ["call raised StartAborted 2"]
    assert same(call.exception().__cause__, error)


@every_order
async def test_not_all_in_time(exercise, jobs, start, clock, log):
    """When not all have connected in time, the test is aborted; those that still connect are cancelled.

    3 clients: 0 and 1 connect at 1 and 2 s, and 2 would need 50 s; it takes 1 s to clean up. The
    time limit is 5 s.
    """
    server = Server(jobs, (1, 2, {"takes": 50, "cleanup": 1}))
    call = start("call", exercise.load_test(3, server.connect, server.fire, 5))

    await asyncio.wait([call], timeout=40)

    assert log[-2:] == ["c2 cancelled 6", "call raised StartAborted 6"]
    assert same(call.exception().arrived, 2)
    assert sorted(server.closed) == [0, 1], CLOSED


@every_order
async def test_clean_up(exercise, jobs, start, clock, log):
    """The error comes out when the clients that were cancelled have cleaned up, and all is closed.

    3 clients: 0 connects at 1 s, 1 fails at 2 s, and 2 would need 50 s; it takes 2 s to clean up.
    Nobody fires.
    """
    connects = (1, {"takes": 2, "raises": OSError}, {"takes": 50, "cleanup": 2})
    server = Server(jobs, connects)
    call = start("call", exercise.load_test(3, server.connect, server.fire, 9))

    await asyncio.wait([call], timeout=40)

    assert not log.times("interrupted"), "a clean-up was cut short by a second `cancel()`"
    assert log[-2:] == ["c2 cancelled 4", "call raised StartAborted 4"]
    assert sorted(server.closed) == [0], CLOSED


@every_order
async def test_a_fire_fails(exercise, jobs, start, clock, log):
    """A `fire` that fails is a result; the others go on.

    3 clients connect for 1 s, and fire for 1, 2 and 3 s; the first one fails.
    """
    error = OSError("refused")
    server = Server(jobs, (1, 1, 1), ({"takes": 1, "raises": error}, 2, 3))
    call = start("call", exercise.load_test(3, server.connect, server.fire, 9))

    await clock.until(50)

    assert log.of("call") == ["call returned 4"]
    assert same(call.result().results, [error, 10, 20])
    assert sorted(server.closed) == [0, 1, 2], CLOSED


@every_order
async def test_cancelled_while_connecting(exercise, jobs, start, clock, log):
    """When the call is cancelled while clients connect, so are they, and what is open is closed.

    3 clients: 0 connects at 1 s, 1 and 2 would need 50 s, and take 1 s to clean up. The call is
    cancelled at 3 s.
    """
    server = Server(jobs, (1, {"takes": 50, "cleanup": 1}, {"takes": 50, "cleanup": 1}))
    call = start("call", exercise.load_test(3, server.connect, server.fire, 99))
    await clock.until(3)

    call.cancel()
    await asyncio.wait([call], timeout=40)

    assert sorted(log[-3:-1]) == ["c1 cancelled 4", "c2 cancelled 4"]
    assert log[-1:] == ["call cancelled 4"]
    assert sorted(server.closed) == [0], CLOSED


@every_order
async def test_cancelled_while_firing(exercise, jobs, start, clock, log):
    """When the call is cancelled while clients fire, so are they, and only then all is closed.

    3 clients connect for 1 s, and fire for 9 s; they take 1 s to clean up. The call is cancelled at
    3 s. At 3.5 s no `fire` has ended, and no connection may be closed.
    """
    server = Server(jobs, (1, 1, 1), [{"takes": 9, "cleanup": 1}] * 3)
    call = start("call", exercise.load_test(3, server.connect, server.fire, 99))
    await clock.until(3)

    call.cancel()
    await clock.until(3.5)
    closed_early = list(server.closed)
    await asyncio.wait([call], timeout=40)

    assert closed_early == [], "a connection was closed too early"
    assert sorted(log[-4:-1]) == ["f0 cancelled 4", "f1 cancelled 4", "f2 cancelled 4"]
    assert log[-1:] == ["call cancelled 4"]
    assert sorted(server.closed) == [0, 1, 2], CLOSED


async def test_a_long_fire(exercise, jobs, start, clock, log):
    """The time limit is about connecting; `fire` may take as long as it likes.

    3 clients connect for 1, 3 and 2 s, and fire for 10 s. The time limit is 5 s.
    """
    server = Server(jobs, (1, 3, 2), (10, 10, 10))
    start("call", exercise.load_test(3, server.connect, server.fire, 5))

    await clock.until(50)

    assert log.of("call") == ["call returned 13"]


@every_order
async def test_all_come_at_once(exercise, jobs, start, log):
    """Clients that connect at the same moment fire at that moment, in every order of events.

    3 clients connect at 1 s, and fire for 1 s.
    """
    server = Server(jobs, (1, 1, 1))

    call = start("call", exercise.load_test(3, server.connect, server.fire, 9))
    await asyncio.wait([call], timeout=40)

    assert log.times("started") == [0, 0, 0, 1, 1, 1]
    assert log.of("call") == ["call returned 2"]
    assert same(call.result().results, [0, 10, 20])


@every_order
async def test_some_fail_at_once(exercise, jobs, start, log):
    """When clients connect and fail at the same moment, nobody fires; what is open is closed.

    4 clients: at 1 s, 0 and 1 connect, and 2 and 3 fail, in every order of events. Exceptions that
    don't come out have to be retrieved.
    """
    failing = [{"takes": 1, "raises": OSError(n)} for n in range(2)]
    server = Server(jobs, (1, 1, *failing), (1, 1, 1, 1))

    await asyncio.wait([start("call", exercise.load_test(4, server.connect, server.fire, 9))])

    assert log.of("call") == ["call raised StartAborted 1"]
    assert [line for line in log if line.startswith("f")] == []
    assert server.open == 0, "a connection is still open"


async def test_a_single_client(exercise, jobs, clock):
    """A single client fires as soon as it has connected.

    It connects for 1 s and fires for 1 s.
    """
    server = Server(jobs, (1,))

    report = await exercise.load_test(1, server.connect, server.fire, 9)

    assert same(report.results, [0])
    assert clock.now == 2


@pytest.mark.code("leaked-task")
@every_cancellation
async def test_cancelled_at_any_moment(exercise, jobs, start, cancel):
    """Whenever the call is cancelled, nothing of it is left running or open when it has ended.

    3 clients connect for 1, 3 and 2 s, and fire at a server that never answers; each takes 1 s to
    clean up. The call is cancelled wherever it waits, in each run of the test at another moment.
    """
    connects = [{"takes": takes, "cleanup": 1} for takes in (1, 3, 2)]
    server = Server(jobs, connects, [{"takes": 1, "cleanup": 1}] * 3)
    call = start("call", exercise.load_test(3, server.connect, server.fire_for_ever, 9))

    await cancel(call, comes_out=False)

    assert jobs.running == 0, "a client is still connecting or firing"
    assert server.open == 0, "a connection is still open"
