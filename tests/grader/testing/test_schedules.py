"""Schedules: what may change its place in the order of events, and what may not."""

import asyncio

import pytest

from grader.testing import DeadlockError, VirtualTimeLoop
from grader.testing._queues import PATIENCE
from grader.testing._schedules import Holds, Priorities, RandomWalk, Walk, parse

RANDOM = [RandomWalk, lambda seed: Priorities(seed, 10)]


def run(main, schedule):
    loop = VirtualTimeLoop(schedule=schedule)
    try:
        return loop.run_until_complete(main())
    finally:
        loop.finish()


def stock(main):
    return asyncio.run(main())


async def steps_of(*counts, log=None):
    """Tasks with so many steps each; what they did, in order."""
    log = [] if log is None else log

    async def task(name, count):
        for step in range(count):
            log.append(f"{name}{step}")
            await asyncio.sleep(0)

    await asyncio.gather(*(task("abcdef"[n], count) for n, count in enumerate(counts)))
    return log


# ---------------------------------------------------------------- tokens


@pytest.mark.parametrize(
    "token",
    ["fifo", "fifo~2", "h3.2", "h3.2-5.1", "h3.2~1", "p17.40", "r17", "w4.1-9.2", "w4.1~3", "w0.0"],
)
def test_a_token_makes_a_schedule_with_the_same_token(token):
    assert parse(token).token == token


@pytest.mark.parametrize(
    "token", ["", "h", "h3", "h3.2-", "x3.2", "p17", "r", "r1.2", "r1~2", "h3.2 ", "H3.2", "fifo3"]
)
def test_what_is_no_token_is_none(token):
    assert parse(token) is None


@pytest.mark.parametrize("make", RANDOM)
@pytest.mark.parametrize("seed", range(20))
def test_a_token_repeats_the_run(make, seed):
    def main():
        return steps_of(3, 3, 3)

    first = make(seed)
    seen = run(main, first)

    assert run(main, parse(first.token)) == seen
    assert run(main, parse(first.walk().token)) == seen


# ---------------------------------------------------------------- asyncio's own order


async def everything(log):
    """Tasks, callbacks, timers, locks and groups; the order of what happens."""
    loop, lock, queue = asyncio.get_running_loop(), asyncio.Lock(), asyncio.Queue(1)

    async def worker(name, delay):
        loop.call_soon(log.append, f"{name} called soon")
        await asyncio.sleep(delay)
        async with lock:
            log.append(f"{name} locked")
            await asyncio.sleep(0)
        await queue.put(name)

    async def reader():
        for _ in range(3):
            log.append(f"got {await queue.get()}")

    async with asyncio.TaskGroup() as group:
        for name, delay in (("a", 0.01), ("b", 0), ("c", 0)):
            group.create_task(worker(name, delay))
        group.create_task(reader())
    return log


def test_without_holds_the_order_is_the_stock_loops():
    assert run(lambda: everything([]), Holds()) == stock(lambda: everything([]))


def test_a_run_without_holds_knows_where_a_hold_makes_a_difference():
    schedule = Holds()

    run(lambda: steps_of(2, 1), schedule)

    # The test itself is task 1: it runs alone, so a hold would change nothing.
    assert schedule.points() == [(2, 1), (3, 1), (2, 2), (3, 2), (2, 3)]
    assert schedule.steps > len(schedule.trail) == 7


# ---------------------------------------------------------------- holds


def test_a_held_step_waits_until_nothing_else_can_run():
    assert run(lambda: steps_of(2, 3, 2), Holds([(2, 2)])) == "a0 b0 c0 b1 c1 b2 a1".split()


def test_a_held_first_step_is_a_late_start():
    assert run(lambda: steps_of(2, 2), Holds([(2, 1)])) == "b0 b1 a0 a1".split()


def test_of_two_held_tasks_the_one_held_first_is_slower():
    schedule = parse("h2.1-3.1")

    assert run(lambda: steps_of(1, 1, 2), schedule) == "c0 c1 b0 a0".split()
    assert [hold.point for hold in schedule.held] == [(2, 1), (3, 1)]


def test_a_held_task_lets_timers_of_the_same_instant_go_first():
    async def main():
        log = []

        async def once():
            await asyncio.sleep(1)
            log.append("once")

        async def twice():
            await asyncio.sleep(0.5)
            await asyncio.sleep(0.5)
            log.append("twice")

        await asyncio.gather(once(), twice())
        return log

    assert run(main, Holds()) == ["once", "twice"]
    assert run(main, Holds([(2, 2)])) == ["twice", "once"]


def test_time_does_not_move_while_a_task_is_held():
    async def main():
        loop, times = asyncio.get_running_loop(), []

        async def task(delay):
            await asyncio.sleep(delay)
            times.append(loop.time())

        await asyncio.gather(task(1), task(1), task(1.000000001))
        return [round(time - times[0], 9) for time in times]

    assert run(main, Holds([(2, 2)])) == [0, 0, 1e-9]


def test_a_hold_says_what_was_slow():
    schedule = parse("h2.2-3.1")

    run(lambda: steps_of(2, 2, 2), schedule)

    late, slow = schedule.held
    assert (late.name, late.function, late.where) == ("Task-3", "steps_of.<locals>.task", ())
    assert slow.where[0].function == "steps_of.<locals>.task"
    assert slow.where[0].filename == __file__


