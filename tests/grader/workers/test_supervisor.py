"""Workers with real processes: what they report, what they hide, and what they leave behind."""

import contextlib
import itertools
import json
import os
import select
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest

from grader.records import Status
from grader.submission import Problem
from grader.workers import shift
from grader.workers.orders import Exited
from grader.workers.supervisor import Request, Settings, Step, Workers
from tests.grader.workers.workplace import (
    QUICK,
    RIGHT,
    STUB,
    TEST,
    observe,
    request,
    verdicts,
    write_tree,
)

PASSED = {"test_one": "passed", "test_two": "passed", "test_three": "passed"}
HERE = Path(__file__).parents[3]
FRESH = replace(QUICK, fork=False)
needs_linux = pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")


def at_two(*statements: str) -> str:
    """A solution that does something more when two is to be doubled."""
    body = "".join(f"        {statement}\n" for statement in statements)
    return RIGHT.replace("    return", f"    if number == 2:\n{body}    return")


@pytest.fixture
def exercise(tmp_path):
    return write_tree(tmp_path)


@pytest.fixture
def workers(tmp_path) -> Iterator[Workers]:
    with Workers(root=tmp_path, jobs=2, settings=QUICK) as workers:
        yield workers


def gone(pid: int) -> bool:
    """Wait until a process has ended, for half a minute at most."""
    try:
        descriptor = os.pidfd_open(pid)
    except ProcessLookupError:
        return True
    try:
        return bool(select.select([descriptor], [], [], 30)[0])
    finally:
        os.close(descriptor)


def test_a_right_file_passes(exercise, workers):
    ((done, seen),) = workers.run([request(exercise, RIGHT)])

    assert done.exercise is exercise
    assert verdicts(seen) == PASSED
    assert (seen.exercise, seen.status, seen.violations) == ("ch90/ex01", Status.GRADED, ())


def test_several_series_one_after_the_other(exercise, workers):
    for _ in range(3):
        ((_, seen),) = workers.run([request(exercise, RIGHT)])

        assert verdicts(seen) == PASSED


def test_nothing_to_do(workers):
    assert list(workers.run([])) == []


@pytest.mark.parametrize(
    "stub", [STUB, STUB + "\n# I'll do it tomorrow\n", "x = 'an older stub'\n"]
)
def test_an_untouched_stub_is_not_started(tmp_path, stub):
    seen = observe(tmp_path, stub, stubs=[STUB, 'x = "an older stub"\n'])

    assert (seen.status, seen.outcomes) == (Status.NOT_STARTED, ())


def test_a_file_that_is_not_there_needs_no_process(exercise, workers):
    problem = Problem(message="it is missing", line=3)

    ((_, seen),) = workers.run([Request(exercise=exercise, source=problem)])

    assert (seen.status, seen.message, seen.line) == (Status.ERROR, "it is missing", 3)


def test_progress_is_told_as_it_happens(exercise, workers):
    told = []

    list(workers.run([request(exercise, at_two("import os", "os._exit(1)"))], told.append))
    told = [event for event in told if event.step is not Step.WAITING]

    assert [event.step for event in told] == [Step.STARTED, *[Step.OUTCOME] * 3, Step.FINISHED]
    assert [event.outcome.verdict for event in told[1:-1]] == ["passed", "crashed", "passed"]


def test_requests_are_taken_as_jobs_become_free(exercise, workers):
    taken = []

    def requests():
        for number in range(6):
            taken.append(number)
            yield request(exercise, RIGHT)

    runs = workers.run(requests())
    next(runs)

    assert len(taken) <= 4  # two jobs; one has ended, perhaps both
    assert len(list(runs)) == 5


def test_a_series_may_be_left_early(exercise, workers):
    endless = request(exercise, at_two("import os", "os.read(os.pipe()[0], 1)"))
    runs = workers.run([request(exercise, RIGHT), endless, endless])
    next(runs)
    runs.close()

    ((_, seen),) = workers.run([request(exercise, RIGHT)])

    assert verdicts(seen) == PASSED


