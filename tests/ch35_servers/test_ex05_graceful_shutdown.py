"""Hidden behaviours of a server that finishes what was begun."""

import asyncio

import pytest

pytestmark = pytest.mark.manual_clock

closing_is_told_elsewhere = pytest.mark.allow(
    "unclosed-transport", "unclosed-server", "leaked-task", reason="closing has its own tests"
)
TAKES = {"slow": 5, "slower": 8}


def working(jobs, *, cleanup=0):
    """A `handle` that takes 5 s for "slow", 8 s for "slower", no time for others: "done slow".

    A job that is cancelled cleans up for `cleanup` seconds; "slower" for twice as long.
    """

    async def handle(line):
        tidying = cleanup * 2 if line == "slower" else cleanup
        job = jobs.make(line, TAKES.get(line, 0), returns=f"done {line}", cleanup=tidying)
        return await job()

    return handle


async def much(line):
    """A `handle` that gives a text of 16 MiB at once; it ends with "over"."""
    return "much" * 2**22 + "over"


async def echo(line):
    """A `handle` that gives the line itself, at once."""
    return line


async def played(exercise, peers, clock, handle, *sent):
    """A server with that handle, its port, and for each text a client that has sent it."""
    asyncio.get_running_loop().set_exception_handler(lambda *_: None)  # nothing is printed
    server = exercise.JobServer(handle)
    port = await server.start()
    clients = await peers.connect_all(port, [text.strip() or "idle" for text in sent])
    for client, text in zip(clients, sent, strict=True):
        await client.send(text)
        await clock.settle()
    return server, port, clients


async def ended(call, clock, seconds=60):
    """Let so much time pass, and wait for the call's end."""
    await clock.settle()
    await clock.advance(seconds)
    await call
    await clock.settle()


async def a_turn_later(call):
    """Await `call` when the loop has made one turn."""
    await asyncio.sleep(0)
    await call


@closing_is_told_elsewhere
async def test_answers(exercise, peers, jobs, clock):
    r"""Each line is answered, also when its client has said that it sends no more.

    The client sends "slow\na\n", and says that it sends no more. The jobs take 5 s and no time. What
    it has received in the end is looked at, and whether the connection was closed.
    """
    _, _, (client,) = await played(exercise, peers, clock, working(jobs), "slow\na\n")

    await client.half_close()
    await clock.advance(60)
    await clock.settle()

    assert (client.received, client.ending) == (b"done slow\ndone a\n", "end-of-file")


@closing_is_told_elsewhere
async def test_unchanged(exercise, peers, clock):
    r"""White space belongs to a line, and to an answer.

    Each line is answered with itself. The client sends "  a \r\nb\n".
    """
    _, _, (client,) = await played(exercise, peers, clock, echo, "  a \r\nb\n")

    assert client.received == b"  a \r\nb\n"


@closing_is_told_elsewhere
async def test_an_empty_line(exercise, peers, clock):
    r"""An empty line is one like the others, and so is an empty answer.

    Each line is answered with itself. The client sends "\nb\n".
    """
    _, _, (client,) = await played(exercise, peers, clock, echo, "\nb\n")

    assert client.received == b"\nb\n"


@closing_is_told_elsewhere
async def test_one_after_the_other(exercise, peers, jobs, clock, log):
    """A connection has one job at a time; connections are served at the same time.

    One client sends "slow" and "a" in one go, another one "slower". The jobs take 5, 0 and 8 s.
    """
    await played(exercise, peers, clock, working(jobs), "slow\na\n", "slower\n")

    await clock.advance(60)

    assert log == [
        *["slow started 0", "slower started 0", "slow returned 5"],
        *["a started 5", "a returned 5", "slower returned 8"],
    ]


@closing_is_told_elsewhere
async def test_nothing_to_wait_for(exercise, peers, jobs, clock, start, log):
    """Without a job under way, `shutdown` takes no time.

    One client is connected that has sent nothing yet.
    """
    server, _, _ = await played(exercise, peers, clock, working(jobs), "")

    await ended(start("shutdown", server.shutdown(60)), clock)

    assert log == ["shutdown returned 0"]


@closing_is_told_elsewhere
async def test_refused_at_once(exercise, peers, jobs, clock, start):
    """During `shutdown`, nobody else is let in.

    A job is under way. `shutdown` is called, and somebody else listens at its port.
    """
    server, port, _ = await played(exercise, peers, clock, working(jobs), "slow\n")

    shutdown = start("shutdown", server.shutdown(60))
    await clock.settle()
    free = peers.is_free(port)
    await ended(shutdown, clock)

    assert free


