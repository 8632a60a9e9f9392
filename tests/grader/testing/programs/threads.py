"""Worker threads, and threads of one's own."""

import asyncio
import concurrent.futures
import queue
import threading
import time


async def to_a_thread(say, unit):
    def work(n):
        time.sleep(n * unit)
        return n

    say(await asyncio.to_thread(work, 1))
    began = time.monotonic()
    say(await asyncio.gather(*(asyncio.to_thread(work, n) for n in (3, 1, 2))))
    say(time.monotonic() - began >= 3 * unit)


async def a_thread_that_fails(say, unit):
    def work():
        raise OSError("thread")

    try:
        await asyncio.to_thread(work)
    except OSError as error:
        say(error)


async def an_executor(say, unit):
    loop = asyncio.get_running_loop()
    with concurrent.futures.ThreadPoolExecutor(max_workers=2) as pool:
        jobs = [loop.run_in_executor(pool, time.sleep, unit) for _ in range(4)]
        ticks = asyncio.create_task(asyncio.sleep(1.5 * unit))
        await ticks
        say([job.done() for job in jobs])
        await asyncio.gather(*jobs)
    say(await loop.run_in_executor(None, max, 1, 2))


async def a_thread_that_outlives_its_timeout(say, unit):
    log = []

    def work():
        time.sleep(3 * unit)
        log.append("thread")

    try:
        await asyncio.wait_for(asyncio.to_thread(work), unit)
    except TimeoutError:
        say("timeout", log)
    await asyncio.sleep(4 * unit)
    say(log)


async def calls_from_a_thread(say, unit):
    loop, event = asyncio.get_running_loop(), asyncio.Event()

    def work():
        time.sleep(unit)
        loop.call_soon_threadsafe(event.set)

    thread = threading.Thread(target=work)
    thread.start()
    say(await event.wait())
    await asyncio.to_thread(thread.join)


async def coroutines_from_a_thread(say, unit):
    loop = asyncio.get_running_loop()

    async def double(n):
        await asyncio.sleep(unit)
        return 2 * n

    def work():
        return asyncio.run_coroutine_threadsafe(double(4), loop).result()

    say(await asyncio.to_thread(work))


async def producer_thread(say, unit):
    items = queue.Queue()

    def produce():
        for n in range(3):
            time.sleep(unit)
            items.put(n)
        items.put(None)

    thread = threading.Thread(target=produce)
    thread.start()
    while (item := await asyncio.to_thread(items.get)) is not None:
        say(item)
    thread.join()


def a_loop_in_a_thread(say, unit):
    async def main():
        await asyncio.sleep(unit)
        return threading.current_thread() is threading.main_thread()

    with concurrent.futures.ThreadPoolExecutor() as pool:
        say(pool.submit(asyncio.run, main()).result())


async def locks_of_threads(say, unit):
    lock, log = threading.Lock(), []

    def work(name):
        with lock:
            log.append(name)
            time.sleep(unit)
            log.append(name)

    await asyncio.gather(*(asyncio.to_thread(work, name) for name in "ab"))
    say(log[0] == log[1], log[2] == log[3])
