"""A trace says what every task did, in the same words each time."""

import asyncio
import json
import random
import sys
import textwrap

import pytest

from grader.testing import DeadlockError, VirtualTimeLoop
from grader.testing import _trace as module
from grader.testing._chrome import to_chrome
from grader.testing._loop import Hooks
from grader.testing._primitives import _WATCHED
from grader.testing._trace import Row, Trace

pytest_plugins = ["pytester"]

HERE = sys._getframe().f_code.co_filename


def traced(main, *, error=None, **options):
    """Run `main` with a trace of it, and return that."""
    trace = Trace(lambda filename: filename == HERE)
    with trace.watching():
        loop = VirtualTimeLoop(trace=trace, **options)
        trace.origin = loop.time()

        async def test():
            trace.begin(loop.time())
            await main()

        try:
            loop.run_until_complete(test())
        except BaseException as caught:
            if error is None or not isinstance(caught, error):
                raise
        finally:
            loop.finish()
    return trace


def line_of(text):
    """The only line of this file with that comment."""
    with open(HERE, encoding="utf-8") as file:
        (found,) = [n for n, line in enumerate(file, 1) if line.rstrip().endswith(f"# {text}")]
    return found


def story(trace, *events):
    """Time, task, event and detail of the rows; only of certain events, if any are named."""
    return [row[:4] for row in trace.rows if not events or row.event in events]


# ---------------------------------------------------------------- the life of a task


async def sleep_a_second():
    await asyncio.sleep(1)  # sleeps


async def raise_an_error():
    await asyncio.sleep(2)
    raise OSError  # raises


async def life():
    slow = asyncio.create_task(sleep_a_second(), name="slow")  # creates
    bad = asyncio.create_task(raise_an_error(), name="bad")
    late = asyncio.create_task(asyncio.sleep(9), name="late")
    await asyncio.wait([slow, bad])
    late.cancel()  # cancels
    await asyncio.wait([late])


def test_each_event_of_a_life_has_a_row():
    rows = traced(life).of("slow")

    assert rows == [
        Row(0, "slow", "created", "the test, to run `sleep_a_second`", line_of("creates"), 2),
        Row(0, "slow", "started", "", None, 2),
        Row(0, "slow", "suspended", "sleep until 1", line_of("sleeps"), 2),
        Row(1, "slow", "resumed", "", None, 2),
        Row(1, "slow", "done", "", None, 2),
    ]


def test_a_failure_has_its_line():
    assert traced(life).of("bad")[-1] == Row(2, "bad", "failed", "OSError", line_of("raises"), 3)


def test_a_cancellation_says_by_whom():
    late = traced(life).of("late")

    assert late[-3:] == [
        Row(2, "late", "cancel-requested", "the test", line_of("cancels"), 4),
        Row(2, "late", "resumed", "", None, 4),
        Row(2, "late", "cancelled", "", None, 4),
    ]


def test_who_waits_for_whom_is_said():
    suspended = [row for row in traced(life).of("the test") if row.event == "suspended"]

    assert [row.detail for row in suspended] == ["wait: slow, bad", "wait: late"]


def test_a_row_reads_as_a_sentence():
    lines = [str(row) for row in traced(life).rows if row.task in ("slow", "late")]

    assert (
        lines[0]
        == f"0 slow created by the test, to run `sleep_a_second`, line {line_of('creates')}"
    )
    assert f"0 slow waits for sleep until 1, line {line_of('sleeps')}" in lines
    assert f"2 late is to be cancelled by the test, line {line_of('cancels')}" in lines


def test_a_task_that_is_named_late_has_its_name_in_all_rows():
    async def main():
        task = asyncio.create_task(asyncio.sleep(1))
        task.set_name("a")
        await task

    assert [row.event for row in traced(main).of("a")] == [
        "created", "started", "suspended", "resumed", "done",
    ]  # fmt: skip


def test_a_timer_that_cancels_is_the_loop():
    async def main():
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(1):
                await asyncio.sleep(5)

    assert (1, "the test", "cancel-requested", "the loop") in story(traced(main))


def test_a_failed_sibling_cancels_the_group():
    async def main():
        async with asyncio.TaskGroup() as group:
            group.create_task(raise_an_error(), name="bad")
            group.create_task(asyncio.sleep(9), name="other")

    trace = traced(main, error=BaseExceptionGroup)

    assert trace.status("bad") == "failed"
    assert trace.status("other") == "cancelled"
    assert (0, "the test", "suspended", "its TaskGroup: bad, other") in story(trace)


