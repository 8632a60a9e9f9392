"""The loop with virtual time: what order things happen in, at what time, and how it ends."""

import asyncio
import concurrent.futures
import contextlib
import contextvars
import gc
import logging
import os
import selectors
import signal
import socket
import subprocess
import sys
import threading
import time
import weakref

import pytest

from grader.testing import DeadlockError, EndlessError, LivelockError, VirtualTimeLoop, virtual_time
from grader.testing import _loop as module
from grader.testing._clock import REAL, START, scope
from grader.testing._errors import StuckError
from grader.testing._loop import Hooks

posix = pytest.mark.skipif(os.name != "posix", reason="needs POSIX")


def run(main, *, clock="virtual", **options):
    """The result of `main()`, in virtual time."""

    async def body():
        result = await main()
        await asyncio.get_running_loop().idle()  # what was closed may finish closing
        return result

    with virtual_time(clock=clock):
        loop = VirtualTimeLoop(**options)
        try:
            return loop.run_until_complete(body())
        finally:
            loop.finish()


def now():
    return round(asyncio.get_running_loop().time() - START, 9)


async def note(log, name, *delays):
    for delay in delays:
        await asyncio.sleep(delay)
    log.append(name)


# ---------------------------------------------------------------- time


def test_sleeping_takes_its_time_and_none_of_ours():
    async def main():
        await asyncio.sleep(86_400)
        return now()

    began = REAL["monotonic"]()
    assert run(main) == 86_400
    assert REAL["monotonic"]() - began < 60


@pytest.mark.parametrize(
    ("delays", "total"),
    [([0.1] * 3, 0.3), ([0.1, 0.2], 0.3), ([0.7, 0.1], 0.8), ([1e-9] * 3, 3e-9)],
)
def test_times_are_exact(delays, total):
    async def main():
        for delay in delays:
            await asyncio.sleep(delay)
        return now()

    assert run(main) == total


def test_equal_deadlines_fire_in_order_of_setting():
    async def main():
        log = []
        await asyncio.gather(*(note(log, n, 1) for n in range(100)))
        return log

    assert run(main) == list(range(100))


def test_sums_that_are_equal_in_decimals_are_equal_deadlines():
    async def main():
        log, loop = [], asyncio.get_running_loop()
        loop.call_at(START + 0.1 + 0.2, log.append, "sum")  # 1024.3000000000002
        loop.call_at(START + 0.3, log.append, "whole")
        await asyncio.sleep(1)
        return log

    assert run(main) == ["sum", "whole"]


def test_who_slept_in_fewer_hops_wakes_first():
    # Each hop loses a little time in reality.
    async def main():
        log = []
        await asyncio.gather(
            note(log, "fifteen", *[0.2] * 15), note(log, "one", 3), note(log, "three", 1, 1, 1)
        )
        return log, now()

    assert run(main) == (["one", "three", "fifteen"], 3)


def test_a_later_hop_comes_after_all_that_the_earlier_one_set_off():
    async def main():
        log = []

        async def chatty():
            await asyncio.sleep(2)
            for n in range(5):
                log.append(n)
                await asyncio.sleep(0)

        await asyncio.gather(note(log, "hopper", 1, 1), chatty())
        return log

    assert run(main) == [0, 1, 2, 3, 4, "hopper"]


def test_steps_of_one_instant_do_not_count_as_hops():
    async def main():
        log = []

        async def late():
            await asyncio.sleep(0)
            await asyncio.sleep(1)
            log.append("late")
            await asyncio.sleep(0)
            log.append("late again")

        async def early():
            await asyncio.sleep(1)
            log.append("early")
            await asyncio.sleep(0)
            log.append("early again")

        await asyncio.gather(late(), early())
        return log

    # In reality, too, both timers fire in the same iteration: the selector wakes at whole
    # milliseconds.
    assert run(main) == ["early", "late", "early again", "late again"]


def test_a_delay_of_zero_fires_in_the_next_iteration():
    async def main():
        log, loop = [], asyncio.get_running_loop()
        loop.call_later(0, log.append, "timer")
        loop.call_soon(log.append, "soon")
        await asyncio.sleep(0)
        log.append("step")
        await asyncio.sleep(0)
        return log

    assert run(main) == ["soon", "step", "timer"]


def test_deadlines_in_the_past_fire_in_their_order():
    async def main():
        log, loop = [], asyncio.get_running_loop()
        loop.call_at(START - 1, log.append, "later")
        loop.call_at(START - 2, log.append, "earlier")
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        return log, now()

    assert run(main) == (["earlier", "later"], 0)


def test_time_passed_by_a_blocking_call_makes_timers_late():
    async def main():
        log = []
        tasks = [asyncio.create_task(note(log, n, n)) for n in (3, 1, 2)]
        await asyncio.sleep(0)
        time.sleep(2)
        log.append(now())
        await asyncio.gather(*tasks)
        return log

    assert run(main) == [2, 1, 2, 3]


def test_a_sleep_for_ever_is_no_timer():
    async def main():
        task = asyncio.create_task(asyncio.sleep(float("inf")))
        await asyncio.sleep(1)
        task.cancel()
        await asyncio.wait([task])
        return now(), task.cancelled()

    assert run(main) == (1, True)


