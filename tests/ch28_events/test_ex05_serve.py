"""Hidden behaviours of a server that comes to a graceful end."""

import asyncio

import pytest

from grader.testing import every_cancellation, every_order, same


class Door:
    """Where requests come in, "r0" first, so many seconds after the start.

    Attributes:
        queue: the requests that nobody has taken.
        waiting: calls of `accept` under way.
    """

    def __init__(self, *times):
        self.queue = asyncio.Queue()
        self.waiting = 0
        for number, time in enumerate(times):
            asyncio.get_running_loop().call_later(time, self.queue.put_nowait, f"r{number}")

    async def accept(self):
        self.waiting += 1
        try:
            return await self.queue.get()
        finally:
            self.waiting -= 1


def stop_at(time):
    """An event that is set after so many seconds."""
    stop = asyncio.Event()
    asyncio.get_running_loop().call_later(time, stop.set)
    return stop


def fails_on(request):
    """What a handler does that raises OSError for one request."""

    def handled(this):
        if this == request:
            raise OSError("no such page")

    return handled


async def last_words(request):
    """A handler that, when cancelled, fails for r0, and returns for r1."""
    try:
        await asyncio.sleep(100)
    except asyncio.CancelledError:
        if request == "r0":
            raise OSError("can't clean up") from None
        if request != "r1":
            raise


async def test_all_in_time(exercise, jobs, start, log):
    """Handlers work side by side; after the stop the call returns when the last one has ended.

    Requests at 0, 1 and 2 s; each handler takes 5 s. `stop` is set at 3 s, the grace is 10 s.
    """
    door, handle = Door(0, 1, 2), jobs.make("handler", takes=5)

    call = start("call", exercise.serve(door.accept, handle, stop_at(3), 10))
    await asyncio.wait([call], timeout=30)

    assert log[:3] == ["handler started 0", "handler started 1", "handler started 2"]
    assert log[3:6] == ["handler returned 5", "handler returned 6", "handler returned 7"]
    assert log[6:] == ["call returned 7"]
    assert same(tuple(call.result()), (3, 0, 0))


async def test_too_slow(exercise, jobs, start, log):
    """Handlers that still run at the end of the grace are cancelled then.

    Requests at 0, 1 and 2 s; each handler takes 5 s. `stop` is set at 3 s, the grace is 2.5 s.
    """
    door, handle = Door(0, 1, 2), jobs.make("handler", takes=5)

    call = start("call", exercise.serve(door.accept, handle, stop_at(3), 2.5))
    await asyncio.wait([call], timeout=30)

    assert log[3:6] == ["handler returned 5", "handler cancelled 5.5", "handler cancelled 5.5"]
    assert log[6:] == ["call returned 5.5"]
    assert same(tuple(call.result()), (1, 0, 2))


async def test_clean_up(exercise, jobs, start, log):
    """The call returns when the handlers that were cancelled have cleaned up.

    Requests at 0, 1 and 2 s; each handler takes 5 s, and 1 s to clean up. `stop` is set at 3 s, the
    grace is 1 s.
    """
    door, handle = Door(0, 1, 2), jobs.make("handler", takes=5, cleanup=1)

    call = start("call", exercise.serve(door.accept, handle, stop_at(3), 1))
    await asyncio.wait([call], timeout=30)

    assert log[3:] == ["handler cancelled 5"] * 3 + ["call returned 5"]
    assert same(tuple(call.result()), (0, 0, 3))


async def test_a_closed_door(exercise, jobs, start, clock):
    """From the stop on no `accept()` is pending, and a later request isn't taken.

    Requests at 0, 1, 2 and 4 s; each handler takes 5 s. `stop` is set at 3 s, the grace is 10 s.
    """
    door, handle = Door(0, 1, 2, 4), jobs.make("handler", takes=5)
    _call = start("call", exercise.serve(door.accept, handle, stop_at(3), 10))

    await clock.until(3.5)
    pending = door.waiting
    await clock.until(30)

    assert pending == 0, "an `accept()` is still pending after the stop"
    assert same(handle.calls, [("r0",), ("r1",), ("r2",)])
    assert door.queue.qsize() == 1, "a request was taken after the stop"


