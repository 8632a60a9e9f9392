"""Exploring finds races that asyncio's own order hides, and blames nobody else."""

import asyncio
from contextlib import closing
from functools import partial
from statistics import median

import pytest

from grader.bench.races import RACES, plain_update
from grader.bench.schedules import ENOUGH, LIMITS, needed
from grader.testing import BrokenInvariantError, _explore, exhaustive, explore, replay
from grader.testing._errors import UnexploredError
from grader.testing._explore import ONCE_MORE, Effort, attempts_at, hunt, schedules
from grader.testing._schedules import Holds, parse

NAMES = [race.name for race in RACES]


# ---------------------------------------------------------------- races


@pytest.mark.parametrize("race", RACES, ids=NAMES)
def test_asyncios_own_order_hides_the_bug(race):
    assert asyncio.run(race.wrong()) is None
    assert asyncio.run(race.right()) is None


@pytest.mark.parametrize("race", RACES, ids=NAMES)
def test_the_bug_is_found_soon(race):
    counts = [needed(race, seed) for seed in range(1, 6)]

    assert median(counts) <= LIMITS[race.far]


@pytest.mark.parametrize("race", RACES, ids=NAMES)
def test_the_mended_program_is_never_blamed(race):
    many = ENOUGH if not race.far else 200  # all of them are for the benchmark
    effort = Effort(holds=2 - race.far, pct=many // 2, random=many // 2, patience=None)

    with closing(attempts_at(race.right)) as attempt:
        report = hunt(attempt, effort)

    assert report.tried >= many
    assert (report.failed, report.first, report.error) == (0, None, None)


@pytest.mark.parametrize("race", RACES, ids=NAMES)
def test_a_failure_is_shrunk_to_at_most_two_holds_and_repeats(race):
    report = explore(race.wrong)

    shrunk = parse(report.shrunk)
    assert isinstance(shrunk, Holds)
    assert len(shrunk.holds) == (2 if "philosophers" in race.name else 1)
    with pytest.raises(type(report.error)):
        replay(race.wrong, report.shrunk)


@pytest.mark.parametrize("name", ["check", "lock order", "lost notify", "leak"])
@pytest.mark.parametrize("kind", ["pct", "random"])
def test_a_random_schedule_that_fails_is_said_by_holds(name, kind):
    race = next(race for race in RACES if name in race.name and not race.far)
    counts = {"pct": 0, "random": 0} | {kind: 1000}

    report = explore(race.wrong, holds=0, **counts)

    assert report.first[0] in {kind[0], "w"}  # a walk, if it had to leave its way for a new one
    assert isinstance(parse(report.shrunk), Holds)
    assert len(parse(report.shrunk).holds) <= 2


@pytest.mark.parametrize("kind", ["pct", "random"])
def test_what_holds_cannot_say_keeps_a_short_token(kind):
    race = next(race for race in RACES if "three" in race.name)
    counts = {"pct": 0, "random": 0} | {kind: 1000}

    report = explore(race.wrong, holds=0, **counts)

    assert len(report.shrunk) <= 12
    with pytest.raises(type(report.error)):
        replay(race.wrong, report.shrunk)


# ---------------------------------------------------------------- reports


def test_the_report_counts_what_was_tried_and_what_failed():
    report = explore(partial(plain_update, 2), invariant=lambda value: value >= 1)

    assert (report.failed, report.first, report.shrunk) == (0, None, None)
    assert report.tried > 3
    assert str(report) == f"held in {report.tried} orders of events"


def test_what_fails_in_asyncios_own_order_is_not_explored():
    report = explore(plain_update, invariant=lambda value: value == 3)

    assert (report.tried, report.failed, report.first, report.shrunk) == (1, 1, "fifo", "fifo")
    assert isinstance(report.error, BrokenInvariantError)
    assert report.error.result == 1


def test_the_same_search_gives_the_same_report():
    race = next(race for race in RACES if "philosophers" in race.name and race.far)

    one, two = (explore(race.wrong, seed=7, budget=20_000) for _ in range(2))

    assert (one.tried, one.failed, one.first, one.shrunk) == (
        two.tried, two.failed, two.first, two.shrunk,
    )  # fmt: skip


def test_no_two_systematic_schedules_are_equal():
    tokens = []
    with closing(attempts_at(RACES[1].right)) as attempt:
        for schedule in schedules(Effort(pct=0, random=0)):
            attempt(schedule)
            tokens.append(schedule.token)

    assert len(set(tokens)) == len(tokens) > 60


@pytest.mark.parametrize("budget", [0, 500, 5_000])
def test_a_budget_ends_the_search(budget):
    spent = 0
    with closing(attempts_at(RACES[-1].right)) as attempt:
        for schedule in schedules(Effort(budget=budget)):
            attempt(schedule)
            spent += schedule.steps

    assert spent <= budget + 400


def busy(steps):
    """A program that updates without a lock, and takes many steps besides."""

    async def main():
        loop = asyncio.get_running_loop()
        for _ in range(steps):
            loop.call_soon(int)
        value = 0

        async def add():
            nonlocal value
            before = value
            await asyncio.sleep(0)
            value = before + 1

        async def later():
            await asyncio.sleep(0)
            await asyncio.sleep(0)
            await add()

        await asyncio.gather(add(), later())
        assert value == 2

    return main


def test_so_many_orders_are_tried_as_there_must_be_whatever_they_cost():
    with closing(attempts_at(busy(1_000))) as attempt:
        report = hunt(attempt, Effort(budget=2_000, least=40))

    assert report.failed
    assert report.tried > 30  # all there are, and some more


def test_what_takes_too_many_steps_for_that_does_not_pass(monkeypatch):
    monkeypatch.setattr(_explore, "MOST", 5_000)

    with (
        closing(attempts_at(busy(1_000), lambda _: True)) as attempt,
        pytest.raises(UnexploredError, match=r"each run of this test takes some 10\d\d steps"),
    ):
        hunt(lambda schedule: forget_error(attempt(schedule)), Effort(budget=2_000, least=40))


def forget_error(_):
    return None


def test_a_task_of_no_number_leaves_the_search_going():
    async def main():
        await asyncio.gather(*(asyncio.Task(asyncio.sleep(0)) for _ in range(3)))

    async def alone():
        await asyncio.sleep(0)

    assert explore(main).tried > explore(alone).tried


def test_a_program_without_choices_is_tried_a_few_times_only():
    async def main():
        await asyncio.sleep(1)

    assert explore(main).tried < 30


def test_random_schedules_try_every_order_once_and_then_a_few_more():
    tokens, orders = [], []
    with closing(attempts_at(plain_update)) as attempt:
        for schedule in schedules(Effort(holds=0)):
            attempt(schedule)
            tokens.append(schedule.token)
            orders.append(tuple(map(abs, schedule.trail)))

    every = exhaustive(plain_update).tried
    assert every == 90
    asyncios_own, at_random = orders[:3], orders[3:]
    assert len(set(asyncios_own)) == 1
    assert len(set(at_random[:every])) == every
    assert len(at_random) == every + ONCE_MORE
    assert any(token.startswith("w") for token in tokens)


def test_a_schedule_that_had_to_leave_its_way_can_be_replayed():
    trails = {}
    with closing(attempts_at(plain_update)) as attempt:
        for schedule in schedules(Effort(holds=0)):
            attempt(schedule)
            trails[schedule.token] = schedule.trail

        for token, trail in trails.items():
            again = parse(token)
            attempt(again)
            assert list(map(abs, again.trail)) == list(map(abs, trail))


def test_keyboard_interrupts_come_out():
    async def main():
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        explore(main)


# ---------------------------------------------------------------- every order there is


def test_three_updates_have_ninety_orders_of_which_eighty_four_lose_one():
    report = exhaustive(plain_update, invariant=lambda value: value == 3)

    assert (report.tried, report.failed) == (90, 84)
    assert replay(plain_update, report.first) == 1


@pytest.mark.parametrize(("tasks", "orders", "wrong"), [(1, 1, 0), (2, 6, 4)])
def test_fewer_updates_have_fewer_orders(tasks, orders, wrong):
    report = exhaustive(partial(plain_update, tasks), invariant=lambda value: value == tasks)

    assert (report.tried, report.failed) == (orders, wrong)


def test_every_order_of_a_mended_program_is_right():
    report = exhaustive(RACES[0].right)

    assert report.failed == 0
    assert report.tried > 10


# ---------------------------------------------------------------- loops that are used again


def runs_of(main, count=3):
    """The loops on which `main` runs."""
    loops = []

    async def noted():
        loops.append(asyncio.get_running_loop())
        await main()

    with closing(attempts_at(noted)) as attempt:
        for _ in range(count):
            assert attempt(Holds()) is None
    return loops


def test_a_loop_that_is_as_good_as_new_is_used_again():
    async def main():
        loop = asyncio.get_running_loop()
        assert (loop.time(), asyncio.current_task().get_name()) == (1024.0, "Task-1")
        await asyncio.sleep(5)

    loops = runs_of(main)
    assert loops[0] is loops[1] is loops[2]


async def changes_the_handler():
    asyncio.get_running_loop().set_exception_handler(print)


async def changes_the_factory():
    asyncio.get_running_loop().set_task_factory(asyncio.Task)
    asyncio.get_running_loop().set_task_factory(
        lambda loop, coro, **_: asyncio.Task(coro, loop=loop)
    )


async def turns_on_debugging():
    asyncio.get_running_loop().set_debug(True)


async def uses_a_thread():
    await asyncio.to_thread(int)


async def leaves_a_generator():
    async def ticks():
        yield 1

    changes_the_handler.kept = ticks()
    await anext(changes_the_handler.kept)


async def leaves_a_callback():
    loop = asyncio.get_running_loop()
    loop.call_later(1, loop.stop)
    asyncio.current_task().add_done_callback(lambda _: loop.call_soon(int))


@pytest.mark.parametrize(
    "main", [changes_the_handler, changes_the_factory, turns_on_debugging, uses_a_thread]
)
def test_a_loop_that_was_changed_is_not(main):
    loops = runs_of(main)
    assert len({id(loop) for loop in loops}) == 3
    assert loops[0].is_closed()


@pytest.mark.parametrize("main", [leaves_a_generator, leaves_a_callback])
def test_nothing_that_was_left_shows_in_the_next_run(main):
    async def checked():
        assert asyncio.get_running_loop().time() == 1024.0
        await main()

    runs_of(checked)


def test_the_last_loop_is_closed():
    loops = (
        runs_of(turns_on_debugging, 1) + runs_of(uses_a_thread, 1) + runs_of(leaves_a_callback, 1)
    )
    assert all(loop.is_closed() for loop in loops)
