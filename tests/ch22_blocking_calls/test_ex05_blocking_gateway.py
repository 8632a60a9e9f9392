"""Hidden behaviours of a gateway to blocking functions."""

import asyncio
import threading
import time

from grader.testing import Gauge, same


def counted(gauge, number):
    """Take 1 s, and be counted meanwhile."""
    gauge.enter()
    time.sleep(1)
    gauge.leave()
    return number * 10


async def test_a_value(exercise, clock):
    """The function runs in a thread beside the loop, and its value comes out at once.

    The function is `event.wait(5)`; a timer of the event loop sets the event at 2 s, so that the
    wait ends, with True. (Where the loop stands still, the wait ends by itself at 5 s, with False.)
    """
    gateway, event = exercise.BlockingGateway(1), threading.Event()
    asyncio.get_running_loop().call_later(2, event.set)

    found = await gateway.call(event.wait, 5)

    assert same((found, float(clock.now)), (True, 2.0))
    await gateway.close()


async def test_an_error(exercise):
    """What the function raises comes out, the same object, and its slot is free again.

    The limit is 1. The function of the first call raises OSError, that of the second returns 7.
    """
    gateway, error = exercise.BlockingGateway(1), OSError("no such device")

    def fail():
        raise error

    [outcome] = await asyncio.gather(gateway.call(fail), return_exceptions=True)
    second = await gateway.call(int, "7")
    await gateway.close()
    assert same((outcome, second), (error, 7))


async def test_a_timeout(exercise, start, clock, log):
    """When its time limit passes, the caller gets `TimeoutError` at once; the function runs on.

    The function takes 3 s, the time limit is 0.5 s.
    """
    gateway = exercise.BlockingGateway(1)

    def work():
        time.sleep(3)
        log.add("function", "ended")

    start("call", gateway.call(work, timeout=0.5))
    await clock.until(9)
    await gateway.close()
    assert log == ["call raised TimeoutError 0.5", "function ended 3"]


async def test_the_slot_of_a_caller_who_gave_up(exercise, start, clock, log):
    """A function whose caller has run out of time keeps its slot until it has ended.

    The limit is 1. The first function takes 3 s, the caller waits 0.5 s. A second call is made at
    1 s; its function notes when it begins.
    """
    gateway = exercise.BlockingGateway(1)
    start("first", gateway.call(time.sleep, 3, timeout=0.5))
    await clock.until(1)

    await gateway.call(lambda: log.add("second", "began"))

    await gateway.close()
    assert log.of("second") == ["second began 3"]


async def test_the_slot_of_a_cancelled_caller(exercise, start, clock, log):
    """A function whose caller was cancelled keeps its slot until it has ended.

    The limit is 1. The first function takes 3 s; its caller is cancelled at 1 s, and the second call
    is made. Its function notes when it begins.
    """
    gateway = exercise.BlockingGateway(1)
    first = start("first", gateway.call(time.sleep, 3))
    await clock.until(1)

    first.cancel()
    await gateway.call(lambda: log.add("second", "began"))

    await gateway.close()
    assert log == ["first cancelled 1", "second began 3"]


async def test_the_limit(exercise, clock):
    """As many functions run at the same time as are allowed, no more; each caller gets its value.

    The limit is 2. 5 calls are made at once; each function takes 1 s: 3 s in all.
    """
    gateway, gauge = exercise.BlockingGateway(2), Gauge()

    calls = (gateway.call(counted, gauge, number) for number in range(5))
    values = await asyncio.gather(*calls)

    assert gauge.peak == 2
    assert clock.now == 3
    await gateway.close()
    assert same(values, [0, 10, 20, 30, 40])


async def test_closing(exercise, start, clock, log):
    """Closing ends when the functions that have begun have ended, and the loop keeps going.

    The function waits for an event that a timer of the event loop sets at 3 s. Its caller gives up
    at 0.5 s, and closes the gateway at 1 s. (Where the loop stands still, the wait ends at 7 s.)
    """
    gateway, event = exercise.BlockingGateway(1), threading.Event()
    asyncio.get_running_loop().call_later(3, event.set)
    start("call", gateway.call(lambda: log.add("wait", f"gave {event.wait(7)}"), timeout=0.5))
    await clock.until(1)

    await asyncio.wait([start("close", gateway.close())])
    await clock.until(9)

    assert log.of("wait") == ["wait gave True 3"]
    assert log.of("close") == ["close returned 3"]