def test_cancelled_timers_do_not_move_the_clock():
    async def main():
        loop = asyncio.get_running_loop()
        loop.call_later(5, print).cancel()
        async with asyncio.timeout(60):
            await asyncio.sleep(1)
        loop.call_later(10, print).cancel()

    with virtual_time() as clock:
        asyncio.run(main())
        assert clock.now == START + 1


def test_cancelled_timers_are_forgotten():
    async def main():
        loop = asyncio.get_running_loop()
        for _ in range(10_000):
            loop.call_later(3600, print).cancel()
        return sum(type(each).__name__ == "TimerHandle" for each in gc.get_objects())

    assert run(main) < 1000


def test_timer_handles_are_the_ordinary_ones():
    async def main():
        loop = asyncio.get_running_loop()
        timer, soon = loop.call_later(0.5, print, 1), loop.call_soon(print, 2)
        assert isinstance(timer, asyncio.TimerHandle)
        assert isinstance(soon, asyncio.Handle)
        assert timer.when() == START + 0.5
        assert repr(timer).startswith("<TimerHandle when=1024.5 print(")
        assert repr(soon).startswith("<Handle print(")
        assert not timer.cancelled()
        timer.cancel()
        soon.cancel()
        assert timer.cancelled()
        assert soon.cancelled()
        assert "cancelled" in repr(timer)
        assert min(loop.call_at(2, print), loop.call_at(1, print)).when() == 1

    run(main)


@pytest.mark.parametrize("bad", [None])
def test_what_timers_refuse(bad):
    async def main():
        loop = asyncio.get_running_loop()
        with pytest.raises(TypeError):
            loop.call_later(bad, print)
        with pytest.raises(TypeError):
            loop.call_at(bad, print)
        loop.set_debug(True)
        with pytest.raises(TypeError):
            loop.call_later(1, main)
        with pytest.raises(TypeError):
            loop.call_soon(main)

    run(main)


def test_a_closed_loop_takes_nothing():
    loop = VirtualTimeLoop()
    loop.close()

    for call in (loop.call_soon, loop.call_soon_threadsafe):
        with pytest.raises(RuntimeError, match="closed"):
            call(print)
    for call in (loop.call_later, loop.call_at):
        with pytest.raises(RuntimeError, match="closed"):
            call(1, print)
    with pytest.raises(RuntimeError, match="closed"):
        loop.run_forever()


def test_callbacks_run_in_their_context():
    value = contextvars.ContextVar("value", default="outside")

    async def main():
        log, loop = [], asyncio.get_running_loop()
        context = contextvars.copy_context()
        context.run(value.set, "given")
        value.set("current")
        loop.call_soon(lambda: log.append(value.get()))
        loop.call_soon(lambda: log.append(value.get()), context=context)
        loop.call_later(1, lambda: log.append(value.get()), context=context)
        value.set("later")
        await asyncio.sleep(2)
        return log

    assert run(main) == ["current", "given", "given"]


def test_a_callback_that_fails_is_reported_and_the_loop_goes_on():
    async def main():
        told, seen, loop = [], [], asyncio.get_running_loop()
        loop.set_exception_handler(lambda _, context: told.append(context))
        loop.tell(Hooks(on_exception=seen.append))
        loop.call_soon(lambda: 1 / 0)
        loop.call_later(1, lambda: 1 / 0)
        await asyncio.sleep(2)
        return told, seen

    told, seen = run(main)
    assert told == seen
    assert len(told) == 2
    assert told[0]["message"].startswith("Exception in callback test_a_callback_that_fails")
    assert isinstance(told[0]["exception"], ZeroDivisionError)
    assert isinstance(told[1]["handle"], asyncio.TimerHandle)


@pytest.mark.parametrize("kind", [KeyboardInterrupt, SystemExit])
def test_interrupts_come_out(kind):
    async def main():
        loop = asyncio.get_running_loop()

        def interrupt():
            raise kind

        loop.call_later(1, interrupt)
        await asyncio.sleep(2)

    with virtual_time(), pytest.raises(kind):
        asyncio.run(main())


def test_debug_mode_warns_of_slow_steps_in_virtual_time(caplog):
    async def main():
        time.sleep(0.5)
        await asyncio.sleep(1)

    with virtual_time(), caplog.at_level(logging.WARNING, "asyncio"):
        asyncio.run(main(), debug=True)

    (record,) = [each for each in caplog.records if "Executing" in each.getMessage()]
    assert record.getMessage().endswith("took 0.500 seconds")


def test_stopping_from_a_callback_runs_what_is_ready():
    log = []
    with virtual_time():
        loop = VirtualTimeLoop()
        loop.call_soon(loop.stop)
        loop.call_soon(log.append, 1)
        loop.run_forever()
        loop.call_later(1, log.append, 2)
        loop.call_later(1, loop.stop)
        loop.run_forever()
        loop.stop()
        loop.run_forever()
        loop.close()

    assert log == [1, 2]


# ---------------------------------------------------------------- where loops come from


