"""Threads take turns on the virtual clock, so programs with threads have one outcome."""

import asyncio
import concurrent.futures
import queue
import random
import socket
import threading
import time

import pytest

from grader.testing import (
    BlockedLoopError,
    DeadlockError,
    LivelockError,
    _threads,
    virtual_time,
)
from grader.testing._clock import REAL, START
from grader.testing._threads import Bell, Lock, Looks, RLock


def run(main, **options):
    """What `main(log)` logged, in virtual time: lines and the time of the end."""
    log = []
    with virtual_time(**options) as clock:
        asyncio.run(main(log))
    return log, round(clock.now - START, 9)


def since(clock=time):
    return round(clock.monotonic() - START, 9)


# ---------------------------------------------------------------- sleeping


def test_sleeping_threads_sleep_at_the_same_time():
    async def main(log):
        def work(name, takes):
            time.sleep(takes)
            log.append((name, since()))

        await asyncio.gather(*(asyncio.to_thread(work, name, name / 2) for name in (3, 1, 2)))

    assert run(main) == ([(1, 0.5), (2, 1.0), (3, 1.5)], 1.5)


def test_threads_that_wake_together_wake_in_the_order_they_went_to_sleep():
    async def main(log):
        def work(name):
            time.sleep(1)
            log.append(name)

        await asyncio.gather(*(asyncio.to_thread(work, name) for name in range(20)))

    for _ in range(5):
        assert run(main) == (list(range(20)), 1)


def test_a_thread_starts_at_once():
    async def main(log):
        def work():
            log.append("thread")
            time.sleep(1)

        job = asyncio.create_task(asyncio.to_thread(work))
        await asyncio.sleep(0)
        log.append("task")
        await job

    assert run(main)[0] == ["thread", "task"]


def test_threads_and_tasks_share_one_order_of_deadlines():
    async def main(log):
        def blocking(name, takes):
            time.sleep(takes)
            log.append(name)

        async def cooperative(name, takes):
            await asyncio.sleep(takes)
            log.append(name)

        await asyncio.gather(
            asyncio.to_thread(blocking, "t1", 1.0),
            cooperative("c2", 2.0),
            asyncio.to_thread(blocking, "t3", 3.0),
            cooperative("c1.5", 1.5),
        )

    assert run(main)[0] == ["t1", "c1.5", "c2", "t3"]


def test_a_timeout_passes_while_a_thread_sleeps_on():
    async def main(log):
        try:
            await asyncio.wait_for(asyncio.to_thread(time.sleep, 5), 1)
        except TimeoutError:
            log.append(("timeout", since()))

    # asyncio.run waits for the thread, as in reality.
    assert run(main) == ([("timeout", 1)], 5)


def test_a_thread_that_polls_gives_others_their_turn():
    async def main(log):
        stop = []

        def poll():
            while not stop:
                time.sleep(0)
            log.append("stopped")

        job = asyncio.create_task(asyncio.to_thread(poll))
        await asyncio.sleep(1)
        stop.append(True)
        await job

    assert run(main) == (["stopped"], 1)


def test_a_thread_that_polls_for_ever_is_a_livelock(monkeypatch):
    monkeypatch.setattr("grader.testing._loop.MOST_ITERATIONS", 3000)

    async def main(log):
        while True:
            await asyncio.to_thread(time.sleep, 0)

    def poll():
        while True:
            time.sleep(0)

    with pytest.raises(LivelockError):
        run(main)
    with pytest.raises(LivelockError):
        run(lambda log: asyncio.to_thread(poll))


def test_a_task_that_polls_gives_threads_their_turn():
    async def main(log):
        def work():
            time.sleep(0)
            log.append("worked")

        job = asyncio.create_task(asyncio.to_thread(work))
        while not job.done():
            await asyncio.sleep(0)

    assert run(main) == (["worked"], 0)


def test_the_time_module_follows_the_clock_in_a_thread():
    async def main(log):
        def work():
            began = time.monotonic()
            time.sleep(2)
            log.append(time.monotonic() - began)

        await asyncio.to_thread(work)

    assert run(main) == ([2], 2)


