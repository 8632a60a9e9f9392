"""Hidden behaviours of a blocking function that is applied in threads of one's own."""

import asyncio
import itertools
import threading
import time

from grader.testing import Gauge, same


def bare(outcome):
    """The exception in a group of one, or what it is."""
    while isinstance(outcome, BaseExceptionGroup) and len(outcome.exceptions) == 1:
        [outcome] = outcome.exceptions
    return outcome


def live_on(threads):
    """How many of these threads are there to stay: who has nothing left to do gets time to end."""
    for thread in threads:
        thread.join(1)
    return sum(thread.is_alive() for thread in threads)


async def test_in_their_order(exercise):
    """The results come in the order of the items.

    The squares of 0 to 5, with 2 threads; earlier items take longer.
    """

    def square(number):
        time.sleep(6 - number)
        return number**2

    assert same(await exercise.map_in_threads(square, range(6), 2), [0, 1, 4, 9, 16, 25])


async def test_equal_items(exercise):
    """Each item has its own result, also one that equals another.

    `str` of 1, True and 1.0, with 2 threads: "1", "True" and "1.0".
    """
    assert same(await exercise.map_in_threads(str, [1, True, 1.0], 2), ["1", "True", "1.0"])


async def test_no_items(exercise):
    """Without items, the list is empty.

    No items, 3 threads.
    """
    assert same(await exercise.map_in_threads(str, [], 3), [])


async def test_the_limit(exercise, clock):
    """As many calls run at the same time as are allowed, and no more.

    8 items of 1 s each, with 3 threads: done after 3 s.
    """
    gauge = Gauge()

    def work(item):
        gauge.enter()
        time.sleep(1)
        gauge.leave()

    await exercise.map_in_threads(work, range(8), 3)
    assert gauge.peak == 3
    assert clock.now == 3


async def test_a_long_call(exercise, clock):
    """The next call begins as soon as one has ended, even if another one takes long.

    4 items, 2 threads. The call that begins first takes 3 s, the others take 1 s: done after 3 s.
    """
    numbers = itertools.count()

    def work(_):
        # It has to block its thread, and does so on the virtual clock. Not by the item: those may be
        # taken up in any order.
        time.sleep(1 if next(numbers) else 3)

    await exercise.map_in_threads(work, range(4), 2)
    assert clock.now == 3


async def test_no_thread_is_left(exercise):
    """The threads in which the function ran have ended when the call returns.

    4 items, 2 threads. Each item remembers its thread; afterwards those are counted that live on.
    """
    threads = set()

    await exercise.map_in_threads(lambda _: threads.add(threading.current_thread()), range(4), 2)

    assert live_on(threads) == 0


async def test_the_loop_goes_on(exercise, clock):
    """The event loop keeps going while the threads work.

    2 items wait for an event that a timer of the event loop sets at 2 s: True. (Where the loop
    stands still, their waits end by themselves at 5 s, with False.)
    """
    event = threading.Event()
    asyncio.get_running_loop().call_later(2, event.set)

    found = await exercise.map_in_threads(lambda _: event.wait(5), range(2), 2)

    assert same((found, float(clock.now)), ([True, True], 2.0))


async def test_the_loop_goes_on_after_a_failure(exercise, start, clock, log):
    """After a failure, the event loop keeps going until the calls under way have ended.

    Item 0 raises ZeroDivisionError at 1 s. Item 1 waits for an event that a timer of the event loop sets
    at 3 s; the call ends then. (Where the loop stands still, item 1 gives up at 6 s.)
    """
    event = threading.Event()
    asyncio.get_running_loop().call_later(3, event.set)

    def work(item):
        time.sleep(1)
        log.add("wait", str(event.wait(5 / item)))  # 0 raises

    await asyncio.wait([start("call", exercise.map_in_threads(work, range(2), 2))])
    assert clock.now == 3
    assert log.of("wait") == ["wait True 3"]


async def test_the_error(exercise):
    """What a call raises comes out, as it is or in a group.

    3 items, 2 threads. Item 1 raises OSError.
    """
    error = OSError("no such device")

    def work(item):
        if item == 1:
            raise error

    call = exercise.map_in_threads(work, range(3), 2)
    [outcome] = await asyncio.gather(call, return_exceptions=True)
    assert same(bare(outcome), error)


async def test_no_thread_is_left_after_a_failure(exercise):
    """After a failure, too, the threads have ended when the call does.

    2 threads. Item 0 raises ZeroDivisionError at 1 s, item 1 takes 3 s. It is looked whether the thread of item 1
    still lives.
    """
    threads = {}

    def work(item):
        threads[item] = threading.current_thread()
        time.sleep(1 + 2 * item)
        return 1 / item  # 0 raises

    await asyncio.gather(exercise.map_in_threads(work, range(2), 2), return_exceptions=True)
    alive = threads[1].is_alive()
    assert same(alive, False)


async def test_what_waits_is_dropped(exercise, clock):
    """After a failure, items that wait for a thread are dropped.

    6 items, 2 threads. The call that begins first raises ZeroDivisionError at 1 s; the others take
    3 s each. Its thread may have taken up a third item by then, but the other three never start.
    """
    numbers, started = itertools.count(), []

    def work(item):
        number = next(numbers)  # items may be taken up in any order
        started.append(item)
        # A call that blocks its thread, for such are what the function is given; the clock is
        # virtual in threads, too, so nobody waits for it.
        time.sleep(3 if number else 1)
        return 1 / number  # 0 raises

    await asyncio.gather(exercise.map_in_threads(work, range(6), 2), return_exceptions=True)
    await clock.until(30)
    how_many_started = len(started)
    assert how_many_started <= 3