def test_learner_code_gets_the_loop_whichever_way_it_makes_one():
    async def main():
        await asyncio.sleep(1)
        return type(asyncio.get_running_loop())

    with virtual_time() as clock:
        found = [asyncio.run(main())]
        with asyncio.Runner() as runner:
            found += [runner.run(main()), runner.run(main())]
        for make in (asyncio.new_event_loop, asyncio.get_event_loop_policy().new_event_loop):
            loop = make()
            found.append(loop.run_until_complete(main()))
            loop.close()

    assert found == [VirtualTimeLoop] * 5
    assert clock.now == START + 5


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_a_loop_nobody_made_is_ours_too(monkeypatch):
    # As plain `asyncio.get_event_loop()` does in the main thread before 3.14.
    policy = asyncio.DefaultEventLoopPolicy()
    with virtual_time():
        loop = policy.get_event_loop() if sys.version_info < (3, 14) else policy.new_event_loop()
        assert type(loop) is VirtualTimeLoop
        loop.close()
        policy.set_event_loop(None)


def test_a_factory_can_make_other_loops():
    class Mine(VirtualTimeLoop):
        pass

    async def main():
        return type(asyncio.get_running_loop())

    with virtual_time(Mine):
        assert asyncio.run(main()) is Mine


def test_a_stock_loop_inside_a_scope_runs_in_real_time():
    async def main():
        await asyncio.sleep(0.001)
        return asyncio.get_running_loop().time()

    with virtual_time():
        loop = asyncio.SelectorEventLoop()
        try:
            assert abs(loop.run_until_complete(main()) - REAL["monotonic"]()) < 60
        finally:
            loop.close()


def test_a_loop_without_a_scope_has_a_clock_of_its_own():
    loop = VirtualTimeLoop()

    async def main():
        time.sleep(1)
        await asyncio.sleep(1)
        return time.monotonic()

    try:
        assert loop.run_until_complete(main()) == START + 2
        assert loop.clock.now == START + 2
        assert scope.clock is None
        assert time.monotonic() != START + 2
    finally:
        loop.close()


def test_a_real_loop_is_real_even_inside_a_scope():
    async def main():
        before = time.monotonic()
        await asyncio.sleep(0.01)
        time.sleep(0.001)
        return time.monotonic() - before, asyncio.get_running_loop().time() - REAL["monotonic"]()

    with virtual_time() as clock:
        loop = VirtualTimeLoop(clock="real")
        try:
            took, off = loop.run_until_complete(main())
        finally:
            loop.close()

    assert took >= 0.011
    assert abs(off) < 60
    assert clock.now == START


def test_real_timers_keep_their_order():
    async def main():
        log, loop = [], asyncio.get_running_loop()
        when = loop.time() + 0.001
        for n in range(20):
            loop.call_at(when, log.append, n)
        await asyncio.sleep(0.01)
        return log

    loop = VirtualTimeLoop(clock="real")
    try:
        assert loop.run_until_complete(main()) == list(range(20))
    finally:
        loop.close()


def test_loops_share_wake_up_sockets_one_after_the_other():
    async def main():
        loop = asyncio.get_running_loop()
        threading.Thread(target=loop.call_soon_threadsafe, args=(print,)).start()
        await asyncio.sleep(1)

    for _ in range(20):
        run(main)
    loops = [VirtualTimeLoop() for _ in range(10)]
    assert len({loop._ssock.fileno() for loop in loops}) == 10
    for loop in loops:
        loop.close()
        loop.close()


def test_the_last_step_keeps_nothing_alive():
    async def main():
        async def nothing():
            pass

        task = asyncio.create_task(nothing())
        seen = weakref.ref(task)
        del task
        await asyncio.sleep(1)
        return seen()

    gc.disable()
    try:
        assert run(main) is None
    finally:
        gc.enable()


# ---------------------------------------------------------------- idle


def test_idle_comes_when_nothing_is_ready_and_before_time_moves():
    async def main():
        log, loop = [], asyncio.get_running_loop()

        async def busy():
            for n in range(10):
                log.append(n)
                await asyncio.sleep(0)

        tasks = [asyncio.create_task(busy()), asyncio.create_task(note(log, "late", 1))]
        await loop.idle()
        log.append(("idle", now()))
        await asyncio.gather(*tasks)
        return log

    assert run(main) == [*range(10), ("idle", 0), "late"]


def test_idle_lets_threads_run_that_can():
    async def main():
        log, loop = [], asyncio.get_running_loop()

        def work():
            time.sleep(0)
            log.append("thread")
            time.sleep(1)
            log.append("late")

        job = asyncio.create_task(asyncio.to_thread(work))
        await loop.idle()
        log.append("idle")
        await job
        return log

    assert run(main) == ["thread", "idle", "late"]


def test_idle_lets_data_arrive():
    async def main():
        loop = asyncio.get_running_loop()
        received = []

        async def serve(reader, writer):
            received.append(await reader.readline())
            writer.close()

        async with await asyncio.start_server(serve, "127.0.0.1", 0) as server:
            _, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
            writer.write(b"hello\n")
            await loop.idle()
            writer.close()
            return received

    for _ in range(20):
        assert run(main) == [b"hello\n"]


def test_all_who_wait_for_idle_are_told_at_once():
    async def main():
        loop, log = asyncio.get_running_loop(), []

        async def wait(name):
            await loop.idle()
            log.append((name, now()))

        cancelled = loop.idle()
        cancelled.cancel()
        await asyncio.gather(wait("a"), wait("b"), asyncio.sleep(1))
        return log

    assert run(main) == [("a", 0), ("b", 0)]