# ---------------------------------------------------------------- pools


def test_a_pool_of_ones_own_runs_no_more_than_its_threads():
    async def main(log):
        def work(name):
            log.append(f"{name} starts {since():g}")
            time.sleep(1)

        loop = asyncio.get_running_loop()
        with concurrent.futures.ThreadPoolExecutor(2) as pool:
            await asyncio.gather(*(loop.run_in_executor(pool, work, name) for name in "abcde"))

    assert run(main) == (
        ["a starts 0", "b starts 0", "c starts 1", "d starts 1", "e starts 2"],
        3,
    )


def test_the_default_pool_has_the_same_size_on_every_machine():
    async def main(log):
        await asyncio.gather(*(asyncio.to_thread(time.sleep, 1) for _ in range(33)))

    assert run(main)[1] == 2


def test_jobs_submitted_directly_take_turns_too():
    async def main(log):
        def work(name):
            time.sleep(1)
            log.append(name)
            return name

        with concurrent.futures.ThreadPoolExecutor() as pool:
            futures = [pool.submit(work, name) for name in range(5)]
            log.append(sum([await asyncio.wrap_future(future) for future in futures]))

    assert run(main) == ([0, 1, 2, 3, 4, 10], 1)


def test_leaving_a_pool_waits_for_its_jobs_and_is_recorded():
    async def main():
        with concurrent.futures.ThreadPoolExecutor() as pool:
            pool.submit(time.sleep, 3)

    with virtual_time() as clock:
        asyncio.run(main())

    assert clock.now == START + 3
    assert [blocked.name for blocked in clock.blocked] == ["concurrent.futures.Executor.__exit__"]


def test_a_job_that_waits_for_a_thread_can_be_cancelled():
    async def main(log):
        loop = asyncio.get_running_loop()
        with concurrent.futures.ThreadPoolExecutor(1) as pool:
            first = loop.run_in_executor(pool, time.sleep, 2)
            second = loop.run_in_executor(pool, log.append, "never")
            second.cancel()
            await first

    assert run(main) == ([], 2)


def test_a_job_that_has_had_its_turn_is_not_woken_by_its_submission(monkeypatch):
    with virtual_time() as clock, concurrent.futures.ThreadPoolExecutor(1) as pool:
        real = _threads._real_submit

        def submit(pool, function):
            inner = real(pool, function)
            clock.workers.run_ready()  # as happened where the main thread waited for a lock of `inner`
            return inner

        monkeypatch.setattr(_threads, "_real_submit", submit)
        pool.submit(time.sleep, 2).result()

        assert clock.now == START + 2


def test_a_job_that_runs_goes_on_when_its_awaiter_is_cancelled():
    async def main(log):
        def work():
            time.sleep(2)
            log.append("done")

        job = asyncio.create_task(asyncio.to_thread(work))
        await asyncio.sleep(1)
        job.cancel()
        await asyncio.wait([job])
        log.append("cancelled")

    assert run(main) == (["cancelled", "done"], 2)


def test_exceptions_come_out_of_threads():
    async def main(log):
        def fail():
            time.sleep(1)
            raise OSError("no signal")

        with pytest.raises(OSError, match="no signal"):
            await asyncio.to_thread(fail)

    assert run(main) == ([], 1)


def test_a_broken_pool_says_so():
    def initializer():
        raise OSError

    async def main(log):
        loop = asyncio.get_running_loop()
        with (
            concurrent.futures.ThreadPoolExecutor(1, initializer=initializer) as pool,
            pytest.raises(concurrent.futures.BrokenExecutor),
        ):
            await loop.run_in_executor(pool, int)

    run(main)


def test_shutdown_can_cancel_what_waits():
    async def main(log):
        pool = concurrent.futures.ThreadPoolExecutor(1)
        futures = [pool.submit(time.sleep, 1) for _ in range(3)]
        pool.shutdown(wait=False, cancel_futures=True)
        await asyncio.sleep(2)
        log.extend([future.cancelled() for future in futures])

    assert run(main)[0] == [False, True, True]


