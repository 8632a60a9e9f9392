"""Locks, events, conditions, semaphores, barriers, queues."""

import asyncio
import sys


async def a_lock(say, unit):
    lock = asyncio.Lock()

    async def use(name):
        async with lock:
            say(name, "in", lock.locked())
            await asyncio.sleep(unit)
            say(name, "out")

    await asyncio.gather(*(use(name) for name in "abc"))
    say(lock.locked())


async def a_lock_by_hand(say, unit):
    lock = asyncio.Lock()
    say(await lock.acquire())
    waiter = asyncio.create_task(lock.acquire())
    await asyncio.sleep(unit)
    say(waiter.done())
    lock.release()
    say(await waiter)
    lock.release()
    try:
        lock.release()
    except RuntimeError as error:
        say(error)


async def a_lock_whose_waiter_gives_up(say, unit):
    lock = asyncio.Lock()
    await lock.acquire()
    try:
        await asyncio.wait_for(lock.acquire(), unit)
    except TimeoutError:
        say("timeout", lock.locked())
    lock.release()
    say(lock.locked())


async def an_event(say, unit):
    event = asyncio.Event()

    async def wait(name):
        say(name, await event.wait())

    tasks = [asyncio.create_task(wait(name)) for name in "ab"]
    await asyncio.sleep(unit)
    say(event.is_set())
    event.set()
    await asyncio.gather(*tasks)
    await wait("at once")
    event.clear()
    say(event.is_set())


async def a_condition(say, unit):
    condition, items = asyncio.Condition(), []

    async def consume(name):
        async with condition:
            await condition.wait_for(lambda: items)
            say(name, items.pop(0))

    async def produce():
        for n in range(2):
            await asyncio.sleep(unit)
            async with condition:
                items.append(n)
                condition.notify()

    await asyncio.gather(consume("a"), consume("b"), produce())


async def a_condition_for_all(say, unit):
    condition = asyncio.Condition()

    async def wait(name):
        async with condition:
            say(name, await condition.wait())

    tasks = [asyncio.create_task(wait(name)) for name in "abc"]
    await asyncio.sleep(unit)
    async with condition:
        condition.notify(1)
    await asyncio.sleep(unit)
    async with condition:
        condition.notify_all()
    await asyncio.gather(*tasks)
    try:
        condition.notify()
    except RuntimeError as error:
        say(error)


async def a_semaphore(say, unit):
    slots, running = asyncio.Semaphore(2), 0

    async def use(name):
        nonlocal running
        async with slots:
            running += 1
            say(name, running, slots.locked())
            await asyncio.sleep(unit)
            running -= 1

    await asyncio.gather(*(use(name) for name in "abcd"))


async def a_bounded_semaphore(say, unit):
    slots = asyncio.BoundedSemaphore(1)
    await slots.acquire()
    slots.release()
    try:
        slots.release()
    except ValueError as error:
        say(error)


async def a_barrier(say, unit):
    barrier = asyncio.Barrier(3)

    async def meet(name, delay):
        await asyncio.sleep(delay * unit)
        say(name, "comes", barrier.n_waiting, barrier.parties)
        async with barrier as position:
            say(name, position)

    await asyncio.gather(meet("a", 1), meet("b", 2), meet("c", 3))


async def a_broken_barrier(say, unit):
    barrier = asyncio.Barrier(2)

    async def meet():
        try:
            await barrier.wait()
        except asyncio.BrokenBarrierError:
            say("broken", barrier.broken)

    waiter = asyncio.create_task(meet())
    await asyncio.sleep(unit)
    await barrier.abort()
    await waiter
    await barrier.reset()
    say(barrier.broken)


async def a_queue(say, unit):
    queue = asyncio.Queue(maxsize=2)

    async def produce():
        for n in range(4):
            await queue.put(n)
            say("put", n, queue.qsize(), queue.full())

    async def consume():
        for _ in range(4):
            await asyncio.sleep(unit)
            say("got", await queue.get())
            queue.task_done()

    await asyncio.gather(produce(), consume())
    await queue.join()
    say(queue.empty(), queue.maxsize)


async def queues_without_waiting(say, unit):
    queue = asyncio.Queue(1)
    try:
        queue.get_nowait()
    except asyncio.QueueEmpty:
        say("empty")
    queue.put_nowait(1)
    try:
        queue.put_nowait(2)
    except asyncio.QueueFull:
        say("full")
    say(queue.get_nowait())
    queue.task_done()
    try:
        queue.task_done()
    except ValueError as error:
        say(error)


async def queues_in_other_orders(say, unit):
    for kind in (asyncio.PriorityQueue, asyncio.LifoQueue):
        queue = kind()
        for n in (3, 1, 2):
            await queue.put(n)
        say(kind.__name__, [await queue.get() for _ in range(3)])


async def workers(say, unit):
    queue, results = asyncio.Queue(), []

    async def work(name):
        while True:
            n = await queue.get()
            await asyncio.sleep(n * unit)
            results.append((name, n))
            queue.task_done()

    tasks = [asyncio.create_task(work(name)) for name in "ab"]
    for n in (1, 3, 4):
        queue.put_nowait(n)
    await queue.join()
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    say(results)


if sys.version_info >= (3, 13):

    async def a_queue_that_is_shut_down(say, unit):
        queue = asyncio.Queue()
        queue.put_nowait(1)

        async def consume():
            try:
                while True:
                    say(await queue.get())
            except asyncio.QueueShutDown:
                say("shut down")

        consumer = asyncio.create_task(consume())
        await asyncio.sleep(unit)
        queue.shutdown()
        await consumer


async def a_deposit(say, unit):
    balance, lock = 0, asyncio.Lock()

    async def deposit(amount):
        nonlocal balance
        async with lock:
            seen = balance
            await asyncio.sleep(unit)
            balance = seen + amount

    await asyncio.gather(*(deposit(n) for n in (1, 10, 100)))
    say(balance)