def test_who_polls_does_not_keep_idle_from_coming():
    async def main():
        log, done = [], False

        async def poll():
            while not done:
                await asyncio.sleep(0)
            log.append("poll")

        tasks = [asyncio.create_task(poll()), asyncio.create_task(note(log, "late", 1))]
        await asyncio.get_running_loop().idle()
        log.append(("idle", now()))
        done = True
        await asyncio.gather(*tasks)
        return log

    assert run(main) == [("idle", 0), "poll", "late"]


def test_waiting_for_idle_for_ever_is_a_livelock():
    async def main():
        while True:
            await asyncio.get_running_loop().idle()

    with pytest.raises(LivelockError):
        run(main)


# ---------------------------------------------------------------- runs without an end


def test_a_deadlock_names_who_waits_for_what_and_where():
    async def cross(first, second):
        async with first:
            await asyncio.sleep(1)
            async with second:
                pass

    async def main():
        left, right = asyncio.Lock(), asyncio.Lock()
        async with asyncio.TaskGroup() as group:
            group.create_task(cross(left, right), name="one")
            group.create_task(cross(right, left), name="two")

    with pytest.raises(DeadlockError) as error:
        run(main)

    main_waits, one, two = error.value.waits
    assert (main_waits.name, main_waits.what) == ("Task-1", "its TaskGroup: one, two")
    for wait, name in ((one, "one"), (two, "two")):
        assert (wait.name, wait.what, wait.label) == (name, "Lock", "second")
        assert wait.where[0].line == cross.__code__.co_firstlineno + 3
    assert error.value.time == START + 1
    assert str(error.value).startswith("every task waits, and nothing can wake one, at 1025 s\n")
    assert "0x" not in str(error.value)


def test_a_task_that_gathers_itself_is_a_deadlock():
    async def main():
        task = asyncio.create_task(asyncio.sleep(1), name="other")
        await asyncio.gather(*asyncio.all_tasks(), return_exceptions=True)
        return task

    with pytest.raises(DeadlockError) as error:
        run(main)

    (wait,) = error.value.waits
    assert wait.what == "gather: Task-1"  # the other one has ended
    assert error.value.time == START + 1


def test_a_task_that_gathers_itself_can_be_let_go_of():
    async def circle():
        await asyncio.gather(*asyncio.all_tasks() - {outer}, return_exceptions=True)

    async def main():
        nonlocal outer
        outer = asyncio.current_task()
        asyncio.create_task(circle(), name="circle")
        await asyncio.sleep(1)

    outer = None
    with virtual_time():
        loop = VirtualTimeLoop()
        loop.run_until_complete(main())
        assert [task.get_name() for task in loop.give_up()] == ["circle"]
        loop.run_until_complete(main())
        loop.finish()


def test_a_deadlock_is_told_at_once():
    async def main():
        await asyncio.get_running_loop().create_future()

    began = REAL["monotonic"]()
    for _ in range(100):
        with pytest.raises(DeadlockError):
            run(main)
    assert REAL["monotonic"]() - began < 30


@pytest.mark.filterwarnings("ignore:coroutine method 'aclose':RuntimeWarning")
def test_polling_at_one_instant_is_a_livelock():
    async def main():
        while True:
            await asyncio.sleep(0)

    with pytest.raises(LivelockError, match="while time stood still, at 1024 s"):
        run(main)


@pytest.mark.filterwarnings("ignore:coroutine method 'aclose':RuntimeWarning")
def test_many_that_poll_are_one_long_before_their_time_is_up():
    async def poll():
        while True:
            await asyncio.sleep(0)

    async def main():
        await asyncio.gather(*(poll() for _ in range(500)))

    with pytest.raises(LivelockError, match=r"^128 iterations while time stood still"):
        run(main)


def test_many_steps_at_one_instant_are_none():
    async def main():
        lock = asyncio.Lock()

        async def work():
            async with lock:
                await asyncio.sleep(0)

        await asyncio.gather(*(work() for _ in range(5_000)))

    run(main)


def test_a_task_may_poll_for_a_deadline_of_this_instant():
    async def main():
        hopped = []

        async def hop():
            await asyncio.sleep(0.5)
            await asyncio.sleep(0.5)
            hopped.append(True)

        task = asyncio.create_task(hop())
        await asyncio.sleep(1)
        while not hopped:
            await asyncio.sleep(0)
        await task
        return now()

    assert run(main) == 1


def test_a_ticker_without_an_end_is_endless(monkeypatch):
    monkeypatch.setattr(module, "MOST_JUMPS", 1000)

    async def main():
        while True:
            await asyncio.sleep(1)

    with pytest.raises(EndlessError) as error:
        run(main)
    assert [wait.what for wait in error.value.waits] == ["its next step"] or error.value.waits


def test_years_of_loop_time_are_endless():
    async def main():
        await asyncio.sleep(1e9)

    with pytest.raises(EndlessError, match="years"):
        run(main)


def test_an_error_keeps_no_task_alive():
    async def main():
        await asyncio.get_running_loop().create_future()

    try:
        run(main)
    except DeadlockError as error:
        kept = error.with_traceback(None)
    gc.collect()
    assert kept.tasks == ()
    assert len(kept.waits) == 1


