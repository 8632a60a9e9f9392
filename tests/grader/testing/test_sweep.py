"""`every_cancellation`: one test, cancelled wherever that is possible."""

import asyncio
import textwrap
from contextlib import nullcontext

import pytest

from grader.testing import _compare, _sweep, every_cancellation, same
from grader.testing._clock import install_time
from grader.testing._errors import UnexploredError
from grader.testing._every_order import Exploration
from grader.testing._explain import explain
from grader.testing._hygiene import install
from grader.testing._scene import Scene, Setting
from grader.testing._source import Source
from grader.testing._sweep import NotCancelledError, parse_cut

pytest_plugins = ["pytester"]

POOLS = '''\
import asyncio


class Pool:
    """Gives its slot back whatever happens."""

    def __init__(self):
        self.free, self.changed = 1, asyncio.Condition()

    async def use(self, work):
        async with self.changed:
            await self.changed.wait_for(lambda: self.free)
            self.free -= 1
        try:
            await asyncio.sleep(0)
            return await work()
        finally:
            self.free += 1


class Careless(Pool):
    """Sets up its clean-up too late."""

    async def use(self, work):
        self.free -= 1
        await asyncio.sleep(0)
        try:
            return await work()
        finally:
            self.free += 1


class Swallowing(Pool):
    """Takes a cancellation for an ending."""

    async def use(self, work):
        try:
            await asyncio.sleep(0)
            return await work()
        except asyncio.CancelledError:
            return None


class Slow(Pool):
    """Its clean-up takes time, and may be cut short."""

    async def use(self, work):
        self.free -= 1
        try:
            await work()
        except asyncio.CancelledError:
            await asyncio.sleep(1)
            self.free += 1
            raise
        self.free += 1


class Shielded(Pool):
    """Its clean-up takes time, and withstands everything."""

    async def use(self, work):
        self.free -= 1
        try:
            await work()
        finally:
            task, cancelled = asyncio.ensure_future(self.give_back()), None
            while not task.done():
                try:
                    await asyncio.shield(task)
                except asyncio.CancelledError as error:
                    cancelled = error
            if cancelled is not None:
                raise cancelled

    async def give_back(self):
        await asyncio.sleep(1)
        self.free += 1


class Leaking(Pool):
    """Its work goes on without it."""

    async def use(self, work):
        task = asyncio.ensure_future(work())
        await asyncio.wait([task])
        return task.result()


class Endless(Pool):
    async def use(self, work):
        while True:
            await work()


class Waiting(Pool):
    async def use(self, work):
        await asyncio.Event().wait()


class Quick(Pool):
    async def use(self, work):
        return None


class Unwritten(Pool):
    async def use(self, work):
        raise NotImplementedError


class Failing(Pool):
    async def use(self, work):
        raise OSError("no signal")
'''


@pytest.fixture
def sweep(tmp_path):
    """Runs a decorated test against one of the pools; the finding and the scene."""
    path = tmp_path / "ex01_pool.py"
    path.write_text(POOLS)
    install_time()
    install()

    def run(test, name="Pool", token=None):
        with Scene(Setting(source=Source(path, POOLS))) as scene:
            stop = _compare.observe(lambda found: scene.decisive.note(found))  # noqa: PLW0108
            try:
                test(Exploration(scene=scene, token=token), name=name)
                scene._complete()
                error = None
            except BaseException as caught:
                error = caught
            finally:
                stop()
            return explain(scene.decisive, scene.check(error)), scene

    return run


def line_of(text, start):
    """The first line with that text after the class that is called so."""
    lines = POOLS.splitlines()
    first = next(n for n, line in enumerate(lines) if line.startswith(f"class {start}"))
    return next(n for n, line in enumerate(lines, 1) if n > first and text in line)


@every_cancellation
async def slot_comes_back(exercise, jobs, start, cancel, name):
    pool = getattr(exercise, name)()
    call = start("call", pool.use(jobs.make("work", takes=1)))

    await cancel(call)

    assert same(pool.free, 1)


def test_correct_code_passes(sweep):
    assert sweep(slot_comes_back)[0].verdict == "passed"


def test_the_moment_that_breaks_it_is_named(sweep):
    finding, scene = sweep(slot_comes_back, "Careless")

    assert (finding.verdict, finding.message) == ("failed", "`pool.free` is 0, and should be 1")
    line = line_of("sleep(0)", "Careless")
    assert scene.line == line
    assert scene.remark == (
        f"when cancelled at line {line}, as at 1 of 2 moments; replay with `--schedule c1`"
    )


def test_a_cancellation_that_does_not_come_out_fails(sweep):
    finding, scene = sweep(slot_comes_back, "Swallowing")

    assert finding.code == "not-cancelled"
    assert finding.message == "the call was cancelled, and returned None all the same"
    assert "as at 2 of 2 moments" in scene.remark


