"""What was promised, beside a failure: where it helps, what it keeps to itself, that it costs no verdict."""

import json
import re
from pathlib import Path

import pytest

from grader import cli, promised
from grader.records import Moment, Observation, Verdict
from grader.score import score_exercise
from tests.grader.builders import exercise, failed, judgement, outcome, write, write_tree
from tests.grader.late import EXERCISE, LATE, SOLUTION, STUB, write_late


@pytest.fixture
def tree(tmp_path, monkeypatch):
    monkeypatch.delenv("NOX_CURRENT_SESSION", raising=False)
    return write_late(tmp_path / "project")


def grade(tree, capsys, *words):
    code = cli.main(["grade", "--tree", str(tree), "--fresh", *words])
    assert code == 0
    return capsys.readouterr().out


def test_it_is_drawn_below_what_happened(tree, capsys):
    text = grade(tree, capsys)

    learners, label, promised_run = text.partition("promised (the reference's run)\n")
    assert "too-late" in learners
    assert "seconds   0   1   5\n      the test  ●───●───●" in learners
    assert label
    # It is of the case that failed: the other one is over at 1.
    assert "seconds   0   1   4\n      the test  ●───●───●" in promised_run
    assert promised_run.count("Task-") == 2


def test_without_references_nothing_is_shown(tree, tmp_path, capsys):
    cli.main(["student", str(tmp_path / "out"), "--tree", str(tree)])
    write(tmp_path / "out", EXERCISE, LATE)
    capsys.readouterr()

    text = grade(tmp_path / "out", capsys)

    assert "too-late" in text
    assert "seconds" in text
    assert "promised (" not in text


@pytest.mark.parametrize(
    "body",
    [
        "    raise OSError\n",
        "    await asyncio.Event().wait()\n",
        "    while True:\n        pass\n",
        "    return (\n",
        "\0",
    ],
    ids="raises waits spins invalid null".split(),
)
def test_a_reference_that_fails_costs_nothing(tree, capsys, body):
    def told():
        text = grade(tree, capsys)
        return text.partition("      promised (")[0].rstrip(), "promised (" in text

    whole, has_one = told()
    write(tree, SOLUTION, STUB + body)
    bare, has_none = told()

    assert (has_one, has_none) == (True, False)
    assert bare.startswith(whole)
    assert "1/3" in bare


def test_for_others_no_reference_is_run(tree, capsys, monkeypatch):
    monkeypatch.setattr(promised, "add", None)

    told = json.loads(grade(tree, capsys, "--json", "-"))
    grade(tree, capsys, "--format", f"markdown={tree / 'summary.md'}")
    grade(tree, capsys, "--problems")

    assert (told["points"], told["possible"]) == (1, 3)


def test_the_page_has_it_for_every_failure(tree, capsys):
    cli.main(["report", "--tree", str(tree)])

    text = (tree / ".kata/report.html").read_text(encoding="utf-8")
    assert text.count("promised (the reference") == 1  # not of what is run in many orders
    assert "too-late" in text


def test_nothing_tells_how_the_reference_is_written(tree, capsys):
    cli.main(["report", "--tree", str(tree)])

    text = (tree / ".kata/report.html").read_text(encoding="utf-8")
    content = json.loads(text.partition('id="timelines">')[2].partition("</script>")[0])
    rows = content["timelines"][int(re.search(r'data-timeline="(\d+)" data-beside', text)[1])]
    told = {content["texts"][number] for row in rows for number in row[1:4]}
    assert "secret_helper" not in text
    assert {row[4] for row in rows} == {0}  # lines
    assert not [each for each in told if "lock" in each.lower()]
    assert {"`one`", "`two`", "its next step", "something"} <= told


# -- what is worth showing


def rows(*events):
    """The test's task and one more; events as (time, event, detail), with a line of the code's."""
    return (
        Moment(0, "the test", "started", "", None, 1),
        *(Moment(time, "Task-2", event, detail, 7, 2) for time, event, *[detail] in events),
    )


LONG = rows((0, "created", "the test, to run `f`"), (2, "done", ""))
SHORT = rows((0, "created", "the test, to run `g`"), (1, "done", ""))


class Workers:
    """Has run a reference with this timeline."""

    root = None

    def __init__(self, root, timeline, verdict=Verdict.PASSED):
        self.root = write_tree(root)
        write(root, "solutions/ch27_things/ex01_thing.py", "")
        self.timeline, self.verdict, self.ran = timeline, verdict, []

    def run(self, requests, on_event):
        for request in requests:
            self.ran.append(request.traced)
            outcomes = [
                outcome(name[5:], self.verdict, timeline=self.timeline) for name in request.only
            ]
            yield request, Observation(exercise=request.exercise.id, outcomes=tuple(outcomes))


def shown(workers, *, code="too-late", timeline=LONG, wanted=("test_a",), **fields):
    grade = score_exercise(judgement(exercise(), failed("a", code, timeline=timeline, **fields)))
    (more,) = promised.add([grade], {"ch27/ex01": wanted}, workers, lambda: None)
    assert (more.points, more.status) == (grade.points, grade.status)
    return more.behaviours[0].promised


def test_what_differs_is_shown(tmp_path):
    workers = Workers(tmp_path, SHORT)

    assert [(row.time, row.event) for row in shown(workers, case=3)][-1] == (1, "done")
    assert workers.ran == [{"test_a": 3}]


@pytest.mark.parametrize(
    ("reference", "verdict"),
    [
        (LONG, Verdict.PASSED),
        (rows((0, "created", "the test, to run `other`"), (2, "done", "")), Verdict.PASSED),
        (rows()[:1], Verdict.PASSED),
        ((), Verdict.PASSED),
        (SHORT, Verdict.FAILED),
    ],
    ids="equal,equal but for names,one task at once,nothing,failed".split(","),
)
def test_what_says_nothing_is_not_shown(tmp_path, reference, verdict):
    assert shown(Workers(tmp_path, reference, verdict)) == ()


def test_a_disk_that_is_full_costs_nothing(tmp_path, monkeypatch):
    def run(*_):
        raise OSError

    workers = Workers(tmp_path, SHORT)
    monkeypatch.setattr(workers, "run", run)

    assert shown(workers) == ()


@pytest.mark.parametrize(
    "given",
    [{"code": "wrong-value"}, {"code": "raised"}, {"timeline": ()}, {"wanted": ("test_b",)}],
    ids=str,
)
def test_where_it_does_not_help_nothing_is_run(tmp_path, given):
    workers = Workers(tmp_path, SHORT)

    assert shown(workers, **given) == ()
    assert workers.ran == []


def test_every_code_that_it_helps_with_exists():
    pages = Path(__file__).parents[2] / "docs/verdicts"

    assert {each.stem for each in pages.glob("*.md")} >= promised.HELPS