STUBBORN = {
    "waits for ever": "await asyncio.get_running_loop().create_future()",
    "polls": "await asyncio.sleep(0)",
    "ticks": "await asyncio.sleep(1)",
    "waits for the others": "await asyncio.wait(asyncio.all_tasks() - {asyncio.current_task()})",
}


@pytest.mark.parametrize("what", STUBBORN)
@pytest.mark.parametrize("swallow", ["asyncio.CancelledError", "BaseException"])
def test_teardown_never_hangs(what, swallow, monkeypatch):
    monkeypatch.setattr(module, "MOST_JUMPS", 2000)
    names = {"asyncio": asyncio}
    exec(
        "async def stubborn():\n"
        "    while True:\n"
        "        try:\n"
        f"            {STUBBORN[what]}\n"
        f"        except {swallow}:\n"
        "            await asyncio.sleep(0)\n",
        names,
    )

    async def main():
        keep = [asyncio.create_task(names["stubborn"]()) for _ in range(3)]
        await asyncio.get_running_loop().create_future()
        return keep

    began = REAL["monotonic"]()
    with virtual_time(), pytest.raises(StuckError) as error:
        asyncio.run(main())
    assert REAL["monotonic"]() - began < 60
    assert error.value.__context__ is not error.value
    gc.collect()


def test_teardown_after_an_error_lets_tasks_clean_up():
    async def main():
        log.append("started")
        try:
            await asyncio.get_running_loop().create_future()
        finally:
            await asyncio.sleep(3)
            log.append(now())

    log = []
    with virtual_time(), pytest.raises(DeadlockError):
        asyncio.run(main())
    assert log == ["started", 3]


def test_tasks_can_be_given_up():
    async def stubborn():
        while True:
            with contextlib.suppress(asyncio.CancelledError):
                await asyncio.sleep(1)

    async def mild():
        await asyncio.sleep(100)

    async def main():
        return [asyncio.create_task(each(), name=each.__name__) for each in (stubborn, mild)]

    with virtual_time():
        loop = VirtualTimeLoop()
        tasks = loop.run_until_complete(main())
        left = loop.give_up()
        assert [task.get_name() for task in left] == ["stubborn"]
        assert tasks[1].cancelled()
        assert asyncio.all_tasks(loop) == set()
        assert loop.give_up() == ()
        loop.finish()


def test_tasks_given_up_are_never_heard_of_again(recwarn, caplog):
    async def stubborn():
        while True:
            with contextlib.suppress(BaseException):
                await asyncio.get_running_loop().create_future()

    async def main():
        asyncio.create_task(stubborn())
        await asyncio.sleep(0)

    loop = VirtualTimeLoop()
    loop.run_until_complete(main())
    loop.give_up()
    loop.close()
    del loop
    gc.collect()
    assert caplog.records == []
    assert len(recwarn) == 0


@pytest.mark.parametrize("what", STUBBORN)
def test_abort_ends_the_run_whatever_the_tasks_do(what):
    class Enough(BaseException):
        pass

    names = {"asyncio": asyncio}
    exec(
        "async def stubborn():\n"
        "    while True:\n"
        "        try:\n"
        f"            {STUBBORN[what]}\n"
        "        except BaseException:\n"
        "            pass\n",
        names,
    )

    async def main():
        loop = asyncio.get_running_loop()
        keep = [asyncio.create_task(names["stubborn"]()) for _ in range(2)]
        await asyncio.sleep(0)
        loop.call_soon(loop.abort, Enough())
        await asyncio.sleep(0.5)
        return keep

    with virtual_time(), pytest.raises(Enough):
        asyncio.run(main())


@posix
def test_abort_from_a_signal_handler_wakes_a_loop_that_waits_for_real_io():
    reader, writer = socket.socketpair()

    async def main():
        loop = asyncio.get_running_loop()
        reader.setblocking(False)
        old = signal.signal(signal.SIGUSR1, lambda *_: loop.abort(InterruptedError("enough")))
        timer = threading.Timer(0.02, os.kill, (os.getpid(), signal.SIGUSR1))
        scope.clock, clock = None, scope.clock  # a real thread
        timer.start()
        scope.clock = clock
        try:
            await loop.sock_recv(reader, 1)
        finally:
            signal.signal(signal.SIGUSR1, old)

    with pytest.raises(InterruptedError):
        run(main, clock="manual")
    reader.close()
    writer.close()


# ---------------------------------------------------------------- the manual clock


def test_manual_timers_fire_only_when_the_clock_is_advanced():
    async def main():
        log, clock = [], asyncio.get_running_loop().clock
        task = asyncio.create_task(note(log, "done", 5))
        await clock.advance(4)
        log.append(now())
        await clock.advance(1)
        log.append(now())
        await task
        return log

    assert run(main, clock="manual") == [4, "done", 5]


def test_advancing_stops_at_each_deadline():
    async def main():
        log = []

        async def ticker():
            while True:
                await asyncio.sleep(1)
                log.append(now())

        task = asyncio.create_task(ticker())
        await asyncio.get_running_loop().clock.advance(3.5)
        task.cancel()
        return log, now()

    assert run(main, clock="manual") == ([1, 2, 3], 3.5)


def test_advances_add_up_and_need_not_be_awaited():
    async def main():
        clock, log = asyncio.get_running_loop().clock, []
        clock.advance(1)
        clock.advance(2)
        await asyncio.sleep(3)
        log.append(now())
        await clock.advance(0)
        await clock.advance(0.5)
        return log, now()

    assert run(main, clock="manual") == ([3], 3.5)