def test_executor_map_and_as_completed_work_without_a_loop():
    with virtual_time() as clock, concurrent.futures.ThreadPoolExecutor(4) as pool:

        def work(takes):
            time.sleep(takes)
            return takes

        assert list(pool.map(work, [3, 1, 2])) == [3, 1, 2]
        assert clock.now == START + 3
        futures = [pool.submit(work, takes) for takes in (3, 1, 2)]
        done = [future.result() for future in concurrent.futures.as_completed(futures)]
        assert done == [1, 2, 3]
        assert concurrent.futures.wait(futures).not_done == set()

    assert clock.now == START + 6


# ---------------------------------------------------------------- threads of one's own


def test_threads_of_ones_own_take_turns():
    async def main(log):
        loop = asyncio.get_running_loop()
        done = asyncio.Event()

        def work():
            for n in range(3):
                time.sleep(1)
                loop.call_soon_threadsafe(log.append, (n, loop.time() - START))
            loop.call_soon_threadsafe(done.set)

        thread = threading.Thread(target=work)
        thread.start()
        await done.wait()
        thread.join()
        assert not thread.is_alive()

    assert run(main) == ([(0, 1), (1, 2), (2, 3)], 3)


def test_joining_lets_time_pass():
    with virtual_time() as clock:
        threads = [threading.Thread(target=time.sleep, args=(n,)) for n in (1, 3)]
        for thread in threads:
            thread.start()
        threads[0].join()
        assert (clock.now, threads[0].is_alive(), threads[1].is_alive()) == (START + 1, False, True)
        threads[1].join(timeout=1)
        assert (clock.now, threads[1].is_alive()) == (START + 2, True)
        threads[1].join()

    assert clock.now == START + 3


def test_a_subclass_of_thread_runs_its_own_run():
    class Worker(threading.Thread):
        def run(self):
            time.sleep(2)
            self.answer = since()

    with virtual_time():
        worker = Worker()
        worker.start()
        worker.join()

    assert worker.answer == 2


def test_a_timer_thread_fires_on_the_clock():
    log = []
    with virtual_time():
        timer = threading.Timer(5, lambda: log.append(since()))
        timer.start()
        timer.join()

    assert log == [5]


def test_a_thread_can_only_be_started_once():
    with virtual_time():
        thread = threading.Thread(target=int)
        thread.start()
        with pytest.raises(RuntimeError, match="once"):
            thread.start()
        with pytest.raises(RuntimeError, match="before it is started"):
            threading.Thread().join()


def test_threads_start_threads():
    log = []

    def outer():
        thread = threading.Thread(target=lambda: (time.sleep(1), log.append("inner")))
        thread.start()
        thread.join()
        log.append("outer")

    with virtual_time() as clock:
        thread = threading.Thread(target=outer)
        thread.start()
        thread.join()

    assert (log, clock.now) == (["inner", "outer"], START + 1)


# ---------------------------------------------------------------- waiting for each other


def test_a_thread_and_a_task_shake_hands():
    async def main(log):
        loop = asyncio.get_running_loop()
        told, go = asyncio.Event(), threading.Event()

        def blocking():
            loop.call_soon_threadsafe(told.set)
            log.append("thread waits")
            go.wait()
            log.append("thread goes on")

        job = asyncio.create_task(asyncio.to_thread(blocking))
        await told.wait()
        await asyncio.sleep(3)
        log.append("task lets it go")
        go.set()
        await job

    began = REAL["monotonic"]()
    assert run(main) == (["thread waits", "task lets it go", "thread goes on"], 3)
    assert REAL["monotonic"]() - began < 20  # no waiting in real time: usually a millisecond


def test_a_wait_with_a_timeout_times_out_on_the_clock():
    async def main(log):
        log.append(await asyncio.to_thread(threading.Event().wait, 2))
        log.append(await asyncio.to_thread(threading.Condition().acquire, timeout=1))
        with pytest.raises(queue.Empty):
            await asyncio.to_thread(queue.Queue().get, timeout=5)

    assert run(main) == ([False, True], 7)