def test_it_need_not_come_out_if_the_test_says_so(sweep):
    @every_cancellation
    async def test(exercise, jobs, start, cancel, name):
        pool = getattr(exercise, name)()
        call = start("call", pool.use(jobs.make("work", takes=1)))

        await cancel(call, comes_out=False)

        assert same(call.result(), None)

    assert sweep(test, "Swallowing")[0].verdict == "passed"


def test_house_rules_hold_after_each_cancellation(sweep):
    finding, scene = sweep(slot_comes_back, "Leaking")

    assert (finding.code, finding.line) == ("leaked-task", line_of("ensure_future", "Leaking"))
    assert scene.line is None
    assert f"when cancelled at line {line_of('asyncio.wait', 'Leaking')}" in scene.remark


@pytest.mark.parametrize("name", ["Endless", "Waiting"])
def test_a_call_that_never_ends_by_itself_is_cancelled_all_the_same(sweep, name):
    assert sweep(slot_comes_back, name)[0].verdict == "passed"


@pytest.mark.parametrize(
    ("name", "verdict", "code"),
    [
        ("Quick", "failed", "not-cancelled"),
        ("Unwritten", "not_started", "not-started"),
        ("Failing", "failed", "raised"),
    ],
)
def test_a_call_that_never_waits_does_not_pass(sweep, name, verdict, code):
    finding, _ = sweep(slot_comes_back, name)

    assert (finding.verdict, finding.code) == (verdict, code)


# ---------------------------------------------------------------- twice

twice = every_cancellation(twice=True)(slot_comes_back.__wrapped__)


@pytest.mark.parametrize("name", ["Pool", "Shielded", "Waiting"])
def test_clean_up_that_withstands_a_second_cancellation_passes(sweep, name):
    assert sweep(twice, name)[0].verdict == "passed"


def test_clean_up_that_is_cut_short_fails(sweep):
    assert sweep(slot_comes_back, "Slow")[0].verdict == "passed"

    finding, scene = sweep(twice, "Slow")

    assert finding.verdict == "failed"
    assert "and once more during its clean-up" in scene.remark
    assert scene.remark.endswith("replay with `--schedule c1+1`")


# ---------------------------------------------------------------- moments


def moments(body):
    """What the log says after each run."""
    seen = []

    @every_cancellation
    async def test(log, jobs, start, cancel, clock):
        try:
            await body(jobs, start, cancel, clock)
        finally:
            seen.append(list(log))

    install_time()
    with Scene(Setting()) as scene:
        test(Exploration(scene=scene))
    return seen[:-1]  # in the last one the call ended by itself


def test_there_is_a_run_for_each_suspension():
    async def body(jobs, start, cancel, clock):
        a, b = jobs.make("a", takes=1), jobs.make("b", takes=2)

        async def both():
            await a()
            await b()

        await cancel(start("call", both()))

    assert moments(body) == [
        ["a started 0", "a cancelled 0", "call cancelled 0"],
        ["a started 0", "a returned 1", "b started 1", "b cancelled 1", "call cancelled 1"],
    ]


def test_steps_of_its_children_are_moments_of_the_call():
    async def body(jobs, start, cancel, clock):
        a, b = jobs.make("a", takes=1), jobs.make("b", takes=2)

        async def both():
            await asyncio.gather(a(), b())

        await cancel(start("call", both()))

    seen = moments(body)

    # Both created; a started; b started; a returned; b returned, and the call doesn't know yet.
    assert [len(log) for log in seen] == [1, 3, 5, 5, 5]
    assert seen[-2][2:] == ["a returned 1", "b cancelled 1", "call cancelled 1"]
    assert seen[-1][2:] == ["a returned 1", "b returned 2", "call cancelled 2"]


def test_the_moment_between_being_woken_and_going_on_is_one():
    async def body(jobs, start, cancel, clock):
        lock = asyncio.Lock()
        await lock.acquire()

        async def use():
            async with lock:
                await asyncio.sleep(1)

        async def release():
            await asyncio.sleep(2)
            lock.release()

        call = start("call", use())
        other = asyncio.ensure_future(release())
        await cancel(call)
        await other
        assert not lock.locked()

    assert [log[-1] for log in moments(body)] == [
        "call cancelled 0", "call cancelled 0", "call cancelled 2", "call cancelled 2",
    ]  # fmt: skip


def test_a_call_that_is_under_way_is_cancelled_from_there_on():
    async def body(jobs, start, cancel, clock):
        async def sleep():
            for _ in range(4):
                await asyncio.sleep(1)

        call = start("call", sleep())
        await clock.until(1.5)
        await cancel(call)

    assert [log[-1] for log in moments(body)] == [
        "call cancelled 1.5", "call cancelled 2", "call cancelled 3",
    ]  # fmt: skip