def test_looking_does_not_retrieve_exceptions():
    contexts = []

    async def main():
        asyncio.get_running_loop().tell(Hooks(on_exception=contexts.append))
        asyncio.create_task(raise_an_error())
        await asyncio.sleep(3)

    traced(main)

    assert [context["message"] for context in contexts] == ["Task exception was never retrieved"]


@pytest.mark.skipif(sys.version_info < (3, 12), reason="there are no eager tasks")
def test_an_eager_task_starts_in_its_creation():
    async def main():
        asyncio.get_running_loop().set_task_factory(asyncio.eager_task_factory)
        quick = asyncio.create_task(asyncio.sleep(0, 1), name="quick")
        await quick

    assert [row.event for row in traced(main).of("quick")] == [
        "created", "started", "suspended", "resumed", "done",
    ]  # fmt: skip


def test_a_task_of_another_class_is_traced_all_the_same():
    async def main():
        loop = asyncio.get_running_loop()
        loop.set_task_factory(lambda loop, coro, **_: asyncio.Task(coro, loop=loop))
        await asyncio.create_task(sleep_a_second(), name="other")

    assert [row.event for row in traced(main).of("other")] == [
        "started", "suspended", "resumed", "done",
    ]  # fmt: skip


# ---------------------------------------------------------------- primitives


def test_a_lock_has_a_holder():
    async def main():
        lock = asyncio.Lock()

        async def use(seconds):
            async with lock:
                await asyncio.sleep(seconds)

        await asyncio.gather(
            asyncio.create_task(use(1), name="a"), asyncio.create_task(use(2), name="b")
        )

    events = ("acquired", "released")
    trace = traced(main)

    assert story(trace, *events) == [
        (0, "a", "acquired", "Lock `lock`"),
        (1, "a", "released", "Lock `lock`"),
        (1, "b", "acquired", "Lock `lock`"),
        (3, "b", "released", "Lock `lock`"),
    ]
    assert (0, "b", "suspended", "Lock `lock`, held by a") in story(trace)


def test_a_semaphore_has_several_holders():
    async def main():
        slots = asyncio.Semaphore(2)

        async def use():
            async with slots:
                await asyncio.sleep(1)

        await asyncio.gather(*(asyncio.create_task(use(), name=name) for name in "abc"))

    assert (0, "c", "suspended", "Semaphore `slots`, held by a, b") in story(traced(main))


def test_a_condition_gives_its_lock_back_while_it_waits():
    async def main():
        condition = asyncio.Condition()

        async def wait():
            async with condition:
                await condition.wait()

        async def notify():
            async with condition:
                condition.notify()

        await asyncio.gather(
            asyncio.create_task(wait(), name="waits"), asyncio.create_task(notify(), name="tells")
        )

    trace = traced(main)

    assert [row.event for row in trace.of("waits")] == [
        "created", "started", "acquired", "released", "suspended", "resumed", "acquired",
        "released", "done",
    ]  # fmt: skip
    assert (0, "tells", "notified", "Condition `condition`") in story(trace)


def test_events_queues_and_barriers():
    async def main():
        event, queue, barrier = asyncio.Event(), asyncio.Queue(1), asyncio.Barrier(2)

        async def produce():
            await queue.put(1)
            await queue.put(2)
            event.set()
            await barrier.wait()

        async def consume():
            await event.wait()
            event.clear()
            await barrier.wait()

        async def first():
            await asyncio.sleep(1)
            await queue.get()

        await asyncio.gather(
            *(asyncio.create_task(f(), name=f.__name__) for f in (produce, consume, first))
        )

    waits = ("suspended", "put", "got", "set", "cleared")
    assert story(traced(main), *waits) == [
        (0, "the test", "suspended", "gather: produce, consume, first"),
        (0, "produce", "put", "Queue `queue`"),
        (0, "produce", "suspended", "Queue.put `queue`"),
        (0, "consume", "suspended", "Event `event`"),
        (0, "first", "suspended", "sleep until 1"),
        (1, "first", "got", "Queue `queue`"),
        (1, "produce", "put", "Queue `queue`"),
        (1, "produce", "set", "Event `event`"),
        (1, "produce", "suspended", "Barrier `barrier`"),
        (1, "consume", "cleared", "Event `event`"),
    ]


def test_what_is_watched_is_put_back():
    before = [cls.__dict__[name] for cls, name, _ in _WATCHED]

    traced(life)

    assert [cls.__dict__[name] for cls, name, _ in _WATCHED] == before


def test_primitives_do_not_live_longer():
    import gc
    import weakref

    found = []

    async def main():
        lock = asyncio.Lock()
        async with lock:
            found.append(weakref.ref(lock))

    trace = traced(main)
    gc.collect()

    assert found[0]() is None
    assert trace.rows