def test_nobody_advancing_the_clock_is_a_deadlock():
    async def main():
        await asyncio.sleep(1)

    with pytest.raises(DeadlockError) as error:
        run(main, clock="manual")
    assert error.value.waits[0].what == "sleep until 1025"


def test_real_io_does_not_move_the_manual_clock():
    async def main():
        clock = asyncio.get_running_loop().clock

        async def serve(reader, writer):
            line = await reader.readline()
            await asyncio.sleep(10)
            writer.write(line.upper())
            writer.close()

        async with await asyncio.start_server(serve, "127.0.0.1", 0) as server:
            reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
            writer.write(b"hello\n")
            answer = asyncio.create_task(reader.readline())
            await asyncio.get_running_loop().idle()
            before = answer.done(), now()
            await clock.advance(10)
            line = await answer
            writer.close()
            return before, line, now()

    assert run(main, clock="manual") == ((False, 0), b"HELLO\n", 10)


@posix
def test_children_are_real_under_the_manual_clock():
    async def main():
        child = await asyncio.create_subprocess_exec(
            sys.executable, "-c", "print(input())", stdin=-1, stdout=-1
        )
        out, _ = await child.communicate(b"hello\n")
        waiting = asyncio.create_task(asyncio.wait_for(asyncio.Event().wait(), 2))
        await asyncio.get_running_loop().clock.advance(2)
        return out, child.returncode, now(), type(waiting.exception())

    assert run(main, clock="manual") == (b"hello\n", 0, 2, TimeoutError)


def test_blocking_sleeps_return_at_once_under_the_manual_clock():
    async def main():
        time.sleep(1)
        return now()

    assert run(main, clock="manual") == 0


def test_threads_sleep_until_the_manual_clock_is_advanced():
    async def main():
        log = []

        def work():
            time.sleep(2)
            log.append("thread")

        job = asyncio.create_task(asyncio.to_thread(work))
        await asyncio.get_running_loop().idle()
        log.append("before")
        await asyncio.get_running_loop().clock.advance(2)
        await job
        return log

    assert run(main, clock="manual") == ["before", "thread"]


def test_the_manual_clock_can_be_advanced_without_a_loop():
    with virtual_time(clock="manual") as clock:
        clock.advance(2)
        assert time.monotonic() == START + 2

    async def main():
        clock.advance(1)
        await asyncio.sleep(1)

    with virtual_time(clock="manual") as clock:
        asyncio.run(main())


def test_advancing_the_virtual_clock_is_sleeping():
    async def main():
        await asyncio.get_running_loop().clock.advance(2)
        return now()

    assert run(main) == 2


# ---------------------------------------------------------------- the outside world


@pytest.mark.parametrize("kind", ["tcp", "unix", "pair"])
def test_time_does_not_jump_past_data_in_flight(kind, tmp_path):
    async def main():
        async def serve(reader, writer):
            while line := await reader.readline():
                writer.write(line)
                await writer.drain()
            writer.close()

        server = None
        if kind == "tcp":
            server = await asyncio.start_server(serve, "127.0.0.1", 0)
            reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
        elif kind == "unix":
            server = await asyncio.start_unix_server(serve, tmp_path / "s")
            reader, writer = await asyncio.open_unix_connection(tmp_path / "s")
        else:
            one, two = socket.socketpair()
            reader, writer = await asyncio.open_connection(sock=one)
            other = asyncio.create_task(serve(*await asyncio.open_connection(sock=two)))
        for n in range(200):
            writer.write(b"%d" % n + b"x" * 10 * n + b"\n")
            async with asyncio.timeout(0.001):
                assert (await reader.readline()).startswith(b"%d" % n)
        writer.close()
        await writer.wait_closed()
        if server is not None:
            server.close()
            await server.wait_closed()
        else:
            await other
        return now()

    if kind == "unix" and not hasattr(socket, "AF_UNIX"):
        pytest.skip("needs unix sockets")
    assert run(main) == 0


def test_a_peer_that_does_not_read_does_not_stop_the_clock():
    async def main():
        async def serve(reader, writer):
            with contextlib.suppress(asyncio.CancelledError):
                await asyncio.sleep(5)
            writer.transport.abort()

        async with await asyncio.start_server(serve, "127.0.0.1", 0) as server:
            _, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
            writer.write(b"x" * 10_000_000)
            with pytest.raises(TimeoutError):
                async with asyncio.timeout(1):
                    await writer.drain()
            writer.transport.abort()
            for task in asyncio.all_tasks() - {asyncio.current_task()}:
                if "serve" in repr(task):
                    task.cancel()
            return now()

    assert run(main) == 1


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells")
def test_time_does_not_jump_past_a_connection_that_the_kernel_puts_off():
    async def main():
        loop, listening, plugs = asyncio.get_running_loop(), socket.socket(), []
        listening.setblocking(False)
        listening.bind(("127.0.0.1", 0))
        listening.listen(1)
        # As many as it lets wait.
        plugs += [socket.create_connection(listening.getsockname()) for _ in range(2)]
        late = socket.socket()
        late.setblocking(False)
        connecting = asyncio.create_task(loop.sock_connect(late, listening.getsockname()))
        await asyncio.sleep(0)
        for _ in range(2):
            listening.accept()[0].close()
        async with asyncio.timeout(0.5):
            await connecting
        for plug in (*plugs, late, listening):
            plug.close()
        return now()

    assert run(main) == 0