def test_an_error_in_a_listener_comes_out(exercise, workers):
    def listen(event):
        raise LookupError(event.step)

    with pytest.raises(LookupError, match="started"):
        list(workers.run([request(exercise, RIGHT)], listen))

    ((_, seen),) = workers.run([request(exercise, RIGHT)])
    assert verdicts(seen) == PASSED


# -- the hidden test


CASES = '''
import pytest

from grader.testing import same


@pytest.mark.parametrize("number", [1, 2, 3])
async def test_numbers(exercise, number):
    """Numbers are doubled."""
    assert same(await exercise.double(number), 2 * number)


def test_another(exercise):
    """It is there."""
    assert exercise.double
'''
NAMES = ("test_numbers", "test_another")


def test_cases_of_one_behaviour_are_merged(tmp_path):
    good = observe(tmp_path / "a", RIGHT, test=CASES, behaviours=NAMES)
    bad = observe(tmp_path / "b", at_two("return 5"), test=CASES, behaviours=NAMES)

    assert verdicts(good) == {"test_numbers": "passed", "test_another": "passed"}
    assert verdicts(bad) == {"test_numbers": "failed", "test_another": "passed"}
    assert bad.outcomes[0].case == 1


@pytest.mark.parametrize("settings", [QUICK, FRESH], ids=["forked", "fresh"])
def test_a_traced_run_is_of_one_case(tmp_path, settings):
    exercise = write_tree(tmp_path, test=CASES, behaviours=NAMES)
    waits = at_two("import asyncio", "await asyncio.sleep(1.5)")
    wanted = {"only": NAMES[:1], "traced": {"test_numbers": 1}}

    with Workers(root=tmp_path, jobs=1, settings=settings) as workers:
        plain, traced = (
            next(workers.run([replace(request(exercise, waits), **fields)]))[1]
            for fields in ({}, wanted)
        )

    assert verdicts(traced) == {"test_numbers": "passed"}
    assert [row.time for row in traced.outcomes[0].timeline][-1] == 1.5
    assert not any(outcome.timeline for outcome in plain.outcomes)


def test_a_broken_hidden_test_is_our_fault(tmp_path):
    seen = observe(tmp_path, RIGHT, test="import asynchio\n" + TEST)

    assert (seen.status, seen.outcomes) == (Status.INTERNAL_ERROR, ())
    assert "No module named 'asynchio'" in seen.message


@pytest.mark.parametrize(
    ("behaviours", "named"),
    [
        (("test_one", "test_two"), "test_three"),
        (("test_one", "test_two", "test_three", "test_four"), "test_four"),
        (("test_two", "test_one", "test_three"), "test_two"),
    ],
)
def test_a_hidden_test_that_disagrees_with_the_catalogue_is_our_fault(tmp_path, behaviours, named):
    seen = observe(tmp_path, RIGHT, behaviours=behaviours)

    assert (seen.status, seen.outcomes) == (Status.INTERNAL_ERROR, ())
    assert named in seen.message


def test_a_hidden_test_without_any_behaviour_is_our_fault(tmp_path):
    seen = observe(tmp_path, RIGHT, test="x = 1\n")

    assert seen.status is Status.INTERNAL_ERROR


def test_a_broken_fixture_is_our_fault(tmp_path):
    test = TEST.replace("test_two(exercise)", "test_two(exercise, nothing_of_the_kind)")

    seen = observe(tmp_path, RIGHT, test=test)

    assert verdicts(seen) == PASSED | {"test_two": "internal_error"}


def test_a_skip_is_no_pass(tmp_path):
    test = TEST.replace("async def test_two", "@pytest.mark.skip\nasync def test_two")

    seen = observe(tmp_path, RIGHT, test="import pytest\n" + test)

    assert verdicts(seen)["test_two"] != "passed"


