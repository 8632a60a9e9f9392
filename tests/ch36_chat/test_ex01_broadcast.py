"""Hidden behaviours of one message to everybody."""

import asyncio

from grader.testing import every_cancellation, same

RESET = {"drain": ConnectionResetError("broken off")}
NO_DRAIN = {"drain": BrokenPipeError("gone")}
NO_WRITE = {"write": BrokenPipeError("gone")}


async def test_all_at_once(exercise, peers, clock):
    """Everybody gets the message once, and the call ends when the slowest has been drained.

    Draining takes 3 s, 1 s and 2 s; nobody fails. The message has letters of several bytes.
    """
    clients = {str(n): peers.writer(drain=n) for n in (3, 1, 2)}

    failed = await exercise.broadcast(clients, "Grüße")

    assert same((failed, float(clock.now)), ([], 3.0))
    assert [client.lines for client in clients.values()] == [["Grüße"]] * 3


async def test_nobody(exercise):
    """In an empty room nobody fails."""
    failed = await exercise.broadcast({}, "hello")

    assert same(failed, [])


async def test_a_failing_drain(exercise, peers, clock):
    """Who can't be drained is named; the others get the message, and are waited for.

    "a" fails with BrokenPipeError after 1 s; "b" is drained after 2 s.
    """
    a, b = peers.writer(drain=1, fails=NO_DRAIN), peers.writer(drain=2)

    failed = await exercise.broadcast({"a": a, "b": b}, "hello")

    assert same((failed, float(clock.now)), (["a"], 2.0))
    assert b.lines == ["hello"]


async def test_a_failing_write(exercise, peers, clock):
    """Who can't be written to is named; the others get the message, and are waited for.

    The `write` of "a" raises BrokenPipeError; "b" is drained after 2 s.
    """
    a, b = peers.writer(fails=NO_WRITE), peers.writer(drain=2)

    failed = await exercise.broadcast({"a": a, "b": b}, "hello")

    assert same((failed, float(clock.now)), (["a"], 2.0))
    assert b.lines == ["hello"]


async def test_any_connection_error(exercise, peers, clock):
    """Whatever ConnectionError it is, who fails is named, and the others are waited for.

    "a" fails with ConnectionAbortedError, "b" with a plain ConnectionError; "c" is drained after 2 s.
    """
    a = peers.writer(fails={"drain": ConnectionAbortedError("given up")})
    b = peers.writer(fails={"drain": ConnectionError("no connection")})

    failed = await exercise.broadcast({"a": a, "b": b, "c": peers.writer(drain=2)}, "hello")

    assert same((failed, float(clock.now)), (["a", "b"], 2.0))


async def test_order_of_names(exercise, peers):
    """The names come in the order of the dict, whoever fails first.

    "b" fails after 1 s, "a", which comes first in the dict, after 2 s.
    """
    clients = {"a": peers.writer(drain=2, fails=RESET), "b": peers.writer(drain=1, fails=RESET)}

    failed = await exercise.broadcast(clients, "hello")

    assert same(failed, ["a", "b"])


async def test_comings_and_goings(exercise, peers, start, clock):
    """Who comes or leaves during the call makes no difference to it.

    "a" and "b" are drained after 2 s, and "b" then fails. After 1 s "a" is removed, and "new" comes.
    """
    clients = {"a": peers.writer(drain=2), "b": peers.writer(drain=2, fails=RESET)}
    call = start("call", exercise.broadcast(clients, "hello"))
    await clock.until(1)

    del clients["a"]
    clients["new"] = peers.writer()

    assert same(await call, ["b"])
    assert clients["new"].lines == []


async def test_left_alone(exercise, peers):
    """Who has failed stays in the dict, and is not closed.

    "a" fails at once.
    """
    a, b = peers.writer(fails=RESET), peers.writer()
    clients = {"a": a, "b": b}

    await asyncio.gather(exercise.broadcast(clients, "hello"), return_exceptions=True)

    assert clients == {"a": a, "b": b}
    assert [a.closed, b.closed] == [False, False]


@every_cancellation
async def test_cancelled(exercise, peers, start, cancel):
    """Wherever the call is cancelled, it ends as cancelled, and no task of it is left.

    Draining takes 3 s, 1 s and 2 s. The call is cancelled wherever it waits.
    """
    clients = {str(n): peers.writer(drain=n) for n in (3, 1, 2)}

    await cancel(start("call", exercise.broadcast(clients, "hello")))

    assert [client.closed for client in clients.values()] == [False] * 3