@pytest.mark.parametrize("looks_for", ["in_flight", "connecting"])
def test_time_does_not_jump_past_what_arrives_while_the_kernel_is_asked(monkeypatch, looks_for):
    def nothing_left(_):
        if not sent:
            sent.append(there.send(b"x"))
        return set()

    async def main():
        here.setblocking(False)
        async with asyncio.timeout(0.5):
            return await asyncio.get_running_loop().sock_recv(here, 1), now()

    sent = []
    monkeypatch.setattr(module, looks_for, nothing_left)
    here, there = socket.socketpair()
    with here, there:
        assert run(main) == (b"x", 0)


def test_a_server_that_nobody_calls_is_a_deadlock():
    async def main():
        server = await asyncio.start_server(lambda *_: None, "127.0.0.1", 0)
        async with server:
            await server.serve_forever()

    with pytest.raises(DeadlockError) as error:
        run(main)
    assert error.value.waits[0].what == "Server.serve_forever"


@posix
def test_child_processes_are_waited_for_in_real_time():
    async def main():
        child = await asyncio.create_subprocess_exec(
            sys.executable, "-c", "import time; print('up', flush=True); time.sleep(60)", stdout=-1
        )
        line = await asyncio.wait_for(child.stdout.readline(), 3600)
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(child.wait(), 0.05)
        child.kill()
        return line, await child.wait()

    began = REAL["monotonic"]()
    assert run(main) == (b"up\n", -signal.SIGKILL)
    assert REAL["monotonic"]() - began < 55


@posix
def test_time_jumps_again_when_the_child_has_ended():
    async def main():
        child = await asyncio.create_subprocess_exec(sys.executable, "-c", "")
        await child.wait()
        await asyncio.sleep(3600)
        return now()

    began = REAL["monotonic"]()
    assert run(main) >= 3600
    assert REAL["monotonic"]() - began < 300


@posix
def test_other_children_count_too():
    async def main():
        child = subprocess.Popen([sys.executable, "-c", "print('hello')"], stdout=subprocess.PIPE)
        loop = asyncio.get_running_loop()
        reader = asyncio.StreamReader()
        await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), child.stdout)
        line = await asyncio.wait_for(reader.readline(), 3600)
        while child.poll() is None:
            await asyncio.sleep(0.01)
        return line

    assert run(main) == b"hello\n"


@posix
@pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")
@posix
def test_a_child_forked_by_hand_is_waited_for_in_real_time():
    with virtual_time():
        reading, writing = os.pipe()
        if not (pid := os.fork()):
            os.close(writing)
            os.read(reading, 1)
            os._exit(3)
        os.close(reading)
        polls = 0
        while (found := os.waitpid(pid, os.WNOHANG))[0] == 0:
            polls += 1
            if polls == 3:
                os.close(writing)
            assert polls < 100_000
            time.sleep(0.01)
        assert os.waitstatus_to_exitcode(found[1]) == 3


def test_process_pools_are_waited_for_in_real_time():
    import multiprocessing

    async def main():
        loop = asyncio.get_running_loop()
        context = multiprocessing.get_context("fork")
        with concurrent.futures.ProcessPoolExecutor(1, mp_context=context) as pool:
            answer = await asyncio.wait_for(loop.run_in_executor(pool, pow, 2, 10), 3600)
            await asyncio.sleep(3600)
            return answer, now() >= 3600

    began = REAL["monotonic"]()
    assert run(main) == (1024, True)
    assert REAL["monotonic"]() - began < 300


@posix
def test_polling_for_a_child_is_no_livelock(monkeypatch):
    monkeypatch.setattr(module, "MOST_ITERATIONS", 300)

    async def main():
        child = await asyncio.create_subprocess_exec(sys.executable, "-c", "")
        while child.returncode is None:
            await asyncio.sleep(0)
        return child.returncode

    assert run(main) == 0


@posix
def test_signals_arrive():
    async def main():
        loop, log = asyncio.get_running_loop(), []
        loop.add_signal_handler(signal.SIGUSR1, lambda: log.append(now()))
        loop.call_later(1, signal.raise_signal, signal.SIGUSR1)
        await asyncio.sleep(2)
        os.kill(os.getpid(), signal.SIGUSR1)
        await loop.idle()
        loop.remove_signal_handler(signal.SIGUSR1)
        return log

    assert run(main) == [1, 2]


@posix
def test_waiting_for_a_signal_that_nobody_sends_is_a_deadlock():
    async def main():
        event = asyncio.Event()
        asyncio.get_running_loop().add_signal_handler(signal.SIGUSR1, event.set)
        await event.wait()

    with pytest.raises(DeadlockError):
        run(main)


def test_addresses_are_looked_up():
    async def main():
        loop = asyncio.get_running_loop()
        found = await asyncio.wait_for(loop.getaddrinfo("localhost", 80), 5)
        return bool(found), now()

    assert run(main) == (True, 0)