def test_a_tree_that_is_not_there_is_our_fault(tmp_path):
    exercise = write_tree(tmp_path)
    with Workers(root=tmp_path / "nowhere", jobs=2, settings=QUICK) as workers:
        workers.root = tmp_path  # the zygote has been told of the other

        seen = [seen for _, seen in workers.run([request(exercise, RIGHT)] * 3)]

    assert {one.status for one in seen} == {Status.INTERNAL_ERROR}
    assert "nowhere" in seen[0].message


# -- what the learner's code sees


LOOK = '''\
"""Doubling."""

import json
import os
import sys

print(json.dumps({
    "argv": sys.argv,
    "path": sys.path,
    "cwd": os.getcwd(),
    "listing": os.listdir(),
    "environ": dict(os.environ),
    "tests": [name for name in sys.modules if name.split(".")[0] == "tests"],
    "main": sorted(vars(sys.modules["__main__"])),
    "finders": [type(finder).__module__ for finder in sys.meta_path],
    "descriptors": sorted(os.listdir("/proc/self/fd")) if os.path.exists("/proc/self/fd") else [],
    "stdin": sys.stdin.read(),
    "ctypes": "ctypes" in sys.modules,
    "hash": hash("asyncio"),
    "session": os.getsid(0) == os.getpid(),
}))


async def double(number: int) -> int:
    """Return twice `number`."""
    return 2 * number
'''


@pytest.fixture
def view(tmp_path):
    """What a learner's file can easily find out about where it is."""
    seen = observe(tmp_path, LOOK)
    assert verdicts(seen) == PASSED, seen
    return json.loads(seen.outcomes[0].output)


def test_the_harness_is_out_of_sight(view):
    assert view["argv"] == ["exercises/ch90_faults/ex01_double.py"]
    assert view["tests"] == []
    assert not any("pytest" in module for module in view["finders"])
    assert str(HERE) not in view["path"]
    assert not set(view["main"]) - {"__name__", "__doc__", "__package__", "__loader__", "__spec__"}
    assert not view["ctypes"]


def test_the_environment_is_private(view):
    environ = view["environ"]

    assert environ["HOME"] == environ["TMPDIR"] == view["cwd"]
    assert view["listing"] == []
    assert set(environ) == {"PATH", "HOME", "TMPDIR", "LANG", "PYTHONUTF8", "PYTHONHASHSEED"}
    assert not Path(view["cwd"]).exists()


def test_descriptors_and_sessions_are_its_own(view):
    assert view["stdin"] == ""
    assert view["session"]
    if view["descriptors"]:
        # Standard streams, the channel, and the one that lists the folder.
        assert len(view["descriptors"]) <= 5


def test_hashes_do_not_vary(view, tmp_path):
    again = observe(tmp_path / "again", LOOK)

    assert json.loads(again.outcomes[0].output)["hash"] == view["hash"]


def test_what_is_printed_belongs_to_its_behaviour(tmp_path):
    seen = observe(
        tmp_path,
        at_two(
            "import os, subprocess, sys",
            "print('out')",
            "print('err', file=sys.stderr)",
            "os.write(1, b'raw\\n')",
            "subprocess.run(['echo', 'child'])",
        ),
    )

    assert [outcome.output for outcome in seen.outcomes] == ["", "out\nerr\nraw\nchild\n", ""]


def test_what_is_printed_is_bounded(tmp_path):
    seen = observe(tmp_path, at_two("print('x' * 1_000_000)"))

    output = seen.outcomes[1].output
    assert QUICK.output <= len(output) < QUICK.output + 100
    assert output.endswith("left out\n")