def test_a_held_task_is_let_go_for_those_who_poll_for_it():
    async def main():
        turns, busy = 0, True

        async def work():
            nonlocal busy
            await asyncio.sleep(0)
            busy = False

        async def poll():
            nonlocal turns
            while busy:
                turns += 1
                await asyncio.sleep(0)

        await asyncio.gather(work(), poll())
        return turns

    assert run(main, Holds([(2, 2)])) in range(PATIENCE - 2, PATIENCE + 3)


@pytest.mark.parametrize("make", RANDOM)
@pytest.mark.parametrize("seed", range(10))
def test_random_schedules_let_everybody_go_some_time(make, seed):
    async def main():
        busy = True

        async def work():
            nonlocal busy
            for _ in range(3):
                await asyncio.sleep(0)
            busy = False

        async def poll():
            while busy:
                await asyncio.sleep(0)

        await asyncio.gather(work(), poll(), poll())

    run(main, make(seed))


# ---------------------------------------------------------------- what keeps its order

SCHEDULES = [
    *(lambda point=(task, step): Holds([point]) for task in range(1, 6) for step in (1, 2, 3)),
    *(lambda seed=seed: RandomWalk(seed) for seed in range(10)),
    *(lambda seed=seed: Priorities(seed, 12) for seed in range(10)),
]


@pytest.mark.parametrize("make", SCHEDULES)
def test_a_tasks_own_steps_keep_their_order(make):
    log = run(lambda: steps_of(3, 3, 3), make())

    for name in "abc":
        assert [entry for entry in log if entry[0] == name] == [f"{name}{n}" for n in range(3)]


@pytest.mark.parametrize("make", SCHEDULES)
def test_plain_callbacks_keep_their_order(make):
    async def main():
        log, loop = [], asyncio.get_running_loop()

        async def task(first):
            for number in range(first, 9, 3):
                loop.call_soon(log.append, number)
                log.append(-number)
                await asyncio.sleep(0)

        await asyncio.gather(*(task(n + 1) for n in range(3)))
        return log

    log = run(main, make())

    # Each was set when its negative was logged.
    assert [-n for n in log if n < 0] == [n for n in log if n > 0]


@pytest.mark.parametrize("make", SCHEDULES)
def test_a_lock_stays_fair(make):
    async def main():
        lock, asked, got = asyncio.Lock(), [], []

        async def task(name):
            asked.append(name)
            async with lock:
                got.append(name)
                await asyncio.sleep(0)

        await asyncio.gather(*(task(n) for n in range(4)))
        return asked, got

    asked, got = run(main, make())

    assert asked == got


@pytest.mark.parametrize("make", SCHEDULES)
def test_a_callback_that_calls_itself_soon_starves_nobody(make):
    async def main():
        loop, going = asyncio.get_running_loop(), True

        def again():
            if going:
                loop.call_soon(again)

        async def task():
            await asyncio.sleep(0)

        again()
        await asyncio.gather(task(), task())
        going = False

    run(main, make())


# ---------------------------------------------------------------- the order of sets


def test_a_salt_changes_the_order_of_sets_of_tasks():
    async def main():
        tasks = [asyncio.create_task(asyncio.sleep(0), name=str(n)) for n in range(6)]
        done, _ = await asyncio.wait(tasks)
        return [task.get_name() for task in done]

    orders = {tuple(run(main, Holds(salt=salt))) for salt in range(6)}

    assert tuple(run(main, Holds())) == tuple("012345")
    assert len(orders) > 3
    assert all(run(main, Holds(salt=salt)) == run(main, Holds(salt=salt)) for salt in range(6))


# ---------------------------------------------------------------- everything else


@pytest.mark.parametrize("make", [Holds, lambda: RandomWalk(1)])
def test_a_deadlock_is_one_under_every_schedule(make):
    async def main():
        await asyncio.gather(asyncio.Event().wait(), asyncio.sleep(0))

    with pytest.raises(DeadlockError):
        run(main, make())


@pytest.mark.parametrize("make", [Holds, lambda: RandomWalk(1)])
def test_an_abort_goes_before_everything(make):
    async def main():
        loop = asyncio.get_running_loop()
        loop.abort(OSError("enough"))
        await asyncio.gather(*(asyncio.sleep(0) for _ in range(5)))

    with pytest.raises(OSError, match="enough"):
        run(main, make())


@pytest.mark.parametrize("make", [Holds, lambda: RandomWalk(1)])
def test_threads_work_under_a_schedule(make):
    async def main():
        return await asyncio.gather(*(asyncio.to_thread(lambda n=n: n) for n in range(3)))

    assert run(main, make()) == [0, 1, 2]


@pytest.mark.parametrize("make", [Holds, lambda: RandomWalk(1), lambda: Walk({})])
def test_tasks_of_another_make_run_as_well(make):
    async def main():
        loop = asyncio.get_running_loop()
        loop.set_task_factory(lambda loop, coro, **options: asyncio.Task(coro, loop=loop))
        return await steps_of(2, 2)

    log = run(main, make())

    assert sorted(log) == ["a0", "a1", "b0", "b1"]
    assert log.index("a0") < log.index("a1")
    assert log.index("b0") < log.index("b1")
