"""Hidden behaviours of a ticker."""

import asyncio

from grader.testing import every_cancellation, every_order, same


async def listen(ticker, count):
    """The numbers of the next so many ticks."""
    return [await ticker.next_tick() for _ in range(count)]


def tick_at(ticker, *times):
    """Let the ticker tick at these seconds from now."""
    for time in times:
        asyncio.get_running_loop().call_later(time, ticker.tick)


async def test_one_tick(exercise, start, log):
    """All who wait get the tick, at its moment.

    Three calls wait; the ticker's first tick comes at 2.375 s, and there is no other.
    """
    ticker = exercise.Ticker()
    tick_at(ticker, 2.375)

    calls = [start("call", ticker.next_tick()) for _ in range(3)]
    await asyncio.wait(calls, timeout=9)

    assert log == ["call returned 2.375"] * 3
    numbers = [call.result() for call in calls]
    assert same(numbers, [1, 1, 1])


async def test_awaited_later(exercise, clock):
    """A call begins when it is awaited: a tick before that is none of its own.

    The call is written down, then there is the first tick, then the call is awaited. The second tick
    comes at 2 s.
    """
    ticker = exercise.Ticker()
    tick_at(ticker, 2)
    call = ticker.next_tick()
    ticker.tick()

    number = await call

    assert clock.now == 2
    assert same(number, 2)


@every_order
async def test_five_ticks(exercise, start, log):
    """Whoever listens all the time gets each tick once, in every order of events.

    Three listeners wait for five ticks, for one after the other. The ticks come at 1, 2, 3, 4 and
    5 s.
    """
    ticker = exercise.Ticker()
    tick_at(ticker, 1, 2, 3, 4, 5)

    calls = [start("call", listen(ticker, 5)) for _ in range(3)]
    await asyncio.wait(calls, timeout=9)

    assert log == ["call returned 5"] * 3
    numbers = [call.result() for call in calls]
    assert same(numbers, [[1, 2, 3, 4, 5]] * 3)


async def test_nobody_waits(exercise, start, clock, log):
    """A tick for which nobody waits isn't kept.

    Ticks come at 1 s and at 3 s; the only call is made at 2 s.
    """
    ticker = exercise.Ticker()
    tick_at(ticker, 1, 3)
    await clock.until(2)

    call = start("call", ticker.next_tick())
    await asyncio.wait([call], timeout=9)

    assert log == ["call returned 3"]
    assert same(call.result(), 2)


async def test_at_the_moment_of_a_tick(exercise, clock):
    """A call that is made right after a tick waits for the next one.

    The first tick is followed by a call without an await in between; the second one comes at 5 s.
    """
    ticker = exercise.Ticker()
    tick_at(ticker, 5)
    ticker.tick()

    number = await ticker.next_tick()

    assert clock.now == 5
    assert same(number, 2)


async def test_two_ticks_at_once(exercise, start, clock):
    """Of two ticks without an await in between, those who wait get the first; the next is the third.

    A listener waits for two ticks, one after the other. At 1 s there are two ticks; the third one
    comes at 2 s.
    """
    ticker = exercise.Ticker()
    call = start("call", listen(ticker, 2))
    await clock.until(1)
    ticker.tick()
    ticker.tick()
    tick_at(ticker, 1)

    numbers = await call

    assert clock.now == 2
    assert same(numbers, [1, 3])


async def test_one_is_cancelled(exercise, start, clock, log):
    """A call that is cancelled ends at once; the others get their tick.

    Three calls wait. The one in the middle is cancelled at 1 s; the tick comes at 2 s.
    """
    ticker = exercise.Ticker()
    tick_at(ticker, 2)
    calls = [start(name, ticker.next_tick()) for name in "abc"]
    await clock.until(1)

    calls[1].cancel()
    await clock.until(9)

    assert sorted(log) == ["a returned 2", "b cancelled 1", "c returned 2"]


async def test_cancelled_at_the_moment_of_a_tick(exercise, start, clock, log):
    """A call may be cancelled right before a tick: `tick` raises nothing, the others get the tick.

    Three calls wait. At 1 s the first one is cancelled, and with no await in between there is a
    tick.
    """
    ticker = exercise.Ticker()
    calls = [start(name, ticker.next_tick()) for name in "abc"]
    await clock.until(1)

    calls[0].cancel()
    ticker.tick()
    await clock.until(9)

    assert sorted(log) == ["a cancelled 1", "b returned 1", "c returned 1"]


@every_cancellation
async def test_cancelled_at_any_moment(exercise, start, clock, log, cancel):
    """Whenever a call is cancelled, it ends as cancelled, and the others get their tick.

    Three calls wait; the tick comes at 2 s. The call in the middle is cancelled, in each run of the
    test at another moment, up to the one of the tick.
    """
    ticker = exercise.Ticker()
    tick_at(ticker, 2)
    _a, call, _c = (start(name, ticker.next_tick()) for name in ("a", "call", "c"))

    await cancel(call)
    await clock.until(9)

    assert log.of("a") + log.of("c") == ["a returned 2", "c returned 2"]
