"""`every_order`: one test, many orders of events, one finding."""

import asyncio
import gc
import textwrap

import pytest

from grader.testing import every_order, same
from grader.testing._clock import install_time
from grader.testing._every_order import Exploration
from grader.testing._explain import explain
from grader.testing._hygiene import install
from grader.testing._scene import Scene, Setting
from grader.testing._source import Source

pytest_plugins = ["pytester"]

CACHE = """\
import asyncio


class Cache:
    def __init__(self, load):
        self.load, self.values = load, {}

    async def get(self, key):
        if key not in self.values:
            self.values[key] = await self.load(key)
        return self.values[key]


async def later(times, awaitable):
    for _ in range(times):
        await asyncio.sleep(0)
    return await awaitable


async def forgets_unless(done):
    if not done:
        asyncio.sleep(0)


async def leaks_in_a_cycle():
    coroutine = asyncio.sleep(0)
    cycle = [coroutine]
    cycle.append(cycle)


async def fail():
    async def never_awaited():
        pass

    raise KeyError(never_awaited())
"""


@pytest.fixture
def learner(tmp_path):
    path = tmp_path / "ex01_cache.py"
    path.write_text(CACHE)
    return Source(path, CACHE)


def explore(test, source=None, token=None, **arguments):
    """The error that comes out of a decorated test, and the scene it ran in."""
    install_time()
    install()
    with Scene(Setting(source=source)) as scene:
        try:
            test(Exploration(scene=scene, token=token), **arguments)
            scene._complete()
            error = None
        except BaseException as caught:
            error = caught
        return scene.check(error), scene


async def loads_once(exercise, jobs):
    load = jobs.make("load", returns=7)
    cache = exercise.Cache(load)
    await asyncio.gather(cache.get("a"), exercise.later(4, cache.get("a")))
    assert len(load.calls) == 1


def test_a_race_that_the_ordinary_order_hides_is_found(learner):
    with Scene(Setting(source=learner)) as plain:
        assert plain.run(loads_once, {}) is None

    error, scene = explore(every_order(loads_once), learner)

    assert isinstance(error, AssertionError)
    assert scene.remark.startswith("in ")
    assert scene.remark.endswith("orders of events; replay with `--schedule h2.2`")
    assert scene.advice == ("it shows when `Cache.get` is slow at line 10",)


def test_the_finding_is_about_the_failing_run(learner):
    error, scene = explore(every_order(loads_once), learner)

    finding = explain(scene.decisive, error)

    assert scene.decisive is not scene
    assert (finding.verdict, finding.message) == ("failed", "`len(load.calls) == 1` doesn't hold")


def test_a_token_repeats_one_run(learner):
    test = every_order(loads_once)

    assert isinstance(explore(test, learner, token="h2.2")[0], AssertionError)
    assert explore(test, learner, token="fifo")[0] is None


def test_what_fails_in_the_ordinary_order_is_said_plainly(learner):
    @every_order
    async def test(exercise):
        assert same(exercise.Cache(None).values, {1: 2})

    error, scene = explore(test, learner)

    assert isinstance(error, AssertionError)
    assert (scene.remark, scene.advice) == ("", ())


def test_each_run_has_fresh_fixtures(learner):
    seen = []

    @every_order
    async def test(exercise, clock, log, jobs, start):
        seen.append((exercise, clock, log, jobs, start))
        assert (clock.now, list(log), jobs.peak) == (0, [], 0)
        call = start("call", jobs.make("a", takes=1)())
        await asyncio.gather(call, asyncio.sleep(1))
        exercise.mark = 1

    assert explore(test, learner)[0] is None
    assert len(seen) > 5
    assert all(len({id(each[n]) for each in seen}) == len(seen) for n in range(5))


def test_house_rules_hold_in_every_run(learner):
    @every_order
    async def test(exercise):
        done = []

        async def work():
            await asyncio.sleep(0)
            done.append(1)

        await asyncio.gather(work(), exercise.later(4, exercise.forgets_unless(done)))

    error, scene = explore(test, learner)

    assert explain(scene.decisive, error).code == "never-awaited"
    assert scene.remark.endswith("replay with `--schedule h2.1`")


def test_litter_in_cycles_is_noticed(learner):
    @every_order
    async def test(exercise):
        await exercise.leaks_in_a_cycle()

    error, scene = explore(test, learner)

    assert explain(scene.decisive, error).code == "never-awaited"


def test_the_collector_is_left_as_it_was(learner):
    assert gc.isenabled()
    explore(every_order(loads_once), learner)
    assert gc.isenabled()


def test_polling_for_others_is_honest():
    @every_order
    async def test():
        busy = True

        async def work():
            nonlocal busy
            for _ in range(3):
                await asyncio.sleep(0)
            busy = False

        async def poll():
            while busy:
                await asyncio.sleep(0)

        await asyncio.gather(work(), poll())

    assert explore(test)[0] is None