def test_queues_join_producers_and_consumers():
    async def main(log):
        items = queue.Queue(maxsize=1)

        def produce():
            for n in range(4):
                items.put(n)
                log.append(f"put {n}")
            items.put(None)

        def consume():
            while (item := items.get()) is not None:
                time.sleep(1)
                log.append(f"got {item} at {since():g}")

        await asyncio.gather(asyncio.to_thread(produce), asyncio.to_thread(consume))

    first = run(main)
    assert first[1] == 4
    assert all(run(main) == first for _ in range(5))


def test_run_coroutine_threadsafe_answers_the_thread():
    async def main(log):
        loop = asyncio.get_running_loop()

        async def answer():
            await asyncio.sleep(2)
            return 42

        def ask():
            log.append(asyncio.run_coroutine_threadsafe(answer(), loop).result())

        await asyncio.to_thread(ask)

    assert run(main) == ([42], 2)


def test_run_coroutine_threadsafe_can_time_out():
    async def main(log):
        loop = asyncio.get_running_loop()

        def ask():
            future = asyncio.run_coroutine_threadsafe(asyncio.sleep(10), loop)
            try:
                future.result(timeout=3)
            except TimeoutError:
                log.append(since())
                future.cancel()

        await asyncio.to_thread(ask)

    assert run(main) == ([3], 3)


def test_locks_are_handed_on_in_order():
    async def main(log):
        lock = threading.Lock()

        def work(name):
            with lock:
                time.sleep(1)
                log.append(f"{name} {since():g}")

        await asyncio.gather(*(asyncio.to_thread(work, name) for name in "abc"))

    assert run(main) == (["a 1", "b 2", "c 3"], 3)


def test_locks_can_be_waited_for_a_while():
    async def main(log):
        lock = threading.Lock()

        def hold():
            with lock:
                time.sleep(2)

        def impatient():
            log.append((lock.acquire(timeout=1), since()))
            log.append((lock.acquire(timeout=5), since()))
            lock.release()

        await asyncio.gather(asyncio.to_thread(hold), asyncio.to_thread(impatient))

    assert run(main)[0] == [(False, 1), (True, 2)]


def test_reentrant_locks_and_semaphores_and_barriers_take_turns():
    async def main(log):
        lock, limit, barrier = threading.RLock(), threading.Semaphore(2), threading.Barrier(3)

        def work(name):
            with limit:
                time.sleep(1)
            barrier.wait()
            with lock, lock:
                time.sleep(1)
                log.append(f"{name} {since():g}")

        await asyncio.gather(*(asyncio.to_thread(work, name) for name in "abc"))

    first = run(main)
    assert first[1] == 5
    assert min(first[0]).startswith("a")
    assert all(run(main) == first for _ in range(5))


def test_a_lock_behaves_as_a_lock_everywhere():
    with virtual_time():
        lock = threading.Lock()
        assert isinstance(lock, Lock)

    assert not lock.locked()
    assert lock.acquire()
    assert not lock.acquire(blocking=False)
    assert not lock.acquire(timeout=0.001)
    lock.release()
    with pytest.raises(RuntimeError):
        lock.release()
    with pytest.raises(ValueError, match="timeout"):
        lock.acquire(blocking=False, timeout=1)
    with lock:
        assert repr(lock) == "<locked lock>"


