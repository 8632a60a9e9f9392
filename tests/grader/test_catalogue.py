"""The trusted tree is read by its syntax alone, and refused if it can't be graded."""

import json
from pathlib import Path

import pytest

from grader import catalogue
from grader.errors import BrokenTree
from grader.records import Behaviour, Kind
from tests.grader.builders import STUB, edit, write, write_tree

TOML = "exercises/ch27_locks/chapter.toml"
HIDDEN = "tests/ch27_locks/test_ex01_account.py"
TABLE = "tests/ch27_locks/misconceptions.json"


@pytest.fixture
def root(tmp_path):
    return write_tree(tmp_path)


def account(root: Path, **options):
    return catalogue.load(root, ["ch27_locks"], **options).chapters[0].exercises[0]


def table(**exercises):
    return json.dumps({"schema": "kata-misconceptions/1", "exercises": exercises})


def test_folders_come_in_order(root):
    assert catalogue.folders(root) == ("ch08_task_cancellation", "ch18_timeouts", "ch27_locks")


def test_folders_of_other_kinds_and_files_are_left_alone(root):
    (root / "exercises" / "my_notes").mkdir()
    write(root, "exercises/ch99_todo.txt", "")
    assert len(catalogue.folders(root)) == 3


def test_everything_is_read_in_order(root):
    chapters = catalogue.load(root).chapters
    assert [chapter.id for chapter in chapters] == ["ch08", "ch18", "ch27"]
    assert [chapter.title for chapter in chapters] == ["Task cancellation", "Timeouts", "Locks"]
    assert [[e.id for e in chapter.exercises] for chapter in chapters] == [
        ["ch08/ex01", "ch08/ex02"],
        ["ch18/ex01"],
        ["ch27/ex01", "ch27/ex02"],
    ]


def test_only_the_chapters_asked_for_are_read(root):
    write(root, "exercises/ch18_timeouts/chapter.toml", "not TOML")
    assert [c.id for c in catalogue.load(root, ["ch27_locks"]).chapters] == ["ch27"]


def test_an_exercise_is_read_whole(root):
    edit(root, TOML, "stars = 1", 'stars = 3\nmerged = ["B7"]\nrequires-python = ">=3.12"')
    edit(
        root,
        TOML,
        'kind = "partial"',
        'kind = "partial"\nplatforms = ["linux"]\ngrants = ["signal"]',
    )
    write(root, "tests/ch27_locks/stubs/ex01_account/v1.py", STUB)
    exercise = account(root)
    assert (exercise.name, exercise.folder, exercise.title) == (
        "ex01_account",
        "ch27_locks",
        "Account",
    )
    assert (exercise.kind, exercise.stars, len(exercise.hints)) == (Kind.PARTIAL, 3, 3)
    assert (exercise.merged, exercise.requires_python) == (("B7",), ">=3.12")
    assert (exercise.platforms, exercise.grants) == (("linux",), ("signal",))
    assert exercise.stubs == (
        "tests/ch27_locks/stubs/ex01_account.py",
        "tests/ch27_locks/stubs/ex01_account/v1.py",
    )
    assert exercise.possible == 3


def test_behaviours_are_read_without_importing_the_test(root):
    # The file of this tree ends the process when imported.
    assert account(root).behaviours == (
        Behaviour(
            id="test_first",
            statement="The first promise is kept.",
            scenario="Somebody does something,\nand then waits.",
            points=2,
        ),
        Behaviour(
            id="test_second",
            statement="The second promise is kept.",
            scenario="",
            keeper=True,
        ),
    )


def test_nothing_but_stubs_tests_and_the_table_is_needed(root):
    empty = {"keepers": ["test_second"], "misconceptions": []}
    write(root, TABLE, table(ex01_account=empty, ex02_tally=empty))
    for file in (root / "tests/ch27_locks/variants").rglob("*.py"):
        file.unlink()
    assert [b.keeper for b in account(root).behaviours] == [False, True]


def test_the_table_goes_before_the_header(root):
    belief = {"variant": "reject_x", "belief": "B.", "signatures": [{"test_first": "deadlock"}]}
    write(root, TABLE, table(ex01_account={"keepers": [], "misconceptions": [belief]}))
    exercise = account(root)
    assert not any(b.keeper for b in exercise.behaviours)
    assert [m.belief for m in exercise.misconceptions] == ["B."]


