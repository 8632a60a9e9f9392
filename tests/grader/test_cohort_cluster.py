"""A cohort on a Dask cluster: the same table, whatever becomes of the workers."""

import contextlib
import gc
import json
import os
import sqlite3
import sys

import pytest

from grader import cli, index
from grader.cohort import wire
from grader.commands import cohort as command
from grader.errors import Refusal
from grader.records import Moment, Observation, Outcome, Status, Verdict
from grader.workers.supervisor import Workers
from tests.grader.authoring import FILES, write_exercise
from tests.grader.test_cohort import CHEATS, FAILS, PASSES, cohort, hand_in
from tests.grader.workers.workplace import request

distributed = pytest.importorskip("distributed", reason="Dask is not installed: extra `cohort`")
if os.name != "posix":
    pytest.skip("the cluster of these tests ends by signals", allow_module_level=True)

from grader.bench.clusters import Local  # noqa: E402
from grader.cohort import cluster, station  # noqa: E402

pytestmark = pytest.mark.timeout(300)
PROGRAM = "tests/ch27_locks/test_ex01_double.py"


@pytest.fixture
def tree(tmp_path):
    return write_exercise(tmp_path / "tree")


@pytest.fixture
def place(tmp_path):
    place = tmp_path / "handed-in"
    for n in range(24):
        text = (PASSES, FAILS, CHEATS, "x = (")[n % 4]
        hand_in(place, f"s{n:02}", text + f"# {n % 20}\n")
    hand_in(place, "busy", "while True: pass\n")
    (place / "empty").mkdir()
    return place


@pytest.fixture
def local():
    with Local() as local:
        yield local


def table(out):
    """Everything that is stored, but for the processor time that it took."""
    own = "exercise, digest, basis, status, points, possible, misconception, notices, grade"
    return select(out, "* FROM file"), select(out, f"{own} FROM verdict")


def select(out, words):
    with contextlib.closing(sqlite3.connect(out / "results.sqlite")) as base:
        return base.execute(f"SELECT {words}").fetchall()


class Telling:
    """In place of the progress that is shown: does something each time that four more are done."""

    def __init__(self, *actions):
        self.actions = [*actions]

    def __call__(self):
        return self

    def tell(self, what, done, of):
        if what == "grading" and self.actions and done >= 4 * (3 - len(self.actions)):
            self.actions.pop(0)()


def test_workers_die_and_join_and_the_table_is_the_same(tree, place, local, monkeypatch, tmp_path):
    assert cohort(tree, place, "--out", str(tmp_path / "alone")) == 0
    monkeypatch.setattr(cluster, "CHUNK", 2)
    local.add("a")
    local.add("b")

    def first():
        local.kill("a")
        local.add("c")

    telling = Telling(first, lambda: local.kill("b"))
    monkeypatch.setattr(command, "_Progress", telling)
    words = ("--scheduler", local.address, "--out", str(tmp_path / "together"))
    assert cohort(tree, place, *words) == 0

    assert not telling.actions
    assert table(tmp_path / "together") == table(tmp_path / "alone")


def test_when_the_scheduler_goes_nothing_is_lost(tree, place, local, monkeypatch, capsys, tmp_path):
    monkeypatch.setattr(cluster, "CHUNK", 2)
    monkeypatch.setattr(cluster, "PATIENCE", 3)
    monkeypatch.setattr(command, "_Progress", Telling(local.close))
    local.add("a")
    out = ("--out", str(tmp_path / "out"))
    assert cohort(tree, place, "--scheduler", local.address, *out) == 2
    said = capsys.readouterr()
    assert "has gone; what was graded is kept" in said.err
    kept = select(tmp_path / "out", "exercise, digest FROM verdict")
    assert cohort(tree, place, *out) == 0

    assert len(kept) >= 4
    assert {*kept} < {*select(tmp_path / "out", "exercise, digest FROM verdict")}


def test_a_worker_with_another_copy_is_told_apart(tree, local, capsys, tmp_path):
    place = tmp_path / "one"
    hand_in(place, "ada", PASSES)
    other = tmp_path / "other"
    write_exercise(other)
    test = other / PROGRAM
    test.write_text(test.read_text().replace("8)", "9)"))
    local.add("a")
    on = ("--scheduler", local.address, "--worker-tree")

    assert cohort(tree, place, *on, str(other)) == 2
    assert "its copy of ch27/ex01 has other tests or stubs" in capsys.readouterr().err
    assert cohort(tree, place, *on, str(tmp_path / "nowhere")) == 2
    assert "its tree" in capsys.readouterr().err
    test.write_text(FILES[PROGRAM])
    assert cohort(tree, place, *on, str(other)) == 0


def test_without_a_scheduler(tree, place, monkeypatch, capsys):
    monkeypatch.setattr(cluster, "PATIENCE", 1.0)  # twice that is what the client has to close
    assert cohort(tree, place, "--scheduler", "tcp://127.0.0.1:1") == 2
    gc.collect()  # it closes when it is collected: here, not in some other test
    assert cohort(tree, place, "--scheduler", "nonsense:://") == 2
    assert capsys.readouterr().err.count("there is no scheduler at") == 2
    assert cohort(tree, place, "--scheduler", "tcp://127.0.0.1:1", "--jobs", "2") == 2
    assert "each worker's threads decide" in capsys.readouterr().err


