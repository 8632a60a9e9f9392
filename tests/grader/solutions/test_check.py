"""Rounds of the authors' check: each tries what has changed, and comes to what a whole check would."""

import io

import pytest

from grader import screen
from grader.errors import BrokenTree
from grader.records import Kind
from grader.solutions import scaffold, trials
from grader.solutions.check import Check
from tests.grader.authoring import write_exercise
from tests.grader.builders import edit, write

REFERENCE = "solutions/ch27_locks/ex01_double.py"
TEST = "tests/ch27_locks/test_ex01_double.py"
TOML = "exercises/ch27_locks/chapter.toml"
VARIANTS = "tests/ch27_locks/variants/ex01_double"
SQUARE = f"{VARIANTS}/reject_square.py"


@pytest.fixture(scope="module")
def checked(tmp_path_factory):
    tree = write_exercise(tmp_path_factory.mktemp("tree"))
    with Check(tree, ["ch27"], jobs=2) as check:
        assert look(check).found == ()
        yield check


@pytest.fixture
def check(checked):
    """A check that has found all in order, and whose tree is put back afterwards."""
    files = {path: path.read_bytes() for path in checked.root.rglob("*") if path.is_file()}
    yield checked
    for path in checked.root.rglob("*"):
        if path.is_file() and path not in files:
            path.unlink()
    for path, content in files.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    for folder in sorted(checked.root.rglob("*/"), reverse=True):
        if folder.is_dir() and not any(folder.iterdir()):
            folder.rmdir()
    checked.saved([TOML])
    assert look(checked).found == ()


def look(check):
    return check.round(screen.Progress(io.StringIO()))


@pytest.fixture
def asked(monkeypatch):
    """What is run: solutions, and behaviours of each."""
    asked = {}

    def run(workers, pairs):
        pairs = list(pairs)
        asked.update({trial.name: trial.only for trial, _ in pairs})
        return original(workers, pairs)

    original = trials.run
    monkeypatch.setattr(trials, "run", run)
    return asked


def after(check, file, old, new):
    edit(check.root, file, old, new)
    check.saved([file])
    return look(check)


def problems(found):
    return [each.problem for each in found.found]


def test_nothing_is_tried_again_before_something_has_changed(check):
    check.saved([TOML])

    found = look(check)

    assert (len(found.exercises), found.tried, found.found) == (1, 0, ())


def test_a_variant_that_was_edited_is_tried_alone(check):
    found = after(check, SQUARE, "** 2", "** 3")

    assert (found.tried, found.found) == (1, ())


def test_a_header_that_was_edited_needs_no_run(check):
    found = after(check, SQUARE, "loses: test_a_number", "loses: test_a_number test_a_failure")

    assert found.tried == 0
    assert problems(found)[0] == "it passes `test_a_failure`, which its header lists"


def test_a_behaviour_that_was_edited_is_tried_alone_on_all_solutions(check, asked):
    found = after(check, TEST, "returns=4)), 8)", "returns=4)), 12)")

    assert len(asked) == 6
    assert set(asked.values()) == {("test_a_number",)}
    assert "the reference fails `test_a_number`" in problems(found)[0]
    passed = {each.trial.name: sorted(each.passed) for each in found.results["ch27/ex01"]}
    assert passed["reference"] == ["test_a_failure"]


def test_a_test_that_an_editor_has_replaced(check):
    text = (check.root / TEST).read_text()
    write(check.root, f"{TEST}.new", text.replace("returns=4)), 8)", "returns=5)), 10)"))
    (check.root / f"{TEST}.new").replace(check.root / TEST)
    check.saved([TEST])

    found = look(check)

    assert (found.tried, found.found) == (6, ())


def test_a_behaviour_that_is_new(check, asked):
    text = (check.root / TEST).read_text() + (
        "\n\nasync def test_nothing(exercise, jobs):\n"
        '    """Twice nothing is nothing."""\n'
        '    assert same(await exercise.double(jobs.make("fetch", returns=0)), 0)\n'
    )
    write(check.root, TEST, text)
    check.saved([TEST])

    found = look(check)

    assert set(asked.values()) == {("test_nothing",)}
    assert "no reject variant fails `test_nothing`" in problems(found)


def test_a_reference_that_was_edited_is_measured_again(check):
    found = after(
        check,
        REFERENCE,
        "    except OSError:",
        "    except KeyError:\n        return 5\n    except OSError:",
    )

    assert found.tried == 1
    assert problems(found) == ["no test reaches line 14 of the reference"]


def test_what_is_shared_by_all_behaviours(check):
    found = after(check, TEST, "import same", "import same as equal\n\nsame = equal")

    assert (found.tried, found.found) == (6, ())


def test_a_comment_concerns_nobody(check):
    found = after(
        check, TEST, '    """A failure counts as 0."""', '    """A failure counts as 0."""  # so'
    )

    assert (found.tried, found.found) == (0, ())


def test_a_tree_that_is_broken_for_a_while(check):
    with pytest.raises(BrokenTree):
        after(check, TOML, "stars = 1", "stars = 9")

    found = after(check, TOML, "stars = 9", "stars = 1")

    assert (found.tried, found.found) == (0, ())


def test_a_solution_that_was_refused_is_tried_as_a_whole(check):
    refused = after(check, REFERENCE, "2 * await", "2 ** * await")
    both = after(check, TEST, "returns=4)), 8)", "returns=5)), 10)")
    found = after(check, REFERENCE, "2 ** * await", "2 * await")

    assert "it is refused, and so not graded" in problems(refused)[0]
    assert "it is refused, and so not graded" in problems(both)[0]
    assert (found.tried, found.found) == (1, ())


def test_an_unfinished_exercise_is_told_what_is_left_and_no_more(check):
    write(check.root, f"{VARIANTS}/reject_new.py", '"""TO WRITE: a belief."""\n')
    (check.root / SQUARE).unlink()
    check.saved([SQUARE, f"{VARIANTS}/reject_new.py"])

    found = look(check)

    assert problems(found) == ["still to write\nline 1: a belief."]


def test_what_stands_elsewhere_is_counted(check):
    new = scaffold.exercise("ch27_locks", "ex02_more", Kind.BLANK)
    before = (check.root / TOML).read_text()
    scaffold.create(check.root, new, {TOML: f"{before}\n{scaffold.entry('ex02_more', Kind.BLANK)}"})
    check.saved([TOML])
    assert {each.place for each in look(check).found} == {"ch27/ex02"}
    edit(check.root, "tests/ch27_locks/test_ex02_more.py", "TO WRITE:", "")
    check.saved(["tests/ch27_locks/test_ex02_more.py"])
    assert not any(each.ours for each in look(check).found)

    found = after(check, SQUARE, "** 2", "** 4")

    assert (found.tried, found.found, found.elsewhere) == (1, (), 9)