def test_authors_can_leave_the_table_out(root):
    write(root, TABLE, "broken")
    exercise = account(root, table=False)
    assert [b.keeper for b in exercise.behaviours] == [False, True]
    assert exercise.misconceptions == ()


def test_authors_can_read_a_tree_without_headers(root):
    (root / "tests/ch27_locks/variants/ex01_account/reject_stub.py").unlink()
    assert not any(b.keeper for b in account(root, table=False).behaviours)


def test_a_blank_stub_needs_neither_table_nor_header(root):
    exercise = catalogue.load(root, ["ch18_timeouts"]).chapters[0].exercises[0]
    assert not any(b.keeper for b in exercise.behaviours)


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('title = "Locks"', "", "title isn't right; it needs title ="),
        ('title = "Locks"', 'title = " "', "title isn't right"),
        ('title = "Locks"', 'title = "Locks"\norder = 3', "unknown key `order`; known are title"),
        ('title = "Locks"', "title = Locks", "isn't valid TOML"),
        ("[ex02_tally]", "[ex01_tally]", "[ex01_account] and [ex01_tally] are both ex01"),
        ("[ex01_account]", "[ex03_account]", "[ex02_tally] stands after [ex03_account]"),
        ("[ex01_account]", "[ex1_account]", "[ex1_account] is no exercise's name"),
        ("[ex01_account]", "[ex01-account]", "[ex01-account] is no exercise's name"),
        ("[ex01_account]", "[ex01_Account]", "[ex01_Account] is no exercise's name"),
        ('title = "Account"\n', "", "[ex01_account] title isn't right"),
        ("stars = 1", "stars = 4", "[ex01_account] stars isn't right; it needs stars = 1, 2 or 3"),
        ("stars = 1", "stars = true", "stars isn't right"),
        (
            'kind = "partial"',
            'kind = "hard"',
            "[ex01_account] kind isn't right; it needs kind = \"bl",
        ),
        ('kind = "partial"', "kind = []", "kind isn't right"),
        (
            'hints = ["a nudge", "clearer", "nearly the answer"]\n',
            "",
            "[ex01_account] has no hints",
        ),
        ('["a nudge", "clearer", "nearly the answer"]', '["a"]', "[ex01_account] has 1 hint;"),
        ('["a nudge", "clearer", "nearly the answer"]', '["a", "", "c"]', "hints isn't right"),
        ("stars = 1", "stars = 1\nstar = 1", "[ex01_account] has an unknown key `star`"),
        ("stars = 1", 'stars = 1\nrequires-python = "3.12"', "requires-python isn't right"),
        ("stars = 1", 'stars = 1\ngrants = "signal"', "grants isn't right; it needs a list"),
    ],
)
def test_a_wrong_chapter_file_is_refused(root, old, new, says):
    edit(root, TOML, old, new)
    with pytest.raises(BrokenTree) as refusal:
        catalogue.load(root, ["ch27_locks"])
    assert refusal.value.file == TOML
    assert says in str(refusal.value)


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('    """The second promise is kept."""', "    pass", "`test_second` has no docstring"),
        ("promise is kept.\n\n", "promise is kept, which\n", "goes on in a second line"),
        ("points(2)", "points(0)", "the points of `test_first` can't be read"),
        ("points(2)", "points(True)", "can't be read"),
        ("points(2)", "points(n=2)", "can't be read"),
        ("points(2)", "points", "can't be read"),
        ("points(2)", "points(2)\n@pytest.mark.points(2)", "can't be read"),
        ("def test_second", "def test_first", "`test_first` is there twice; rename"),
        ("def test_second", "def test_Second", "`test_Second` is no behaviour's name"),
        ("def test_second", "def testing_second", "`testing_second` is no behaviour's name"),
        ("def test_second", "class C:\n  async def test_x(self): pass\ndef test_second",
         "`test_x` isn't at module level"),
        ("def test_second", "if True:\n  def test_x(): pass\ndef test_second",
         "`test_x` isn't at module level; take it out of its class or condition"),
        ("def test_second", "def test second", "it doesn't parse"),
    ],
)  # fmt: skip
def test_a_hidden_test_that_leaves_doubts_is_refused(root, old, new, says):
    edit(root, HIDDEN, old, new)
    with pytest.raises(BrokenTree) as refusal:
        catalogue.load(root, ["ch27_locks"])
    assert refusal.value.file.startswith(HIDDEN)
    assert says in str(refusal.value)