def test_without_dask(tree, place, monkeypatch, capsys):
    monkeypatch.delitem(sys.modules, "grader.cohort.cluster")
    monkeypatch.setitem(sys.modules, "distributed", None)

    assert cohort(tree, place, "--scheduler", "tcp://127.0.0.1:1") == 2
    assert 'pip install "asyncio-kata[cohort]"' in capsys.readouterr().err


# -- what each part does on its own


def test_what_was_seen_arrives_as_it_was():
    seen = Observation(
        exercise="ch27/ex01",
        outcomes=(
            Outcome(behaviour="test_a", verdict=Verdict.PASSED, advice=("b", "c")),
            Outcome(
                behaviour="test_b",
                verdict=Verdict.FAILED,
                case=2,
                code="deadlock",
                message="\udc80 é",
                line=3,
                timeline=(Moment(0.125, "t", "created", "", None, 1),),
            ),
        ),
        status=Status.ERROR,
        violations=("v",),
        layers=(("files", "on"),),
        cpu=0.25,
    )

    assert wire.to_observation(json.loads(json.dumps(wire.from_observation(seen)))) == seen


def hello(tree):
    """What a grader is told at first, and the exercise that it may then be asked about."""
    known = index.load(tree, ["ch27_locks"], index.grader_digest())
    terms = wire.terms(known.digests, ["ch27/ex01"])
    (exercise,) = known.catalogue.chapters[0].exercises
    return {"tree": str(tree), "folders": ["ch27_locks"], "terms": terms}, exercise


def test_a_grader_that_ends_is_no_verdict_and_another_one_follows(tree):
    told, exercise = hello(tree)
    asked = [wire.from_request(request(exercise, PASSES))]
    first = station.work("run", told, asked)
    (grader,) = station._free["run"]
    grader._process.kill()
    with pytest.raises(station.Lost):
        station.work("run", told, asked)
    second = station.work("run", told, asked)
    station.close("run")

    def outcomes(lines):
        return [wire.to_observation(json.loads(line)[1]).outcomes for line in lines]

    with Workers(root=tree, jobs=1) as workers:
        ((_, here),) = workers.run([request(exercise, PASSES)])
    assert outcomes(first) == outcomes(second) == [here.outcomes]


def test_graders_at_work_when_a_run_is_over_end_after_it(tree):
    told, exercise = hello(tree)
    station.close("over")
    assert len(station.work("over", told, [wire.from_request(request(exercise, PASSES))])) == 1
    assert not station._free.get("over")


class Fate:
    """A unit of work that has ended, and how."""

    def __init__(self, error=None, result=None):
        self.status = "error" if error else "finished"
        self.exception = lambda: error
        self.result = lambda: result


class Deadly:
    """A client whose workers die of one text, and don't have the grader for another."""

    status = "closed"

    def nthreads(self):
        return {}

    def submit(self, work, run, hello, plain, **how):
        texts = [each["text"] for each in plain]
        if "deadly" in texts:
            return Fate(error=station.Lost("a grader has ended"))
        if "alien" in texts:
            return Fate(error=ModuleNotFoundError("No module named 'grader'"))
        seen = wire.from_observation(Observation(exercise=plain[0]["exercise"]))
        return Fate(result=[json.dumps([number, seen]) for number in range(len(plain))])

    def close(self):
        pass


@pytest.fixture
def deadly(monkeypatch, tree):
    told, exercise = hello(tree)
    monkeypatch.setattr(cluster, "Client", lambda *how, **more: Deadly())
    monkeypatch.setattr(cluster, "wait", lambda futures, **how: ({futures[0]}, set()))
    with cluster.Cluster(
        "tcp://x", tree=tree, folders=["ch27_locks"], terms=told["terms"], tell=str
    ) as crew:
        yield lambda *texts: {
            one.source.content.decode(): seen.status
            for one, seen in crew.run(request(exercise, text) for text in texts)
        }


def test_what_costs_workers_their_lives_is_given_up_alone_and_is_no_verdict(deadly):
    assert deadly("a", "deadly", "b") == {
        "a": Status.GRADED,
        "deadly": Status.INTERNAL_ERROR,
        "b": Status.GRADED,
    }


def test_a_worker_without_the_grader_is_told(deadly):
    with pytest.raises(Refusal, match="a worker doesn't have this grader"):
        deadly("alien")


def test_differences_are_told_in_words():
    ours = {"grader": "1", "Python": "3.12", "platform": "linux", "exercises": {"a": "1", "b": "2"}}
    theirs = {"grader": "2", "Python": "3.11", "platform": "linux", "exercises": {}}

    assert [*wire.differences(theirs, ours)] == [
        "its grader is another version",
        "its Python is 3.11, not 3.12",
        "its copy of a and 1 more has other tests or stubs",
    ]


def test_help_names_the_option(capsys):
    with pytest.raises(SystemExit):
        cli.main(["cohort", "--help"])
    assert "--scheduler ADDRESS" in capsys.readouterr().out