async def test_nothing_to_do(exercise, jobs, start, log):
    """If no handler runs at the stop, the call returns at once.

    There is no request at all. `stop` is set at 3 s, the grace is 10 s.
    """
    handle = jobs.make("handler", takes=5)

    call = start("call", exercise.serve(Door().accept, handle, stop_at(3), 10))
    await asyncio.wait([call], timeout=30)

    assert log == ["call returned 3"]
    assert same(tuple(call.result()), (0, 0, 0))


async def test_all_done_before(exercise, jobs, start, log):
    """Handlers that have ended before the stop count, and nobody waits for them.

    Requests at 0, 1 and 2 s; the handlers take 0.5 s. `stop` is set at 3 s, the grace is 10 s.
    """
    door, handle = Door(0, 1, 2), jobs.make("handler", takes=0.5)

    call = start("call", exercise.serve(door.accept, handle, stop_at(3), 10))
    await asyncio.wait([call], timeout=30)

    assert log.of("call") == ["call returned 3"]
    assert same(tuple(call.result()), (3, 0, 0))


async def test_one_fails(exercise, jobs, start, log):
    """A handler that fails counts as failed; the others, and the server, go on.

    Requests at 0, 1 and 2 s; each handler takes 1.25 s, and the one of the first request raises
    OSError. `stop` is set at 8 s.
    """
    door = Door(0, 1, 2)
    handle = jobs.make("handler", takes=1.25, returns=fails_on("r0"))

    call = start("call", exercise.serve(door.accept, handle, stop_at(8), 10))
    await asyncio.wait([call], timeout=30)

    ends = [line for line in log.of("handler") if "started" not in line]
    assert ends == ["handler raised OSError 1.25", "handler returned 2.25", "handler returned 3.25"]
    assert log.of("call") == ["call returned 8"]
    assert same(tuple(call.result()), (2, 1, 0))


async def test_one_fails_in_the_grace(exercise, jobs, start, log):
    """A handler that fails during the grace ends nobody else's.

    Requests at 0, 1 and 2 s; each handler takes 5 s, and the one of the second request raises
    OSError, at 6 s. `stop` is set at 3 s, the grace is 10 s.
    """
    door = Door(0, 1, 2)
    handle = jobs.make("handler", takes=5, returns=fails_on("r1"))

    call = start("call", exercise.serve(door.accept, handle, stop_at(3), 10))
    await asyncio.wait([call], timeout=30)

    assert log[3:5] == ["handler returned 5", "handler raised OSError 6"]
    assert log[5:] == ["handler returned 7", "call returned 7"]
    assert same(tuple(call.result()), (2, 1, 0))


async def test_counted_by_their_end(exercise, start, log):
    """What counts is how a handler has ended, also when it was cancelled.

    Requests at 0, 1 and 2 s. `stop` is set at 3 s, the grace is 1 s. When they are cancelled, the
    first handler raises OSError, the second returns, and the third ends as cancelled.
    """
    door = Door(0, 1, 2)

    call = start("call", exercise.serve(door.accept, last_words, stop_at(3), 1))
    await asyncio.wait([call], timeout=30)

    assert log == ["call returned 4"]
    assert same(tuple(call.result()), (1, 1, 1))


async def test_any_request(exercise, jobs, start):
    """A request may be anything: None, 0 and "" are requests like any other.

    The three are there from the start; each handler takes 1 s. `stop` is set at 3 s.
    """
    door, handle = Door(), jobs.make("handler", takes=1)
    for request in (None, 0, ""):
        door.queue.put_nowait(request)

    call = start("call", exercise.serve(door.accept, handle, stop_at(3), 10))
    await asyncio.wait([call], timeout=30)

    assert same(handle.calls, [(None,), (0,), ("",)])