def test_a_failure_comes_with_all_there_is_to_say(tmp_path):
    seen = observe(tmp_path, at_two("import asyncio", "await asyncio.sleep(1)", "return 5"))

    two = seen.outcomes[1]
    assert (two.verdict, two.code, two.expected, two.observed) == (
        "failed",
        "wrong-value",
        "4",
        "5",
    )
    assert two.next
    assert any("sleep" in moment.detail for moment in two.timeline)


def test_the_longest_of_messages_gets_through(tmp_path):
    text = "'\U0001f40d' * 1_000_000"
    seen = observe(tmp_path, at_two(f"print({text})", f"raise ValueError({text})"))

    assert (seen.violations, verdicts(seen)["test_two"]) == ((), "failed")


def test_what_cpython_tells_of_garbage_is_no_tampering(tmp_path):
    # It looks up the line of the hidden test in which the error came up, while that test runs.
    closed = '''\
"""Hidden behaviours of the double."""


def fails_when_closed():
    try:
        yield
    finally:
        raise KeyError("closed")


async def test_one(exercise):
    """Somebody drops a generator."""
    generator = fails_when_closed()
    next(generator)
    del generator
'''

    settings = replace(QUICK, guard=True)
    seen = observe(tmp_path, RIGHT, test=closed, behaviours=("test_one",), settings=settings)

    assert (seen.violations, verdicts(seen)) == ((), {"test_one": "passed"})


def pids(seen):
    return [int(outcome.output.split()[0]) for outcome in seen.outcomes]


def test_behaviours_share_a_process(tmp_path):
    printing = RIGHT.replace(
        "    return",
        "    import asyncio, os\n    print(os.getpid())\n    await asyncio.to_thread(len, [])\n    return",
    )

    seen = observe(tmp_path, printing)

    assert verdicts(seen) == PASSED
    assert len(set(pids(seen))) == 1


def test_the_rest_is_kept_apart_from_what_ran_out_of_time(tmp_path):
    busy = RIGHT.replace(
        "    return",
        "    import os\n    print(os.getpid())\n    while number == 2: pass\n    return",
    )

    one, two, three = pids(observe(tmp_path, busy))

    assert one == two != three


def test_a_thread_that_is_left_gets_no_company(tmp_path):
    source = at_two(
        "import _thread, os",
        "_thread.start_new_thread(os.read, (os.pipe()[0], 1))",
        "while not _thread._count(): pass",
    ).replace("    return", "    import os\n    print(os.getpid())\n    return")

    one, two, three = pids(observe(tmp_path, source))

    assert one == two != three


def test_layers_are_reported(tmp_path):
    seen = observe(tmp_path, RIGHT)

    assert {name for name, _ in seen.layers} >= {"limits", "orphans"}
    assert all(state == "on" or state.startswith("off: ") for _, state in seen.layers)


# -- a child that is ready


@pytest.fixture
def started(workers, monkeypatch):
    """The orders of all children that are started from now on."""
    orders, start = [], workers.spawner.start
    monkeypatch.setattr(
        workers.spawner, "start", lambda order: orders.append(order) or start(order)
    )
    return orders


@pytest.mark.parametrize(
    ("source", "status", "found"),
    [
        (RIGHT, "graded", PASSED),
        (at_two("raise ValueError"), "graded", PASSED | {"test_two": "failed"}),
        (at_two("import os", "os._exit(3)"), "graded", PASSED | {"test_two": "crashed"}),
        ("def double(:", "error", {}),
        (STUB, "not_started", {}),
    ],
)
def test_a_child_that_is_ready_does_the_same(exercise, workers, started, source, status, found):
    workers.prepare(exercise)

    ((_, seen),) = workers.run([request(exercise, source)])

    assert (seen.status, verdicts(seen)) == (status, found)
    assert started[0].text is None
    assert len(started) == (2 if "crashed" in found.values() else 1)


def test_a_child_that_is_ready_waits_for_one_run(exercise, workers, started):
    workers.prepare(exercise)
    workers.prepare(exercise)

    for _ in range(2):
        ((_, seen),) = workers.run([request(exercise, RIGHT)])
        assert verdicts(seen) == PASSED

    assert [order.text for order in started] == [None, RIGHT]