def test_the_search_ends_however_many_moments_there_are():
    runs = []

    @every_cancellation
    async def test(start, cancel):
        runs.append(1)

        async def tick():
            while True:
                await asyncio.sleep(1)

        await cancel(start("call", tick()))

    install_time()
    with Scene(Setting()) as scene:
        test(Exploration(scene=scene))
    assert 50 < len(runs) < 500


def busy(bad, steps):
    """What can't be cancelled after so many steps of its own, and has others take many besides."""

    async def call():
        others = [asyncio.ensure_future(spin(400)) for _ in range(2)]
        try:
            for _ in range(steps):
                await asyncio.sleep(1e-9)
            await (asyncio.sleep(1) if not bad else careless())
        finally:
            await asyncio.gather(*others)

    async def spin(times):
        for _ in range(times):
            await asyncio.sleep(0)

    async def careless():
        try:
            await asyncio.sleep(1)
        except asyncio.CancelledError:
            return

    return call()


@pytest.mark.parametrize("bad", [False, True])
def test_moments_are_tried_however_many_steps_others_take(bad):
    @every_cancellation
    async def test(start, cancel):
        await cancel(start("call", busy(bad, steps=5)))

    install_time()
    with Scene(Setting()) as scene, pytest.raises(NotCancelledError) if bad else nullcontext():
        test(Exploration(scene=scene))


def test_moments_of_those_who_take_few_steps_come_first():
    who = [1, 2, 2, 2, 3] * 100 + [4, 5]
    rest = list(_sweep._rest(who, 26))

    assert rest[:2] == [501, 502]
    assert {26, 502} <= set(rest) <= set(range(26, 503))
    assert len(rest) <= 2 * _sweep.LEAST


def test_a_call_that_takes_too_many_steps_does_not_pass(monkeypatch):
    monkeypatch.setattr(_sweep, "MOST", 1_000)
    monkeypatch.setattr(_sweep, "BUDGET", 1_000)

    @every_cancellation
    async def test(start, cancel):
        await cancel(start("call", busy(bad=False, steps=5)))

    install_time()
    with Scene(Setting()) as scene, pytest.raises(UnexploredError, match="too many"):
        test(Exploration(scene=scene))


# ---------------------------------------------------------------- tokens and authors


@pytest.mark.parametrize("token", ["c1", "c12", "c3+4"])
def test_a_token_makes_a_cut_with_the_same_token(token):
    assert parse_cut(token).token == token


@pytest.mark.parametrize("token", ["c", "h3.2", "c1+", "c1.2", "fifo"])
def test_what_is_no_token_is_none(token):
    assert parse_cut(token) is None


def test_a_token_repeats_one_moment(sweep):
    assert sweep(slot_comes_back, "Careless", token="c1")[0].verdict == "failed"
    assert sweep(slot_comes_back, "Careless", token="c2")[0].verdict == "passed"
    assert sweep(slot_comes_back, "Careless", token="c9")[0].verdict == "passed"


def test_a_test_that_never_cancels_is_told_so(sweep):
    @every_cancellation
    async def test(cancel, name):
        pass

    with pytest.raises(RuntimeError, match=r"has to await `cancel\(call\)`"), Scene(Setting()) as s:
        test(Exploration(scene=s), name="Pool")


def test_only_async_tests_are_swept():
    with pytest.raises(TypeError, match="`every_cancellation` is for an `async def` test"):

        @every_cancellation
        def test(cancel):
            pass


def test_pytest_shows_where_it_breaks(pytester):
    folder = pytester.mkdir("ch99_pools")
    text = '''
    from grader.testing import every_cancellation, same

    @every_cancellation
    async def test_slot_comes_back(exercise, jobs, start, cancel):
        """Wherever a call is cancelled, its slot comes back."""
        pool = exercise.Careless()
        call = start("call", pool.use(jobs.make("work", takes=1)))

        await cancel(call)

        assert same(pool.free, 1)
    '''
    (folder / "test_ex01_pool.py").write_text(textwrap.dedent(text))
    exercises = pytester.mkdir("exercises") / "ch99_pools"
    exercises.mkdir()
    (exercises / "ex01_pool.py").write_text(POOLS)
    pytester.makeini("[pytest]\nasyncio_mode = auto\naddopts = -p grader.testing.plugin\n")

    result = pytester.runpytest_subprocess("-p", "no:cacheprovider")

    result.assert_outcomes(failed=1)
    line = line_of("sleep(0)", "Careless")
    result.stdout.fnmatch_lines(
        [
            f"wrong-value: `pool.free` is 0, and should be 1 (when cancelled at line {line}, *",
            f"where     line {line}",
        ]
    )