@pytest.mark.parametrize("tasks", [3, 5, 20, 100])
def test_the_search_takes_about_as_many_steps_however_many_tasks_there_are(tasks):
    runs = []

    @every_order
    async def test(jobs):
        job = jobs.make("job")
        await asyncio.gather(*(job() for _ in range(tasks)))
        runs.append(len(asyncio.all_tasks()))

    assert explore(test)[0] is None
    assert 20 <= len(runs) <= 300


def test_only_async_tests_are_explored():
    with pytest.raises(TypeError, match="`every_order` is for an `async def` test"):

        @every_order
        def test():
            pass


# ---------------------------------------------------------------- under pytest

TEST = """\
import asyncio
import pytest
from grader.testing import every_order, same

"""


def hidden(pytester, text, *arguments):
    """Run a hidden test of the cache in a process of its own."""
    folder = pytester.mkdir("ch99_caches")
    (folder / "test_ex01_cache.py").write_text(TEST + textwrap.dedent(text))
    exercises = pytester.mkdir("exercises") / "ch99_caches"
    exercises.mkdir()
    (exercises / "ex01_cache.py").write_text(CACHE)
    pytester.makeini("[pytest]\nasyncio_mode = auto\naddopts = -p grader.testing.plugin\n")
    return pytester.runpytest_subprocess("-p", "no:cacheprovider", *arguments)


RACE = '''
    @pytest.mark.parametrize("keys", ["a", "ab"])
    @every_order
    async def test_loads_once(exercise, jobs, keys):
        """Each key is loaded once."""
        load = jobs.make("load", returns=7)
        cache = exercise.Cache(load)
        later = (exercise.later(4, cache.get(key)) for key in keys)
        await asyncio.gather(cache.get("a"), *later)

        assert same(len(load.calls), len(keys))
'''


def test_pytest_shows_what_was_found_and_how_to_repeat_it(pytester):
    result = hidden(pytester, RACE)

    result.assert_outcomes(failed=2)
    result.stdout.fnmatch_lines(
        [
            "extra-event: `len(load.calls)` is 2, and should be 1 (in * of * orders *h2.2`)",
        ]
    )


CONFTEST = """
def pytest_runtest_logreport(report):  # in the process that has the terminal, too
    if report.when == "call" and report.failed:
        first = report.finding.timeline[0]
        print("told:", report.finding.code, first.event, first.task)
"""


def test_findings_come_over_where_tests_run_side_by_side(pytester):
    pytester.makeconftest(CONFTEST)
    result = hidden(pytester, RACE, "--numprocesses", "2")

    result.assert_outcomes(failed=2)
    result.stdout.fnmatch_lines(["*told: extra-event created *", "extra-event: `len(load.calls)`*"])


def test_what_a_failure_holds_is_not_the_next_tests_litter(pytester):
    result = hidden(
        pytester,
        """
        async def test_fails(exercise):
            await exercise.fail()


        async def test_passes():
            pass


        @every_order
        async def test_passes_too(start):
            await start("call", asyncio.sleep(0))
        """,
    )

    result.assert_outcomes(failed=1, passed=2)


def test_a_task_that_swallows_everything_is_let_go_of(pytester):
    result = hidden(
        pytester,
        """
        async def swallow():
            while True:
                try:
                    await asyncio.sleep(1)
                except BaseException:
                    pass


        async def test_swallows(start, clock):
            start("call", swallow())

            await clock.until(3.5)


        async def test_after_it():
            pass
        """,
    )

    result.assert_outcomes(passed=2)


def test_asserts_are_put_into_words(pytester):
    result = hidden(
        pytester,
        """
        async def test_with_words():
            failure = OSError()

            assert failure is None, "a result was taken for a failure"


        async def test_without_words():
            failure = 0

            assert failure is None


        async def test_too_many_at_once():
            peak = 2

            assert peak == 1
        """,
    )

    result.stdout.fnmatch_lines(
        [
            "wrong-value: a result was taken for a failure",
            "wrong-value: `failure` is 0, and should be None",
            "overlap: `peak` is 2, and should be 1",
        ]
    )


def test_pytest_repeats_one_schedule(pytester):
    result = hidden(pytester, RACE, "--schedule", "fifo")

    result.assert_outcomes(passed=2)


def test_a_wrong_token_is_a_usage_error(pytester):
    result = hidden(pytester, RACE, "--schedule", "x")

    assert result.ret == pytest.ExitCode.USAGE_ERROR
    result.stderr.fnmatch_lines(["*'x' is no token of a schedule*"])


def test_a_fixture_that_is_not_fresh_each_time_is_a_usage_error(pytester):
    result = hidden(
        pytester,
        """
        @every_order
        async def test_with_a_file(tmp_path):
            pass
        """,
    )

    assert result.ret == pytest.ExitCode.USAGE_ERROR
    result.stderr.fnmatch_lines(["*`tmp_path` is neither; build it in the test*"])