def test_a_hidden_test_file_without_tests_is_refused(root):
    write(root, HIDDEN, '"""Nothing yet."""\n')
    with pytest.raises(BrokenTree, match="it holds no test"):
        catalogue.load(root)


@pytest.mark.parametrize("missing", [TOML, HIDDEN, "tests/ch27_locks/stubs/ex02_tally.py"])
def test_a_missing_file_is_named(root, missing):
    (root / missing).unlink()
    with pytest.raises(BrokenTree, match="it is missing") as refusal:
        catalogue.load(root)
    assert refusal.value.file == missing


def test_a_chapter_may_have_no_exercise_yet(root):
    write(root, TOML, 'title = "Locks"\n')
    assert catalogue.load(root).chapters[-1].exercises == ()


def test_a_test_of_no_exercise_yet_is_left_to_the_authors_check(root):
    write(root, "tests/ch27_locks/test_ex09_new.py", "")
    assert len(catalogue.load(root, ["ch27_locks"]).chapters[0].exercises) == 2


def test_a_stubs_wrong_header_is_left_to_the_authors_check(root):
    edit(root, "tests/ch27_locks/variants/ex01_account/reject_stub.py", "test_first", "test_other")
    with pytest.raises(BrokenTree, match="`test_other`, which is no behaviour"):
        catalogue.load(root)
    assert len(catalogue.load(root, table=False).chapters) == 3


def test_a_stub_that_passes_nobody_knows_what_is_refused(root):
    (root / "tests/ch27_locks/variants/ex01_account/reject_stub.py").unlink()
    with pytest.raises(BrokenTree, match="doesn't say what the stub of ex01_account passes"):
        catalogue.load(root)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("{", "it can't be read"),
        ("[]", "its schema is not"),
        ('{"schema": "kata-misconceptions/2"}', "its schema is not"),
        ('{"schema": "kata-misconceptions/1"}', "has not the form"),
        (table(ex01_account={}), "has not the form"),
        (
            table(ex01_account={"keepers": ["test_gone"], "misconceptions": []}),
            "it names `test_gone`, which tests/ch27_locks/test_ex01_account.py doesn't hold",
        ),
        (
            table(ex09_gone={"keepers": [], "misconceptions": []}),
            "it names `ex09_gone`",
        ),
    ],
)
def test_a_wrong_table_is_refused_with_the_command_that_writes_it(root, text, says):
    write(root, TABLE, text)
    with pytest.raises(BrokenTree) as refusal:
        catalogue.load(root, ["ch27_locks"])
    assert refusal.value.file == TABLE
    assert says in str(refusal.value)
    assert "python -m grader solutions --write ch27" in str(refusal.value)


def test_a_table_with_a_belief_about_an_unknown_behaviour_is_refused(root):
    belief = {"variant": "reject_x", "belief": "B.", "signatures": [{"test_gone": "deadlock"}]}
    write(root, TABLE, table(ex01_account={"keepers": [], "misconceptions": [belief]}))
    with pytest.raises(BrokenTree, match="`test_gone`"):
        catalogue.load(root, ["ch27_locks"])


@pytest.mark.parametrize(
    ("folder", "says"),
    [
        ("ch27_locks_copy", "exercises/ch27_locks is ch27 too"),
        ("ch27-backup", "a chapter's folder isn't called so"),
        ("Ch30_semaphores", "a chapter's folder isn't called so"),
        ("ch9_tasks", "a chapter's folder isn't called so"),
    ],
)
def test_a_folder_that_is_nearly_a_chapter_is_refused(root, folder, says):
    (root / "exercises" / folder).mkdir()
    with pytest.raises(BrokenTree, match=says) as refusal:
        catalogue.folders(root)
    assert refusal.value.file == f"exercises/{folder}"


def test_a_tree_without_chapters_is_refused(tmp_path):
    with pytest.raises(BrokenTree, match="no such folder"):
        catalogue.folders(tmp_path)
    (tmp_path / "exercises").mkdir()
    with pytest.raises(BrokenTree, match="it holds no chapter"):
        catalogue.folders(tmp_path)
