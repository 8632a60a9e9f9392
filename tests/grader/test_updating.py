"""Updates of a learner's clone, on real git histories."""

import subprocess

import pytest

from grader import cli
from grader.errors import UsageError
from grader.updating import update

STUB = '''"""An account."""


class Account:
    """Counts.

    It starts at 0.
    """

    def add(self, n: int) -> None:
        raise NotImplementedError  # TODO


def demo() -> None:
    print(Account())
'''
WRITTEN = STUB.replace("raise NotImplementedError  # TODO", "self.total += n")
CLEARER = STUB.replace("It starts at 0.", "It starts at 0, and never falls below.")
FILE = "exercises/ch27_locks/ex01_account.py"


def git(folder, *words):
    named = ["-c", "user.name=N", "-c", "user.email=e@example.org", "-c", "init.defaultBranch=main"]
    done = subprocess.run(
        ["git", *named, *words], cwd=folder, capture_output=True, text=True, check=True
    )
    return done.stdout


def commit(folder, files, message="change"):
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "-m", message)


@pytest.fixture
def project(tmp_path):
    folder = tmp_path / "project"
    folder.mkdir()
    git(folder, "init", "--quiet")
    commit(
        folder,
        {FILE: STUB, "tests/test_x.py": "one", "README.md": "read", ".gitignore": ".kata/\n"},
    )
    return folder


@pytest.fixture
def clone(project, tmp_path, monkeypatch):
    for name, value in (("AUTHOR", "L"), ("COMMITTER", "L")):
        monkeypatch.setenv(f"GIT_{name}_NAME", value)
        monkeypatch.setenv(f"GIT_{name}_EMAIL", "l@example.org")
    git(tmp_path, "clone", "--quiet", str(project), "clone")
    return tmp_path / "clone"


def test_nothing_new(clone, capsys):
    assert cli.main(["update", "--tree", str(clone)]) == 0
    assert capsys.readouterr().out == "up to date with origin/main\n"


@pytest.mark.parametrize("committed", [False, True])
def test_tests_change_and_work_stays(project, clone, committed):
    (clone / FILE).write_text(WRITTEN)
    if committed:
        git(clone, "commit", "--quiet", "-am", "mine")
    commit(project, {"tests/test_x.py": "two", "tests/test_y.py": "new"})

    done = update(clone)

    assert (clone / FILE).read_text() == WRITTEN
    assert (clone / "tests/test_x.py").read_text() == "two"
    assert (clone / "tests/test_y.py").read_text() == "new"
    assert (done.commits, done.merged, done.kept) == (1, (), ())


@pytest.mark.parametrize("committed", [False, True])
def test_a_clearer_docstring_is_worked_in(project, clone, committed):
    (clone / FILE).write_text(WRITTEN)
    if committed:
        git(clone, "commit", "--quiet", "-am", "mine")
    commit(project, {FILE: CLEARER})

    done = update(clone)

    text = (clone / FILE).read_text()
    assert "never falls below" in text
    assert "self.total += n" in text
    assert done.merged == (FILE,)
    assert (clone / done.saved / "yours" / FILE).read_text() == WRITTEN


@pytest.mark.parametrize("committed", [False, True])
def test_where_both_changed_the_same_lines_no_marker_gets_into_code(
    project, clone, committed, capsys
):
    mine = WRITTEN.replace("It starts at 0.", "Mine starts at 1.")
    (clone / FILE).write_text(mine)
    if committed:
        git(clone, "commit", "--quiet", "-am", "mine")
    commit(project, {FILE: CLEARER, "tests/test_x.py": "two"})

    code = cli.main(["update", "--tree", str(clone)])

    assert code == 0
    assert (clone / FILE).read_text() == mine
    assert (clone / "tests/test_x.py").read_text() == "two"
    assert (clone / ".kata/updates/001/new-stubs" / FILE).read_text() == CLEARER
    assert "yours stays" in capsys.readouterr().out
    assert not (clone / ".git/MERGE_HEAD").exists()
    assert update(clone).commits == 0


def test_an_untouched_stub_is_simply_replaced(project, clone):
    commit(project, {FILE: CLEARER})

    done = update(clone)

    assert (clone / FILE).read_text() == CLEARER
    assert done.saved == ""


def test_an_exercise_that_is_gone_stays_with_who_wrote_it(project, clone):
    (clone / FILE).write_text(WRITTEN)
    git(project, "rm", "--quiet", FILE)
    git(project, "commit", "--quiet", "-m", "gone")

    update(clone)

    assert (clone / FILE).read_text() == WRITTEN


def test_changes_elsewhere_are_refused_before_anything_happens(project, clone):
    (clone / FILE).write_text(WRITTEN)
    (clone / "tests/test_x.py").write_text("mine")
    commit(project, {"tests/test_x.py": "two", FILE: CLEARER})

    with pytest.raises(UsageError, match=r"tests/test_x\.py was changed here and in the project"):
        update(clone)

    assert (clone / FILE).read_text() == WRITTEN
    assert (clone / "tests/test_x.py").read_text() == "mine"


def test_a_change_elsewhere_that_meets_nothing_stays(project, clone):
    (clone / "README.md").write_text("notes of mine")
    commit(project, {"tests/test_x.py": "two"})

    update(clone)

    assert (clone / "README.md").read_text() == "notes of mine"
    assert (clone / "tests/test_x.py").read_text() == "two"


def test_upstream_comes_before_origin(project, clone, tmp_path):
    git(tmp_path, "clone", "--quiet", str(project), "other")
    commit(tmp_path / "other", {"tests/test_x.py": "upstream"})
    git(clone, "remote", "add", "upstream", str(tmp_path / "other"))

    assert update(clone).source == "upstream/main"
    assert (clone / "tests/test_x.py").read_text() == "upstream"


def test_what_can_not_be_done_is_said(project, clone, tmp_path, capsys):
    plain = tmp_path / "plain"
    plain.mkdir()
    codes = [
        cli.main(["update", "--tree", str(plain)]),
        cli.main(["update", "nowhere/main", "--tree", str(clone)]),
        cli.main(["update", "origin/nothing", "--tree", str(clone)]),
    ]
    said = capsys.readouterr().err

    assert codes == [2, 2, 2]
    assert "is no git clone" in said
    assert "`nowhere` can't be reached" in said
    assert "there is no origin/nothing" in said