@pytest.mark.code("unclosed-transport")
async def test_idle_ones_end_at_once(exercise, peers, jobs, clock, start):
    """Connections without a job under way are closed at once, the others are not.

    One client waits for its "slow" job, another one has its answer, and a third one has sent
    nothing. `shutdown` is called, and no time passes. Which clients see the end is looked at.
    """
    sent = ("slow\n", "a\n", "")
    server, _, clients = await played(exercise, peers, clock, working(jobs), *sent)

    shutdown = start("shutdown", server.shutdown(60))
    await clock.settle()
    over = [bool(client.ending) for client in clients]
    await ended(shutdown, clock)

    assert over == [False, True, True]


@closing_is_told_elsewhere
async def test_jobs_finish(exercise, peers, jobs, clock, start, log):
    """Jobs under way go on, and `shutdown` returns when the last of them has finished.

    Two jobs are under way that take 5 s and 8 s. The grace is 60 s.
    """
    server, _, _ = await played(exercise, peers, clock, working(jobs), "slow\n", "slower\n")

    await ended(start("shutdown", server.shutdown(60)), clock)

    assert log == [
        *["slow started 0", "slower started 0"],
        *["slow returned 5", "slower returned 8", "shutdown returned 8"],
    ]


@closing_is_told_elsewhere
async def test_answers_are_delivered(exercise, peers, jobs, clock, start):
    """The answer of a job that was under way is sent.

    Two jobs are under way that take 5 s and 8 s. The grace is 60 s.
    """
    sent = ("slow\n", "slower\n")
    server, _, clients = await played(exercise, peers, clock, working(jobs), *sent)

    await ended(start("shutdown", server.shutdown(60)), clock)

    assert [client.received for client in clients] == [b"done slow\n", b"done slower\n"]


@closing_is_told_elsewhere
async def test_a_slow_client(exercise, peers, clock, start):
    """An answer is delivered also if its client is still reading it when `shutdown` is called.

    The answer to the client's line has 16 MiB, and the client reads nothing at first: when its job
    has finished, most of the answer has to wait. `shutdown` is called. Only then the client reads.
    """
    server, _, (client,) = await played(exercise, peers, clock, much, "")
    client.pause()
    await client.send("much\n")
    await clock.settle()

    shutdown = start("shutdown", server.shutdown(60))
    await clock.settle()
    client.resume()
    await ended(shutdown, clock)
    the_end_arrived = client.received.endswith(b"over\n")

    assert the_end_arrived


@pytest.mark.code("unclosed-transport")
async def test_busy_ones_end_with_their_jobs(exercise, peers, jobs, clock, start):
    """A connection is closed when its job has finished, and doesn't wait for others.

    Two jobs are under way that take 5 s and 8 s. `shutdown` is called; after 6 s it is looked at
    which clients see the end, and again at the end.
    """
    sent = ("slow\n", "slower\n")
    server, _, clients = await played(exercise, peers, clock, working(jobs), *sent)

    shutdown = start("shutdown", server.shutdown(60))
    await clock.settle()
    await clock.advance(6)
    over = [[bool(client.ending) for client in clients]]
    await ended(shutdown, clock)
    over.append([bool(client.ending) for client in clients])

    assert over == [[True, False], [True, True]]


@closing_is_told_elsewhere
async def test_no_more_jobs(exercise, peers, jobs, clock, start, log):
    r"""A line that has come already is not begun any more.

    The client has sent "slow\nnext\n", and "slow" is under way, when `shutdown` is called.
    """
    server, _, _ = await played(exercise, peers, clock, working(jobs), "slow\nnext\n")

    await ended(start("shutdown", server.shutdown(60)), clock)

    assert log == ["slow started 0", "slow returned 5", "shutdown returned 5"]


@closing_is_told_elsewhere
async def test_a_later_line(exercise, peers, jobs, clock, start, log):
    r"""A line that comes during `shutdown` is not begun any more.

    "slow" is under way when `shutdown` is called. Then the client sends "next\n".
    """
    server, _, (client,) = await played(exercise, peers, clock, working(jobs), "slow\n")

    shutdown = start("shutdown", server.shutdown(60))
    await clock.settle()
    await client.send("next\n")
    await ended(shutdown, clock)

    assert log == ["slow started 0", "slow returned 5", "shutdown returned 5"]


