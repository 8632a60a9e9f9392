"""What is remembered of verdicts, and when it still counts."""

import json

import pytest

from grader import cli, index, progress, state, workbench
from tests.grader.authoring import HEAD, REFERENCE_BODY, write_exercise

PASSES = HEAD + REFERENCE_BODY
FAILS = HEAD + "    return 2 * await fetch()\n"


@pytest.fixture
def tree(tmp_path):
    write_exercise(tmp_path)
    return tmp_path


@pytest.fixture
def file(tree):
    return tree / "exercises/ch27_locks/ex01_double.py"


def run(capsys, tree, *words):
    code = cli.main([words[0], "--tree", str(tree), *words[1:]])
    return code, capsys.readouterr()


def standing(tree):
    memory = progress.recall(tree, ["ch27_locks"])
    (exercise,) = memory.index.catalogue.chapters[0].exercises
    return progress.state_of(memory, exercise)[0].value


def test_it_passes_once_and_is_not_run_again(tree, file, capsys):
    file.write_text(PASSES)

    _, first = run(capsys, tree, "grade")
    _, second = run(capsys, tree, "grade")

    assert "not run again" not in first.out
    assert "1 exercise that has passed" in second.out
    assert "2/2 points, 100 %" in second.out


ADVISED = (
    "import asyncio\n"
    + HEAD
    + """\
    async def stubborn():
        try:
            await asyncio.sleep(9)
        except asyncio.CancelledError:
            return 0

    task = asyncio.create_task(stubborn())
    await asyncio.sleep(0)
    task.cancel()
    await task
"""
    + REFERENCE_BODY
)


def test_advice_is_given_again_without_a_run(tree, file, capsys):
    file.write_text(ADVISED)

    _, first = run(capsys, tree, "grade")
    _, second = run(capsys, tree, "grade")

    assert "1 exercise that has passed" in second.out
    for told in (first.out, second.out):
        assert "was cancelled, and ended with a result" in " ".join(told.split())


def test_fresh_runs_it_again(tree, file, capsys):
    file.write_text(PASSES)
    run(capsys, tree, "grade")

    assert "not run again" not in run(capsys, tree, "grade", "--fresh")[1].out


@pytest.mark.parametrize("words", [["--fail-under", "50"], ["--json", "-"]])
def test_where_a_verdict_counts_for_others_everything_is_run(tree, file, capsys, words):
    file.write_text(PASSES)
    run(capsys, tree, "grade")
    forged = state.read(tree, progress.NAME)
    file.write_text(FAILS)
    forged["exercises"]["ch27/ex01"]["code"] = index.digest(FAILS.encode())
    state.write(tree, progress.NAME, forged)

    _, said = run(capsys, tree, "grade", *words)

    assert "2/2" not in said.out
    assert '"points": 2' not in said.out


def test_in_ci_too(tree, file, capsys, monkeypatch):
    file.write_text(PASSES)
    run(capsys, tree, "grade")
    monkeypatch.setenv("CI", "true")

    assert "not run again" not in run(capsys, tree, "grade")[1].out


def test_a_failure_is_always_run_again(tree, file, capsys):
    file.write_text(FAILS)
    run(capsys, tree, "grade")

    _, said = run(capsys, tree, "grade")

    assert "not run again" not in said.out
    assert "test_a_failure" in said.out or "A failure counts as 0." in said.out


def test_a_fresh_run_is_remembered(tree, file, capsys):
    file.write_text(PASSES)

    run(capsys, tree, "grade", "--fresh")

    assert standing(tree) == "done"


def test_reach_of_a_stub(tree, capsys):
    code, said = run(capsys, tree, "reach", "ch27/ex01")

    assert code == 2
    assert "not started" in said.err


def test_how_an_exercise_stands(tree, file, capsys):
    seen = [standing(tree)]
    file.write_text(FAILS)
    seen.append(standing(tree))
    run(capsys, tree, "grade")
    seen.append(standing(tree))
    file.write_text(PASSES)
    seen.append(standing(tree))
    run(capsys, tree, "grade")
    seen.append(standing(tree))
    file.unlink()
    seen.append(standing(tree))

    assert seen == ["not started", "not graded yet", "failing", "stale", "done", "can't be read"]


@pytest.mark.parametrize(
    "changed", ["tests/ch27_locks/test_ex01_double.py", "exercises/ch27_locks/chapter.toml"]
)
def test_a_change_of_what_it_was_tried_with_makes_it_stale(tree, file, capsys, changed):
    file.write_text(PASSES)
    run(capsys, tree, "grade")
    path = tree / changed
    path.write_text(path.read_text().replace("4", "5").replace("stars = 1", "stars = 2"))

    assert standing(tree) == "stale"
    assert "not run again" not in run(capsys, tree, "grade")[1].out


def test_another_python_or_grader_makes_it_stale(tree, file, capsys, monkeypatch):
    file.write_text(PASSES)
    run(capsys, tree, "grade")
    monkeypatch.setattr(index, "grader_digest", lambda: "another")

    assert standing(tree) == "stale"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        "7",
        '{"version": 0, "exercises": {}}',
        '{"version": 2, "exercises": 3}',
        '{"version": 2, "exercises": {"ch27/ex01": 5}}',
        '{"version": 2, "exercises": {"ch27/ex01": {"code": "x"}}}',
        "[" * 100_000,
    ],
)
@pytest.mark.parametrize("name", [progress.NAME, index.NAME])
def test_a_broken_memory_is_set_aside(tree, file, capsys, text, name):
    file.write_text(PASSES)
    run(capsys, tree, "grade")
    (tree / ".kata" / name).write_text(text)

    code, said = run(capsys, tree, "grade")

    assert code == 0
    assert "2/2 points" in said.out
    json.loads((tree / ".kata" / name).read_text())