async def test_stopped_before(exercise, jobs, start, log):
    """If `stop` was set before the call, it returns at once, and takes no request.

    A request is there from the start.
    """
    door, stop = Door(), asyncio.Event()
    door.queue.put_nowait("r0")
    stop.set()

    call = start("call", exercise.serve(door.accept, jobs.make("handler"), stop, 10))
    await asyncio.wait([call], timeout=30)

    assert log == ["call returned 0"]
    assert same(tuple(call.result()), (0, 0, 0))
    assert door.queue.qsize() == 1, "the request was taken"


async def test_cancelled(exercise, jobs, start, clock, log):
    """When the call is cancelled, so are `accept()` and all handlers; it ends when they have ended.

    Requests at 0, 1 and 2 s; each handler takes 5 s, and 1 s to clean up. `stop` isn't set; the
    call is cancelled at 3.5 s.
    """
    door, handle = Door(0, 1, 2), jobs.make("handler", takes=5, cleanup=1)
    call = start("call", exercise.serve(door.accept, handle, asyncio.Event(), 10))
    await clock.until(3.5)

    call.cancel()
    await asyncio.wait([call], timeout=30)

    assert log[3:] == ["handler cancelled 4.5"] * 3 + ["call cancelled 4.5"]
    assert door.waiting == 0, "an `accept()` is still pending"


async def test_cancelled_in_the_grace(exercise, jobs, start, clock, log):
    """When the call is cancelled during the grace, the handlers are cancelled at once.

    Requests at 0, 1 and 2 s; each handler takes 5 s, and 1 s to clean up. `stop` is set at 3 s, the
    grace is 10 s; the call is cancelled at 3.5 s.
    """
    door, handle = Door(0, 1, 2), jobs.make("handler", takes=5, cleanup=1)
    call = start("call", exercise.serve(door.accept, handle, stop_at(3), 10))
    await clock.until(3.5)

    call.cancel()
    await asyncio.wait([call], timeout=30)

    assert log[3:] == ["handler cancelled 4.5"] * 3 + ["call cancelled 4.5"]


@pytest.mark.code("leaked-task")
@every_cancellation
async def test_cancelled_at_any_moment(exercise, jobs, start, cancel):
    """Whenever the call is cancelled, nothing of it is left running when it has ended.

    Requests at 0, 1 and 2 s; each handler takes 5 s, and 1 s to clean up. `stop` is set at 3 s, the
    grace is 2.5 s. The call is cancelled wherever it waits, in each run of the test at another
    moment.
    """
    door, handle = Door(0, 1, 2), jobs.make("handler", takes=5, cleanup=1)
    call = start("call", exercise.serve(door.accept, handle, stop_at(3), 2.5))

    await cancel(call, comes_out=False)

    assert jobs.running == 0, "a handler is still running"
    assert door.waiting == 0, "an `accept()` is still pending"


@every_order
async def test_no_request_is_lost(exercise, jobs, start, clock):
    """A request that comes at the moment of the stop is handled or left, in every order of events.

    Requests at 0 and 1 s, two more at 3 s, where `stop` is set without an await in between; each
    handler takes 2 s, the grace is 10 s.
    """
    door, handle, stop = Door(0, 1), jobs.make("handler", takes=2), asyncio.Event()
    call = start("call", exercise.serve(door.accept, handle, stop, 10))
    await clock.until(3)

    door.queue.put_nowait("r2")
    door.queue.put_nowait("r3")
    stop.set()
    await asyncio.wait([call])

    handled, left = [request for (request,) in handle.calls], door.queue.qsize()
    lost = [request for request in ("r0", "r1", "r2", "r3")[: 4 - left] if request not in handled]
    assert same(lost, [])
    assert same(tuple(call.result()), (4 - left, 0, 0))