# ---------------------------------------------------------------- deadlocks


async def cross():
    one, two = asyncio.Lock(), asyncio.Lock()

    async def take_one():
        async with one:
            await asyncio.sleep(1)
            async with two:  # wants two
                pass

    async def take_two():
        async with two:
            await asyncio.sleep(1)
            async with one:  # wants one
                pass

    await asyncio.gather(
        asyncio.create_task(take_one(), name="a"), asyncio.create_task(take_two(), name="b")
    )


def test_a_deadlock_names_both_tasks_both_locks_and_both_lines():
    trace = Trace()
    with trace.watching():
        loop = VirtualTimeLoop(trace=trace)
        with pytest.raises(DeadlockError) as caught:
            loop.run_until_complete(cross())
        loop.finish()

    one, two = caught.value.waits[1:]
    assert (one.name, one.label, one.holder) == ("a", "two", "b")
    assert (two.name, two.label, two.holder) == ("b", "one", "a")
    assert (one.where[0].line, two.where[0].line) == (line_of("wants two"), line_of("wants one"))


def test_the_clean_up_after_a_deadlock_is_no_part_of_the_story():
    trace = traced(cross, error=DeadlockError)

    assert trace.rows[-1].event == "suspended"
    assert trace.status("a") == trace.status("b") == "suspended"


# ---------------------------------------------------------------- reading


def test_helpers_say_what_one_asks_for_most():
    trace = traced(life)

    assert trace.order("done") == ["slow", "the test"]
    assert trace.order("created")[1:] == ["slow", "bad", "late"]
    assert [trace.status(name) for name in ("slow", "bad", "late", "nobody")] == [
        "done", "failed", "cancelled", "",
    ]  # fmt: skip
    assert trace.max_concurrency() == 4
    assert trace.max_concurrency("s") == 2
    assert trace.max_concurrency("raise_an") == 1


def test_two_runs_have_equal_rows_whatever_lies_in_the_memory():
    first = traced(life).rows + traced(cross, error=DeadlockError).rows
    litter = []

    for _ in range(20):
        litter.append([object() for _ in range(random.randrange(1000))])
        again = traced(life).rows + traced(cross, error=DeadlockError).rows
        assert again == first


def test_an_endless_program_does_not_fill_the_memory(monkeypatch):
    monkeypatch.setattr(module, "LIMIT", 50)

    async def main():
        for _ in range(100):
            await asyncio.sleep(0)

    trace = traced(main)

    assert len(trace.rows) == 50
    assert not trace.complete
    assert traced(life).complete


# ---------------------------------------------------------------- the Chrome trace event format


def test_the_export_is_what_perfetto_reads():
    document = json.loads(to_chrome(traced(life)))

    events = document["traceEvents"]
    assert {event["ph"] for event in events} == {"M", "X", "i", "s", "f"}
    assert all({"ph", "ts", "pid", "tid", "name"} <= set(event) for event in events)
    names = [event["args"]["name"] for event in events if event["name"] == "thread_name"]
    assert set(names) == {"the test", "slow", "bad", "late"}


def test_waits_last_as_long_as_they_took():
    events = json.loads(to_chrome(traced(life)))["traceEvents"]

    (wait,) = [event for event in events if event["name"] == "sleep until 1"]
    assert (wait["ph"], wait["cat"], wait["args"]) == ("X", "wait", {"line": line_of("sleeps")})
    assert 999_900 < wait["dur"] <= 1_000_000


def test_events_of_one_instant_keep_their_order_and_slices_do_not_overlap():
    events = json.loads(to_chrome(traced(cross, error=DeadlockError)))["traceEvents"]

    for thread in {event["tid"] for event in events}:
        slices = [event for event in events if event["tid"] == thread and event["ph"] == "X"]
        slices.sort(key=lambda event: event["ts"])
        ends = [event["ts"] + event["dur"] for event in slices]
        assert all(event["ts"] >= end for event, end in zip(slices[1:], ends, strict=False))


def test_arrows_begin_and_end():
    events = json.loads(to_chrome(traced(life)))["traceEvents"]

    starts = sorted(event["id"] for event in events if event["ph"] == "s")
    ends = sorted(event["id"] for event in events if event["ph"] == "f")
    assert starts == ends
    assert len(starts) == 5


# ---------------------------------------------------------------- under pytest