def test_async_generators_are_shut_down():
    log = []

    async def ticks():
        try:
            while True:
                yield 1
                await asyncio.sleep(1)
        finally:
            await asyncio.sleep(1)
            log.append("closed")

    async def main():
        source = ticks()
        async for _ in source:
            break
        log.append("left")
        return source

    with virtual_time() as clock:
        source = asyncio.run(main())
    del source
    assert (log, clock.now) == (["left", "closed"], START + 1)


def test_generators_are_told_of():
    seen = []

    async def ticks():
        yield 1

    async def main():
        loop = asyncio.get_running_loop()
        loop.tell(
            Hooks(
                on_generator=lambda _, frames: seen.append(frames[0].function),
                on_abandoned=lambda generator: seen.append("abandoned"),
            )
        )
        async for _ in ticks():
            break
        gc.collect()
        await asyncio.sleep(0)

    run(main)
    assert seen[0].endswith("main")
    assert seen[1:] == ["abandoned"]


# ---------------------------------------------------------------- hooks


def test_a_trace_is_told_of_every_step():
    class Trace:
        def __init__(self):
            self.rows = []

        def step_begins(self, task):
            self.rows.append(f"{task.get_name()} begins {now():g}")

        def step_ended(self, task):
            self.rows.append(f"{task.get_name()} ended {now():g}")

    async def main():
        await asyncio.create_task(asyncio.sleep(1))

    trace = Trace()
    run(main, trace=trace)
    steps = ["Task-1 begins 0", "Task-1 ended 0", "Task-2 begins 0", "Task-2 ended 0"]
    steps += [step.replace("0", "1") for step in steps[2:] + steps[:2]]
    assert trace.rows[: len(steps)] == steps


def test_a_schedule_makes_the_ready_queue():
    class LastFirst:
        salt = 5

        def queue(self, loop):
            from collections import deque

            class Queue(deque):
                def popleft(self):
                    tasks = [each for each in self if module.step_task(each) is not None]
                    if len(tasks) == len(self) > 1:
                        return self.pop()
                    return super().popleft()

            return Queue()

    async def main():
        log = []
        await asyncio.gather(*(note(log, n) for n in range(4)))
        return log[0], asyncio.get_running_loop().hash_salt

    assert run(main, schedule=LastFirst()) == (3, 5)


def test_private_names_of_asyncio_are_still_there():
    loop = asyncio.SelectorEventLoop()
    try:
        for name in (
            "_ready _selector _stopping _debug _closed _default_executor _ssock _csock _internal_fds"
            " _asyncgens _executor_shutdown_called _current_handle slow_callback_duration"
            " _task_factory _exception_handler _asyncgens_shutdown_called"
        ).split():
            assert hasattr(loop, name), name
        for name in (
            "_run_once _process_events _check_closed _check_thread _check_callback _write_to_self"
            " _check_default_executor _timer_handle_cancelled _asyncgen_firstiter_hook"
            " _asyncgen_finalizer_hook _make_self_pipe _close_self_pipe _add_reader _remove_reader"
            " _read_from_self _make_subprocess_transport"
        ).split():
            assert callable(getattr(loop, name)), name
        if os.name == "posix":
            assert loop._signal_handlers == {}
        assert isinstance(getattr(loop._selector, "_fd_to_key"), dict)  # noqa: B009
    finally:
        loop.close()
    assert set(asyncio.Handle.__slots__) == {
        "_callback", "_args", "_cancelled", "_loop", "_source_traceback", "_repr", "_context",
        "__weakref__",
    }  # fmt: skip
    assert set(asyncio.TimerHandle.__slots__) == {"_scheduled", "_when"}
    assert callable(asyncio.base_events._format_handle)
    assert callable(asyncio.format_helpers._format_callback_source)
    assert callable(asyncio.runners._cancel_all_tasks)
    assert callable(asyncio._unregister_task)
    assert hasattr(asyncio.base_events, "logger")
    assert hasattr(asyncio.events, "_event_loop_policy")


def test_steps_of_tasks_are_told_from_plain_callbacks():
    async def main():
        loop, seen = asyncio.get_running_loop(), []

        async def work():
            await asyncio.sleep(1)

        task = asyncio.create_task(work())
        seen.append([module.step_task(handle) for handle in loop._ready])
        await asyncio.sleep(0)
        loop.call_soon(task.get_name)
        loop.call_soon(print)
        seen.append([module.step_task(handle) for handle in loop._ready])
        loop._ready.pop()
        await task
        return [[each is task for each in row if each is not None] for row in seen], seen[1][-2:]

    assert run(main) == ([[True], []], [None, None])


def test_a_selector_of_ones_own_is_used():
    async def main():
        await asyncio.sleep(1)
        return type(asyncio.get_running_loop()._selector)

    assert run(main, selector=selectors.SelectSelector()) is selectors.SelectSelector


def test_tasks_that_leave_python_one_by_one_are_all_ended():
    loop = VirtualTimeLoop()
    ended = []

    async def leave(number):
        try:
            await asyncio.sleep(9)
        finally:
            ended.append(number)
            raise SystemExit(number)

    async def main():
        kept.extend(asyncio.create_task(leave(number)) for number in range(3))
        await asyncio.sleep(1)

    kept = []
    loop.run_until_complete(main())
    loop.finish()

    assert (sorted(ended), loop.is_closed()) == ([0, 1, 2], True)