@closing_is_told_elsewhere
async def test_a_line_at_that_moment(exercise, peers, jobs, clock, start, log):
    r"""No job is begun after `shutdown` was called, though its line has come in that very moment.

    A client is connected that has sent nothing yet. It sends "next\n". In the turn of the loop in
    which that comes, before a `readline` that waits for it has gone on, `shutdown` is called. (Who
    had begun the job by then has one under way: it is waited for, and answered.)
    """
    server, _, (client,) = await played(exercise, peers, clock, working(jobs), "")

    await client.send("next\n")
    await ended(start("shutdown", a_turn_later(server.shutdown(60))), clock)
    under_way = "next started 0" in log
    job = ["next started 0", "next returned 0"] if under_way else []
    answer = b"done next\n" if under_way else b""

    assert log == [*job, "shutdown returned 0"]
    assert client.received == answer


@closing_is_told_elsewhere
async def test_the_grace_ends(exercise, peers, jobs, clock, start, log):
    """After the grace, jobs that are still under way are cancelled, and `shutdown` returns.

    Two jobs are under way that take 5 s and 8 s. The grace is 6 s.
    """
    server, _, _ = await played(exercise, peers, clock, working(jobs), "slow\n", "slower\n")

    await ended(start("shutdown", server.shutdown(6)), clock)

    assert log == [
        *["slow started 0", "slower started 0"],
        *["slow returned 5", "slower cancelled 6", "shutdown returned 6"],
    ]


@closing_is_told_elsewhere
async def test_clean_up_is_waited_for(exercise, peers, jobs, clock, start, log):
    """`shutdown` returns when the jobs that it has cancelled have finished their clean-up.

    A job is under way that takes 5 s, and 2 s to clean up. The grace is 1 s.
    """
    handle = working(jobs, cleanup=2)
    server, _, _ = await played(exercise, peers, clock, handle, "slow\n")

    await ended(start("shutdown", server.shutdown(1)), clock)

    assert log == ["slow started 0", "slow cancelled 3", "shutdown returned 3"]


@closing_is_told_elsewhere
async def test_every_clean_up_is_waited_for(exercise, peers, jobs, clock, start, log):
    """`shutdown` waits for the clean-up of all jobs that it has cancelled, not only of the first.

    Two jobs are under way that take 5 s and 8 s; the grace is 1 s. They take 2 s and 4 s to clean
    up.
    """
    handle = working(jobs, cleanup=2)
    server, _, _ = await played(exercise, peers, clock, handle, "slow\n", "slower\n")

    await ended(start("shutdown", server.shutdown(1)), clock)

    assert log == [
        *["slow started 0", "slower started 0"],
        *["slow cancelled 3", "slower cancelled 5", "shutdown returned 5"],
    ]


@pytest.mark.code("unclosed-transport")
async def test_cancelled_ones_end(exercise, peers, jobs, clock, start):
    """The connection of a job that was cancelled is closed, without an answer.

    A job is under way that takes 5 s. The grace is 1 s.
    """
    server, _, (client,) = await played(exercise, peers, clock, working(jobs), "slow\n")

    await ended(start("shutdown", server.shutdown(1)), clock)

    assert (client.received, bool(client.ending)) == (b"", True)


@closing_is_told_elsewhere
async def test_again(exercise, peers, jobs, clock, start, log):
    """A second `shutdown` takes no time, and does nothing.

    A job that takes 5 s is under way at the first `shutdown`. The second one follows at its end.
    """
    server, _, _ = await played(exercise, peers, clock, working(jobs), "slow\n")
    await ended(start("first", server.shutdown(60)), clock)

    await ended(start("second", server.shutdown(60)), clock)

    assert [log.of("first"), log.of("second")] == [["first returned 5"], ["second returned 60"]]


@closing_is_told_elsewhere
async def test_clients_that_left(exercise, peers, jobs, clock, start, log):
    """Clients that have left are no obstacle to `shutdown`.

    One client has closed its connection, and another one has broken it off.
    """
    server, _, clients = await played(exercise, peers, clock, working(jobs), "a\n", "b\n")
    await clients[0].close()
    await clients[1].reset()

    await ended(start("shutdown", server.shutdown(60)), clock)

    assert log.of("shutdown") == ["shutdown returned 0"]


@closing_is_told_elsewhere
async def test_a_reset_is_no_error(exercise, peers, jobs, clock, start):
    """A client that breaks off is no error.

    The client has got an answer, and breaks off. Exceptions that come out of a handler are told to
    the loop's exception handler.
    """
    _, _, (client,) = await played(exercise, peers, clock, working(jobs), "a\n")
    told = []
    asyncio.get_running_loop().set_exception_handler(
        lambda _, context: told.append(repr(context.get("exception")))
    )

    await client.reset()
    await clock.settle()

    assert told == []