def test_who_waits_for_a_lock_is_not_let_in_by_a_notification_that_comes_late():
    inside, seen = [], []
    # All of them sleep on the virtual clock, in which the threads below are started.

    def wait(condition):
        with condition:
            seen.append(condition.wait(1))
            seen.append((list(inside), since()))

    def hold(condition):
        time.sleep(0.5)
        with condition:
            inside.append("held")
            time.sleep(1.5)
            condition.notify()
            time.sleep(1)
            inside.clear()

    with virtual_time():
        condition = threading.Condition()
        threads = [threading.Thread(target=each, args=(condition,)) for each in (wait, hold)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    assert seen == [False, ([], 3)]


# ---------------------------------------------------------------- the loop's own thread


def test_waiting_on_the_loops_thread_lets_threads_go_on_and_is_recorded():
    async def main():
        event = threading.Event()

        def work():
            time.sleep(2)
            event.set()

        job = asyncio.create_task(asyncio.to_thread(work))
        await asyncio.sleep(0)
        event.wait()
        await job

    with virtual_time() as clock:
        asyncio.run(main())

    assert clock.now == START + 2
    (blocked,) = clock.blocked
    assert (blocked.name, blocked.time) == ("threading.Event.wait", START)
    assert blocked.stack[0].function.endswith("main")


def test_sleeping_on_the_loops_thread_lets_threads_go_on():
    async def main(log):
        def work():
            time.sleep(1)
            log.append("thread")

        job = asyncio.create_task(asyncio.to_thread(work))
        await asyncio.sleep(0)
        time.sleep(2)
        log.append("loop")
        await job

    assert run(main) == (["thread", "loop"], 2)


def test_the_loop_cannot_wait_for_itself():
    async def main(log):
        loop = asyncio.get_running_loop()
        asyncio.run_coroutine_threadsafe(asyncio.sleep(1), loop).result()

    with pytest.raises(BlockedLoopError, match=r"concurrent.futures.Future.result"):
        run(main)


@pytest.mark.parametrize("swallow", [Exception, BaseException])
def test_swallowing_that_error_does_not_help(swallow):
    async def main(log):
        lock = threading.Lock()
        while True:
            try:
                lock.acquire()
            except swallow:
                await asyncio.sleep(0)

    with pytest.raises(BlockedLoopError, match=r"threading.Lock.acquire"):
        run(main)


def test_a_lock_held_across_an_await_blocks_the_loop():
    async def main(log):
        lock = threading.Lock()

        async def work():
            with lock:
                await asyncio.sleep(1)

        await asyncio.gather(work(), work())

    with pytest.raises(BlockedLoopError) as error:
        run(main)

    assert [wait.what for wait in error.value.waits] == [
        "gather: Task-2, Task-3",
        "sleep until 1025",
        "its next step",
    ]


def test_threads_that_block_each_other_are_a_deadlock():
    async def main(log):
        one, two = threading.Lock(), threading.Lock()

        def work(first, second):
            with first:
                time.sleep(1)
                with second:
                    log.append("never")

        await asyncio.gather(asyncio.to_thread(work, one, two), asyncio.to_thread(work, two, one))

    with pytest.raises(DeadlockError) as error:
        run(main)

    waits = error.value.waits[-2:]
    assert [wait.what for wait in waits] == ["threading.Lock.acquire"] * 2
    assert all(wait.name.startswith("thread of ") for wait in waits)
    assert all(wait.where[0].function.endswith("work") for wait in waits)


def test_a_thread_that_waits_for_ever_is_a_deadlock():
    async def main(log):
        await asyncio.to_thread(threading.Event().wait)

    began = REAL["monotonic"]()
    with pytest.raises(
        DeadlockError, match=r"thread of Event\.wait waits for threading\.Event\.wait"
    ):
        run(main)
    assert REAL["monotonic"]() - began < 20


# ---------------------------------------------------------------- what can't be seen


def test_a_thread_that_computes_holds_the_clock():
    async def main(log):
        def compute():
            end = REAL["monotonic"]() + 0.1
            while REAL["monotonic"]() < end:
                pass
            return since()

        log.append(await asyncio.wait_for(asyncio.to_thread(compute), 0.001))

    assert run(main) == ([0], 0)


def test_a_thread_that_waits_for_something_unseen_does_not_block_the_loop(monkeypatch):
    monkeypatch.setattr("grader.testing._threads.GRACE", 0.05)

    async def main(log):
        loop = asyncio.get_running_loop()
        items = queue.SimpleQueue()  # in C

        def work():
            loop.call_soon_threadsafe(items.put, "item")
            log.append(items.get())

        await asyncio.to_thread(work)

    assert run(main)[0] == ["item"]


def test_a_thread_that_looks_at_a_socket_now_and_then_does_not_block_the_loop(monkeypatch):
    monkeypatch.setattr("grader.testing._threads.GRACE", 0.1)
    done = []

    def serve():
        reading, writing = socket.socketpair()
        reading.settimeout(0.02)
        while not done:
            try:
                reading.recv(1)
            except TimeoutError:
                pass
        reading.close()
        writing.close()

    async def main(log):
        thread = threading.Thread(target=serve)
        thread.start()
        await asyncio.sleep(0)
        done.append(True)
        await asyncio.to_thread(thread.join)
        log.append("went on")

    assert run(main)[0] == ["went on"]


def test_a_thread_that_talks_to_the_loop_over_a_socket_is_not_waited_for():
    import socket

    async def main(log):
        async def serve(reader, writer):
            writer.write(await reader.readline())
            writer.close()
            await writer.wait_closed()

        server = await asyncio.start_server(serve, "127.0.0.1", 0)
        address = server.sockets[0].getsockname()

        def ask():
            with socket.create_connection(address) as sock:
                sock.sendall(b"hello\n")
                return sock.makefile().readline()

        log.append(await asyncio.to_thread(ask))
        server.close()
        await server.wait_closed()

    began = REAL["monotonic"]()
    assert run(main)[0] == ["hello\n"]
    assert REAL["monotonic"]() - began < 20


def test_threads_run_on_while_the_main_thread_waits_in_a_way_we_cannot_see(monkeypatch):
    import socket

    monkeypatch.setattr("grader.testing._threads.GRACE", 0.02)
    one, two = socket.socketpair()
    event = threading.Event()

    def serve():
        event.wait()
        time.sleep(5)
        two.sendall(b"hello")

    with virtual_time() as clock, one, two:
        thread = threading.Thread(target=serve)
        thread.start()
        event.set()
        assert one.recv(10) == b"hello"
        assert clock.now == START + 5
        thread.join()  # it runs beside us now, and that takes real time


def test_threads_run_on_while_the_main_thread_turns_in_circles(monkeypatch):
    monkeypatch.setattr("grader.testing._threads.GRACE", 0.02)
    with virtual_time() as clock:
        thread = threading.Thread(target=time.sleep, args=(5,))
        thread.start()
        while thread.is_alive():
            pass  # which nothing of ours sees; what it costs of the processor ends it
        assert clock.now == START + 5


def test_who_computes_or_is_not_let_is_not_taken_for_stuck(monkeypatch):
    spent = iter([5.0, 5.0, 5.0004, 5.002, 5.002, 5.002])
    monkeypatch.setattr("grader.testing._threads._processor_time", lambda thread: next(spent))
    looks = Looks()
    seen = []
    for _ in range(6):
        looks.again(1, 0.25)
        seen.append((looks.still, round(looks.used, 6)))

    assert seen == [
        (0.25, 0), (0.5, 0), (0.75, 0.0004), (0, 0.002), (0.25, 0.002), (0.5, 0.002),
    ]  # fmt: skip


# ---------------------------------------------------------------- loops in threads


def test_a_thread_that_sleeps_in_its_loop_is_not_woken_by_what_comes_for_the_loop():
    def background(log, started):
        async def main():
            started.append(asyncio.get_running_loop())
            time.sleep(3)  # on the virtual clock, which its thread follows
            log.append(since())

        asyncio.run(main())

    async def main(log):
        started = []
        thread = asyncio.to_thread(background, log, started)
        job = asyncio.create_task(thread)
        await asyncio.sleep(1)
        started[0].call_soon_threadsafe(log.append, "called")
        await job

    assert run(main) == ([3, "called"], 3)


def test_a_loop_in_a_thread_follows_the_clock():
    def background(log):
        async def main():
            await asyncio.sleep(2)
            log.append(since())

        asyncio.run(main())

    async def main(log):
        await asyncio.gather(asyncio.to_thread(background, log), asyncio.sleep(5))

    assert run(main) == ([2], 5)


def test_a_loop_in_the_background_serves_other_threads():
    log = []
    with virtual_time() as clock:
        loop = asyncio.new_event_loop()
        thread = threading.Thread(target=loop.run_forever)
        thread.start()

        async def work():
            await asyncio.sleep(3)
            return "done"

        log.append(asyncio.run_coroutine_threadsafe(work(), loop).result())
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()

    assert (log, clock.now) == (["done"], START + 3)


def test_loops_in_two_threads_talk_over_sockets():
    async def main(log):
        started, stop = asyncio.Event(), None
        loop = asyncio.get_running_loop()
        address = []

        def background():
            async def serve(reader, writer):
                line = await reader.readline()
                await asyncio.sleep(2)
                writer.write(line.upper())
                writer.close()

            async def body():
                nonlocal stop
                stop = asyncio.Event()
                server = await asyncio.start_server(serve, "127.0.0.1", 0)
                address.extend(server.sockets[0].getsockname())
                inner = asyncio.get_running_loop()
                loop.call_soon_threadsafe(started.set)
                log.append("serving")
                await stop.wait()
                server.close()
                await inner.idle()

            asyncio.run(body())

        job = asyncio.create_task(asyncio.to_thread(background))
        await started.wait()
        reader, writer = await asyncio.open_connection(*address)
        writer.write(b"hello\n")
        log.append(await reader.readline())
        writer.close()
        stop._loop.call_soon_threadsafe(stop.set)
        await job
        await loop.idle()

    assert run(main) == (["serving", b"HELLO\n"], 2)


# ---------------------------------------------------------------- the end


def test_threads_that_are_left_behind_end_with_the_scope():
    log = []

    def work():
        try:
            time.sleep(100)
        finally:
            log.append("cleaned up")

    with virtual_time():
        thread = threading.Thread(target=work)
        thread.start()
    thread.join(5)

    assert (log, thread.is_alive()) == (["cleaned up"], False)


def test_shutting_the_default_executor_down_can_time_out():
    async def main(log):
        loop = asyncio.get_running_loop()
        loop.run_in_executor(None, time.sleep, 10)
        with pytest.warns(RuntimeWarning, match="within 3 seconds"):
            await loop.shutdown_default_executor(3)
        log.append(since())
        with pytest.raises(RuntimeError, match="shutdown"):
            await asyncio.to_thread(int)

    assert run(main)[0] == [3]


# ---------------------------------------------------------------- one outcome


def test_a_tangle_of_threads_has_one_outcome():
    async def main(log):
        loop, lock, items = asyncio.get_running_loop(), threading.Lock(), queue.Queue()
        draw = random.Random(1)

        def work(name, naps):
            for nap in naps:
                time.sleep(nap)
                with lock:
                    items.put(name)
                    time.sleep(0.125)
                loop.call_soon_threadsafe(log.append, f"{name} {since():g}")

        def drain():
            for _ in range(24):
                log.append(f"got {items.get()}")

        await asyncio.gather(
            asyncio.to_thread(drain),
            *(
                asyncio.to_thread(work, n, [draw.choice([0.125, 0.25, 0.5]) for _ in range(3)])
                for n in range(8)
            ),
        )

    first = run(main)
    assert len(first[0]) == 48
    assert all(run(main) == first for _ in range(20))


def test_a_bell_remembers_one_ring():
    bell = Bell()

    bell.ring()
    bell.ring()

    assert bell.wait(0)
    assert not bell.wait(0)


def test_private_names_of_the_standard_library_are_still_there():
    condition, lock = threading.Condition(), threading._RLock()
    assert hasattr(lock, "_block")
    assert type(condition._waiters).__name__ == "deque"
    for name in ("_is_owned", "_release_save", "_acquire_restore"):
        assert callable(getattr(condition, name))
    assert hasattr(threading.Thread(target=int), "_target")
    with concurrent.futures.ThreadPoolExecutor(1) as pool:
        assert pool._max_workers == 1
        assert type(pool._threads) is set
    assert callable(concurrent.futures.Future()._invoke_callbacks)
    assert isinstance(RLock()._block, Lock)