async def test_closing_after_a_cancellation(exercise, start, clock, log):
    """Closing ends no sooner if the caller of a function that has begun was cancelled.

    The function takes 3 s. Its caller is cancelled at 0.5 s, and the gateway is told to close at 1 s.
    """
    gateway = exercise.BlockingGateway(1)
    call = start("call", gateway.call(time.sleep, 3))
    await clock.until(0.5)
    call.cancel()
    await clock.until(1)

    start("close", gateway.close())
    await clock.until(9)

    assert log == ["call cancelled 0.5", "close returned 3"]


async def test_an_error_while_it_closes(exercise, start, clock, log):
    """What a function raises while the gateway closes comes out at its caller, not at `close`.

    The function raises OSError at 3 s. At 1 s the gateway is told to close.
    """
    gateway = exercise.BlockingGateway(1)

    def fail():
        time.sleep(3)  # it blocks its thread, as gateways are for; of the virtual clock's time
        raise OSError("no such device")

    start("call", gateway.call(fail))
    await clock.until(1)
    start("close", gateway.close())
    await clock.until(9)

    assert log.of("call") == ["call raised OSError 3"]
    assert log.of("close") == ["close returned 3"]


async def test_closed(exercise, log):
    """Once the gateway is closed, a call raises `RuntimeError`, and the function doesn't run.

    The gateway is closed before its first call.
    """
    gateway = exercise.BlockingGateway(1)
    await gateway.close()

    call = gateway.call(lambda: log.add("function", "ran"))
    [outcome] = await asyncio.gather(call, return_exceptions=True)

    assert same(type(outcome), RuntimeError)
    assert log == []


async def test_calls_while_it_closes(exercise, start, clock, log):
    """From the beginning of the closing on, calls raise `RuntimeError`.

    A function takes 3 s. At 1 s the gateway is told to close, at 2 s another call is made.
    """
    gateway = exercise.BlockingGateway(2)
    start("first", gateway.call(time.sleep, 3))
    await clock.until(1)
    start("close", gateway.close())
    await clock.until(2)

    start("late", gateway.call(lambda: log.add("function", "ran")))
    await clock.until(9)

    assert log.of("late") == ["late raised RuntimeError 2"]
    assert log.of("close") == ["close returned 3"]


async def test_a_timeout_in_the_queue(exercise, start, clock, log):
    """Who runs out of time in the queue is told at once, and its function never runs.

    The limit is 1. The first function takes 3 s. The second caller waits 0.5 s.
    """
    gateway = exercise.BlockingGateway(1)
    start("first", gateway.call(time.sleep, 3))
    await clock.settle()

    start("second", gateway.call(lambda: log.add("function", "ran"), timeout=0.5))
    await clock.until(9)

    await gateway.close()
    assert log == ["second raised TimeoutError 0.5", "first returned 3"]


async def test_no_time_at_all(exercise, start, clock, log):
    """A time limit of 0 is one, too: who would have to wait for its turn is told at once.

    The limit is 1. The first function takes 3 s. The second caller waits 0 s, and its function
    never runs.
    """
    gateway = exercise.BlockingGateway(1)
    start("first", gateway.call(time.sleep, 3))
    await clock.settle()

    start("second", gateway.call(lambda: log.add("function", "ran"), timeout=0))
    await clock.until(9)

    await gateway.close()
    assert log == ["second raised TimeoutError 0", "first returned 3"]


async def test_cancelled_in_the_queue(exercise, start, clock, log):
    """The function of a caller who is cancelled in the queue never runs.

    The limit is 1. The first function takes 3 s. The second caller is cancelled at 1 s.
    """
    gateway = exercise.BlockingGateway(1)
    start("first", gateway.call(time.sleep, 3))
    await clock.settle()
    second = start("second", gateway.call(lambda: log.add("function", "ran")))
    await clock.until(1)

    second.cancel()
    await clock.until(9)

    await gateway.close()
    assert log == ["second cancelled 1", "first returned 3"]