@pytest.mark.parametrize(
    "other", [{"only": ("test_two",)}, {"guard": False}, {"shown": "elsewhere.py"}]
)
def test_a_child_that_is_ready_for_something_else_is_let_go(exercise, workers, started, other):
    workers.prepare(exercise)

    ((_, seen),) = workers.run([replace(request(exercise, RIGHT), **other)])

    assert set(verdicts(seen).values()) == {"passed"}
    assert [order.text for order in started] == [None, RIGHT]
    assert not Path(started[0].folder).exists()


def test_a_child_that_is_ready_is_kept_for_the_learner(exercise, workers, started):
    workers.prepare(exercise)
    traced = replace(request(exercise, RIGHT), traced={"test_two": 0})

    for each in (traced, request(exercise, RIGHT)):
        ((_, seen),) = workers.run([each])
        assert verdicts(seen) == PASSED

    assert [order.text for order in started] == [None, RIGHT]


def test_another_child_is_made_ready_for_another_exercise(exercise, workers, started):
    workers.prepare(exercise)
    workers.prepare(replace(exercise, title="Another"))

    assert [Path(order.folder).exists() for order in started] == [False, True]


def test_a_child_that_has_died_meanwhile_is_replaced(exercise, workers, started):
    workers.prepare(exercise)
    workers.spawner.kill(started[0].number)
    while not any(isinstance(one, Exited) for one in workers.spawner.news()):
        pass

    ((_, seen),) = workers.run([request(exercise, RIGHT)])

    assert verdicts(seen) == PASSED
    assert len(started) == 2


def test_a_child_that_is_ready_goes_with_the_workers(tmp_path, exercise):
    with Workers(root=tmp_path, jobs=1, settings=QUICK) as workers:
        workers.prepare(exercise)
        folder = Path(workers._ready.order.folder)
        assert folder.is_dir()

    assert not folder.parent.exists()


def test_where_there_is_no_fork_nothing_is_made_ready(tmp_path, exercise):
    with Workers(root=tmp_path, jobs=1, settings=replace(QUICK, fork=False)) as workers:
        workers.prepare(exercise)
        assert workers._ready is None


# -- what is left behind


@needs_linux
@pytest.mark.parametrize(
    "statements",
    [
        ("subprocess.Popen(['sleep', '1000'])",),
        ("subprocess.Popen(['sleep', '1000'], start_new_session=True)",),
        ("subprocess.Popen('sleep 1000 & echo', shell=True, start_new_session=True).wait()",),
        ("subprocess.Popen('sleep 1000 & sleep 1000', shell=True)",),
        ("if os.fork() == 0: os.execvp('sleep', ['sleep', '1000'])",),
        (
            "if os.fork() == 0:",
            "    os.setsid()",
            "    if os.fork() == 0:",
            "        os.execvp('sleep', ['sleep', '1000'])",
            "    os._exit(0)",
        ),
    ],
    ids=["child", "own session", "orphan", "grandchildren", "forked", "daemon"],
)
def test_no_process_outlives_its_exercise(tmp_path, exercise, workers, statements):
    mark = f"KATA_MARK={tmp_path}"
    source = at_two(
        "import os, subprocess", f"os.environ['KATA_MARK'] = {str(tmp_path)!r}", *statements
    )

    list(workers.run([request(exercise, source)]))

    assert not [pid for pid in marked(mark) if not gone(pid)]