def test_a_memory_that_cannot_be_written_is_none(tree, file, capsys):
    (tree / ".kata").write_text("in the way")
    file.write_text(PASSES)

    assert run(capsys, tree, "grade")[0] == 0
    assert run(capsys, tree, "list")[0] == 0


def test_the_index_says_what_the_catalogue_says(tree):
    from grader import catalogue

    anew = index.load(tree, ["ch27_locks"], "grader").catalogue
    again = index.load(tree, ["ch27_locks"], "grader").catalogue
    (known,) = catalogue.load(tree).chapters
    (found,) = again.chapters

    assert found.title == known.title
    assert found.exercises[0].behaviours == known.exercises[0].behaviours
    assert found.exercises[0].stubs == known.exercises[0].stubs
    assert [each.id for each in anew.chapters] == ["ch27"]


def test_list_in_short_in_full_and_for_machines(tree, file, capsys):
    file.write_text(FAILS)
    run(capsys, tree, "grade")

    short = run(capsys, tree, "list")[1].out
    full = run(capsys, tree, "list", "ch27")[1].out
    (row,) = json.loads(run(capsys, tree, "list", "--json")[1].out)["exercises"]

    assert "0/1 done" in short
    assert "failing" in full
    assert row == {
        "exercise": "ch27/ex01",
        "title": "Double",
        "stars": 1,
        "state": "failing",
        "points": 1,
        "possible": 2,
    }


def test_reset_keeps_what_was_written(tree, file, capsys):
    stub = file.read_text()
    file.write_text("first")

    _, said = run(capsys, tree, "reset", "ch27/ex01")
    reset = file.read_text()
    file.write_text("second")
    run(capsys, tree, "reset", "ch27/ex01", "--undo")

    assert "001.py" in said.out
    assert reset == stub
    assert file.read_text() == "first"
    assert [each.read_text() for each in (tree / ".kata").rglob("*.py")] == ["second"]


def test_reset_of_a_stub_or_of_nothing(tree, file, capsys):
    stub = file.read_text()

    assert "nothing of yours" in run(capsys, tree, "reset", "ch27/ex01")[1].out
    file.unlink()
    run(capsys, tree, "reset", "ch27/ex01")

    assert file.read_text() == stub
    code, said = run(capsys, tree, "reset", "ch27/ex01", "--undo")
    assert code == 2
    assert "nothing that could be taken back" in said.err


def test_reset_changes_nothing_where_nothing_can_be_saved(tree, file, capsys):
    (tree / ".kata").write_text("in the way")
    file.write_text("mine")

    assert run(capsys, tree, "reset", "ch27/ex01")[0] == 2
    assert file.read_text() == "mine"


def test_the_latest_is_the_highest_number(tree, file):
    (exercise,) = progress.recall(tree, ["ch27_locks"]).index.catalogue.chapters[0].exercises
    for n in range(11):
        file.write_text(str(n))
        workbench.reset(tree, exercise)

    assert workbench.latest(tree, exercise).read_text() == "10"


def test_compare_after_passing_only(tree, file, capsys):
    file.write_text(FAILS)
    run(capsys, tree, "grade")
    before = run(capsys, tree, "compare", "ch27/ex01")
    file.write_text(PASSES.replace("return 0", "return 0  # mine"))
    run(capsys, tree, "grade")
    after = run(capsys, tree, "compare", "ch27/ex01")

    assert before[0] == 2
    assert "until it passes" in before[1].err
    assert after[0] == 0
    assert any("# mine" in line and "| " in line for line in after[1].out.splitlines())


def test_the_demo_is_the_file_as_a_program(tree, file, capfd):
    file.write_text("print('played')\nraise SystemExit(7)\n")

    code, said = run(capfd, tree, "demo", "ch27/ex01")

    assert code == 7
    assert said.out == "played\n"


def test_debug_runs_one_behaviour(tree, file, capfd):
    file.write_text(FAILS)

    good = run(capfd, tree, "debug", "ch27/ex01", "a_number")
    bad = run(capfd, tree, "debug", "ch27/ex01")
    unknown = run(capfd, tree, "debug", "ch27/ex01", "test_nothing")

    assert (good[0], bad[0], unknown[0]) == (0, 1, 2)
    assert "1 passed" in good[1].out
    assert "test_a_failure" in bad[1].out
    assert "test_a_number, test_a_failure" in unknown[1].err


def test_reach_shows_the_lines_that_no_test_runs(tree, file, capsys):
    file.write_text(
        PASSES.replace("    try:\n", "    try:\n        if fetch is None:\n            return 7\n")
    )

    code, said = run(capsys, tree, "reach", "ch27/ex01")

    assert code == 0
    assert [line.split()[2:] for line in said.out.splitlines() if line.startswith("  !")] == [
        ["return", "7"]
    ]


def test_reach_of_what_is_all_run_and_of_what_can_not_run(tree, file, capsys):
    file.write_text(PASSES)
    good = run(capsys, tree, "reach", "ch27/ex01")
    file.write_text("def double(:\n")
    bad = run(capsys, tree, "reach", "ch27/ex01")

    assert good[0] == 0
    assert "every line of yours" in good[1].out
    assert bad[0] == 2
    assert "can't be measured" in bad[1].err