LEARNER = """\
import asyncio, itertools

runs = itertools.count()

async def transfer(source, target):
    async with source:
        await asyncio.sleep(1)
        async with target:
            pass

async def total(jobs):
    return sum(each or 0 for each in await asyncio.gather(*(job() for job in jobs)))

async def undecided():
    import time
    with open(__file__ + ".runs", "a+") as file:
        file.write("x")
        file.seek(0)
        return len(file.read())

async def late():
    return 9 if await undecided() > 1 else 0
"""

TESTS = """\
import asyncio
from grader.testing import every_order, same

"""


@pytest.fixture
def hidden(pytester):
    def run(text, *arguments, learner=LEARNER):
        folder = pytester.mkdir("ch99_traces")
        (folder / "test_ex01_trace.py").write_text(TESTS + textwrap.dedent(text))
        exercises = pytester.mkdir("exercises") / "ch99_traces"
        exercises.mkdir()
        (exercises / "ex01_trace.py").write_text(learner)
        pytester.makeini("[pytest]\nasyncio_mode = auto\naddopts = -p grader.testing.plugin\n")
        return pytester.runpytest_subprocess("-p", "no:cacheprovider", *arguments)

    return run


def test_a_failed_behaviour_tells_its_story(hidden):
    result = hidden(
        """
        async def test_total(exercise, jobs, clock):
            assert same(await exercise.total([jobs.make("a", takes=2, returns=1)]), 2)
        """
    )

    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(
        [
            "wrong-value: *is 1, and should be 2",
            "what happened",
            "  0 Task-2 created by the test, to run `a`, line 12",
            "  0 Task-2 waits for `a`",
            "  2 Task-2 done",
        ]
    )


@pytest.mark.parametrize("learner", ["def (:\n", "return 1\n", "x = '\0'\n"])
def test_a_file_that_is_no_python_fails_its_tests(hidden, learner):
    result = hidden(
        """
        async def test_total(exercise):
            assert same(await exercise.total([]), 0)
        """,
        learner=learner,
    )

    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines(["raised: SyntaxError: *"])
    result.stdout.no_fnmatch_line("internal_error*")


def test_a_deadlock_says_who_holds_what(hidden):
    result = hidden(
        """
        async def test_cross(exercise, start):
            one, two = asyncio.Lock(), asyncio.Lock()
            a, b = start("a", exercise.transfer(one, two)), start("b", exercise.transfer(two, one))
            await asyncio.wait([a, b])
        """
    )

    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(
        [
            "deadlock: every task waits, and nothing can wake one",
            "*`a` waits for *held by b, line 8 in `transfer`*",
            "*`b` waits for *held by a, line 8 in `transfer`*",
        ]
    )


def test_what_differs_when_it_is_repeated_is_our_fault(hidden):
    result = hidden(
        """
        async def test_undecided(exercise):
            assert same(await exercise.late(), 9)
        """
    )

    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(["*not deterministic: *is 0, and should be 9; and then: *"])


def test_what_never_passes_has_failed_for_whatever_reason(hidden):
    result = hidden(
        """
        async def test_undecided(exercise):
            assert same(await exercise.undecided(), 9)
        """
    )

    result.assert_outcomes(failed=1)
    result.stdout.no_fnmatch_line("*not deterministic*")
    result.stdout.fnmatch_lines(["*is 1, and should be 9*"])


def test_a_test_may_ask_for_its_trace(hidden):
    result = hidden(
        """
        async def test_total(exercise, jobs, trace):
            made = [jobs.make("abc"[n], takes=n) for n in range(3)]
            await exercise.total(made)
            assert (trace.max_concurrency("b"), trace.max_concurrency("a")) == (1, 1)
            assert len(trace.order("done")) == 3

        @every_order
        async def test_in_every_order(exercise, jobs, trace):
            await exercise.total([jobs.make(name) for name in "ab"])
            assert len(trace.order("done")) == 2

        def test_sync(exercise, jobs, trace):
            asyncio.run(exercise.total([jobs.make(name) for name in "ab"]))
            assert len(trace.order("done")) == 3
        """
    )

    result.assert_outcomes(passed=3)


def test_traces_are_written_for_perfetto(hidden, pytester):
    result = hidden(
        """
        async def test_total(exercise, jobs):
            await exercise.total([jobs.make("a", takes=2, returns=1)])

        @every_order
        async def test_in_every_order(exercise, jobs):
            await exercise.total([jobs.make("a", returns=1)])
        """,
        "--chrome-trace",
        "traces",
    )

    result.assert_outcomes(passed=2)
    files = sorted((pytester.path / "traces").iterdir())
    assert len(files) == 2
    assert all(json.loads(file.read_text())["traceEvents"] for file in files)