def marked(mark: str) -> list[int]:
    """Processes with this in their environment."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            if mark.encode() in (folder / "environ").read_bytes().split(b"\0"):
                found.append(int(folder.name))
    return found


def at_work_for(root: Path, *, part: bool = False) -> list[int]:
    """Processes with this tree in their command lines: zygotes, and all that they have forked.

    `part`: also those in whose words it is a part, such as launchers.
    """
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            line = (folder / "cmdline").read_bytes()
            words = [line] if part else line.split(b"\0")
            if any(
                str(root).encode() in word if part else str(root).encode() == word for word in words
            ):
                found.append(int(folder.name))
    return found


def test_working_folders_are_removed(tmp_path, exercise, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "temporary"))
    (tmp_path / "temporary").mkdir()
    leave = at_two(
        "import os", "os.makedirs('a/b/c')", "open('a/b/c/d', 'w').close()", "os.chmod('a/b', 0)"
    )

    with Workers(root=tmp_path, jobs=2, settings=QUICK) as workers:
        for _ in workers.run([request(exercise, leave)] * 3):
            pass
        (folder,) = (tmp_path / "temporary").iterdir()
        left = list(folder.iterdir())

    assert left == []
    assert list((tmp_path / "temporary").iterdir()) == []


@needs_linux
def test_descriptors_do_not_pile_up(exercise, workers):
    list(workers.run([request(exercise, RIGHT)]))
    before = len(os.listdir("/proc/self/fd"))

    list(workers.run([request(exercise, RIGHT)] * 20))

    assert len(os.listdir("/proc/self/fd")) == before


SCRIPT = """
import os, sys
from pathlib import Path
from tests.grader.workers.workplace import *

root = Path(sys.argv[1])
exercise = write_tree(root)
endless = RIGHT.replace("    return", "    import os; os.read(os.pipe()[0], 1)\\n    return")
with Workers(root=root, jobs=2, settings=QUICK) as workers:
    for number, event in enumerate(workers.run([request(exercise, RIGHT)] + [request(exercise, endless)] * 2)):
        print(workers.spawner._process.pid, workers._folder, flush=True)
"""


@needs_linux
@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGINT, signal.SIGTERM])
def test_nothing_outlives_the_supervisor(tmp_path, number):
    supervisor = subprocess.Popen(
        [sys.executable, "-c", SCRIPT, str(tmp_path)],
        cwd=HERE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    with supervisor:
        zygote, folder = supervisor.stdout.readline().split()
        supervisor.send_signal(number)

    assert gone(int(zygote))
    assert not [pid for pid in at_work_for(tmp_path) if not gone(pid)]
    assert not Path(folder).exists()


# -- the zygote

# Only if the parent is one: an orphan's is a process that has nothing to do with us.
KILL_ZYGOTE = (
    "(lambda pid: b'grader.workers' in open(f'/proc/{pid}/cmdline', 'rb').read()"
    " and os.kill(pid, signal.SIGKILL))(os.getppid())"
)


@pytest.fixture
def exposed(tmp_path) -> Iterator[Workers]:
    """Workers whose children can kill the zygote: with process numbers of its own it is the first
    process, which takes no signal from those that come from it."""
    with Workers(root=tmp_path, jobs=2, settings=replace(QUICK, without=("processes",))) as workers:
        yield workers


@needs_linux
def test_a_zygote_that_dies_while_idle_is_replaced(exercise, workers):
    list(workers.run([request(exercise, RIGHT)]))
    os.kill(workers.spawner._process.pid, signal.SIGKILL)

    found = [verdicts(seen) for _, seen in workers.run([request(exercise, RIGHT)] * 3)]

    assert found == [PASSED] * 3


@needs_linux
def test_what_was_under_way_is_run_again_when_the_zygote_dies(exercise, exposed):
    once = at_two(
        "import os, signal",
        "flag = os.path.dirname(os.getcwd()) + '/killed'",  # where the file layer lets it write
        "if not os.path.exists(flag):",
        "    open(flag, 'w').close()",
        f"    {KILL_ZYGOTE}",
        "    os.read(os.pipe()[0], 1)",
    )

    found = [
        verdicts(seen)
        for _, seen in exposed.run([request(exercise, once), request(exercise, RIGHT)] * 2)
    ]

    assert found == [PASSED] * 4


@needs_linux
def test_a_file_that_kills_the_zygote_twice_has_crashed(exercise, exposed):
    kill = at_two("import os, signal", KILL_ZYGOTE, "os.read(os.pipe()[0], 1)")

    found = [
        verdicts(seen)
        for _, seen in exposed.run([request(exercise, kill), request(exercise, RIGHT)])
    ]

    assert {"test_one": "passed", "test_two": "crashed"} in found
    assert PASSED in found


@needs_linux
def test_a_zygote_with_numbers_of_its_own_is_not_killed(exercise, workers):
    kill = at_two("import os, signal", "os.kill(os.getppid(), signal.SIGKILL)")

    ((_, seen),) = workers.run([request(exercise, kill)])

    if dict(seen.layers)["processes"] != "on":
        pytest.skip(dict(seen.layers)["processes"])
    assert verdicts(seen) == PASSED


# -- forged messages


@pytest.mark.parametrize(
    "statements",
    [
        ("os.write(number, b'nonsense\\n')",),
        ('os.write(number, b\'{"kind": "end"}\\n\')',),
        ("os.write(number, b'x' * 5_000_000)",),
    ],
)
def test_what_the_code_writes_to_the_channel_is_a_violation(tmp_path, statements):
    search = (
        "import os, stat",
        "for number in range(3, 64):",
        "    try:",
        "        if stat.S_ISSOCK(os.fstat(number).st_mode):",
        f"            {statements[0]}",
        "    except OSError:",
        "        pass",
    )

    seen = observe(tmp_path, at_two(*search))

    assert seen.violations
    assert verdicts(seen) == {"test_one": "passed"}


# -- without fork


@pytest.mark.parametrize(
    ("source", "status", "found"),
    [
        (RIGHT, "graded", PASSED),
        (STUB, "not_started", {}),
        ("x = 1 / 0", "error", {}),
        (at_two("import os", "os._exit(3)"), "graded", PASSED | {"test_two": "crashed"}),
        (at_two("while True: pass"), "graded", PASSED | {"test_two": "timed_out"}),
    ],
    ids=["right", "stub", "broken", "crash", "busy"],
)
def test_a_fresh_process_does_the_same(tmp_path, source, status, found):
    seen = observe(tmp_path, source, settings=FRESH)

    assert (seen.status, verdicts(seen)) == (status, found)


def test_a_fresh_process_is_ended_at_its_limit(tmp_path):
    settings = Settings(cpu=5, wall=60, exercise_wall=3, fork=False)

    seen = observe(tmp_path, at_two("import os", "os.read(os.pipe()[0], 1)"), settings=settings)

    assert verdicts(seen)["test_two"] in {"timed_out", "internal_error"}
    assert len(seen.outcomes) == 2


def test_fresh_processes_may_be_left_early(exercise, tmp_path):
    endless = request(exercise, at_two("import os", "os.read(os.pipe()[0], 1)"))
    with Workers(root=tmp_path, jobs=2, settings=FRESH) as workers:
        runs = workers.run([request(exercise, RIGHT), endless, endless])
        next(runs)
        runs.close()


def test_a_busy_machine_does_not_use_up_the_time(exercise, tmp_path, monkeypatch):
    passed, fractions = 0, itertools.count(0, 1e-6)

    def takes_long(event):
        nonlocal passed
        passed += 19 * (event.step is Step.OUTCOME)

    clock = SimpleNamespace(monotonic=lambda: passed + next(fractions))
    monkeypatch.setattr(shift, "time", clock)
    settings = Settings(wall=60, exercise_wall=20)

    with Workers(root=tmp_path, jobs=1, settings=settings) as workers:
        ((_, seen),) = workers.run([request(exercise, RIGHT)], takes_long)

    assert verdicts(seen) == PASSED
    assert passed > settings.exercise_wall
