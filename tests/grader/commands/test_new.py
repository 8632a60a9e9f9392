"""Beginning exercises and chapters."""

import tomllib

import pytest

from grader import catalogue
from grader.cli import main
from grader.errors import Exit
from tests.grader.authoring import write_exercise
from tests.grader.builders import write

TOML = "exercises/ch27_locks/chapter.toml"
NEW = "ex02_retry"


@pytest.fixture
def tree(tmp_path, monkeypatch):
    monkeypatch.delenv("NOX_CURRENT_SESSION", raising=False)  # commands are told as nox's there
    return write_exercise(tmp_path)


def new(tree, *words):
    return main(["new", *words, "--tree", str(tree)])


def solutions(tree, *words):
    return main(["solutions", *words, "--tree", str(tree)])


def files(tree):
    return {
        str(path.relative_to(tree)): path.read_bytes()
        for path in tree.rglob("*")
        if path.is_file() and ".kata" not in path.parts
    }


@pytest.mark.parametrize("kind", ["blank", "broken", "partial"])
def test_what_is_written_can_be_loaded_and_graded(tree, capsys, kind):
    assert new(tree, "ch27/ex02_retry", "--kind", kind) == Exit.DONE

    for table in (True, False):
        (chapter,) = catalogue.load(tree, table=table).chapters
        assert [each.name for each in chapter.exercises] == ["ex01_double", NEW]
        assert chapter.exercises[1].kind == kind
    assert main(["list", "--tree", str(tree)]) == Exit.DONE
    assert main(["grade", "ch27", "--fresh", "--tree", str(tree)]) == Exit.DONE
    assert "0/2" in capsys.readouterr().out.replace("0/3", "0/2")


@pytest.mark.parametrize("kind", ["blank", "broken"])
def test_what_is_still_to_write_is_listed_file_by_file(tree, capsys, kind):
    new(tree, "ch27/ex02_retry", "--kind", kind)
    written = [
        line.strip()
        for line in capsys.readouterr().out.splitlines()
        if line.startswith("  ") and line.endswith((".py", ".toml"))
    ]

    assert solutions(tree, "ch27/ex02") == Exit.BELOW

    told = capsys.readouterr().out
    for file in written:
        if "/stubs/" not in file:
            assert f"ch27/ex02  {file}:" in told
    assert told.count("still to write\n") == told.count("\n  problem  ")
    assert f"ch27/ex02  {TOML}:10" in told
    assert "line 10: two or three words" in told


def test_the_other_exercises_are_as_good_as_before(tree):
    new(tree, "ch27/ex02_retry")

    assert solutions(tree, "ch27/ex01") == Exit.DONE


def test_comments_and_form_of_the_list_are_kept(tree):
    before = (tree / TOML).read_text() + "# a comment\n\n\n"
    write(tree, TOML, before)

    new(tree, "ch27_locks/ex02_retry")

    after = (tree / TOML).read_text()
    assert after.startswith(before.rstrip() + "\n\n[ex02_retry]\n")
    assert list(tomllib.loads(after)) == ["title", "ex01_double", NEW]


def test_the_primer_lists_it_below_the_one_before(tree):
    primer = "exercises/ch27_locks/README.md"
    write(tree, primer, "# Locks\n\n1. [ex01_double](ex01_double.py) ★ Double.\n\nThe end.\n")

    new(tree, "ch27/ex02_retry")

    assert (tree / primer).read_text().splitlines()[2:] == [
        "1. [ex01_double](ex01_double.py) ★ Double.",
        "2. [ex02_retry](ex02_retry.py)",
        "",
        "The end.",
    ]


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("ch27/ex01_other", "ex01 is ex01_double already; the next free name is ex02_other"),
        ("ch27/ex04_other", "ex04 would leave a gap; the next free name is ex02_other"),
        ("ch99/ex01_other", "there is no chapter ch99; there are ch27 to ch27"),
        ("ch27_lock/ex02_other", "there is no chapter ch27_lock; ch27 is ch27_locks"),
        ("ch27_pools", "ch27 is ch27_locks already; the next free name is ch28_pools"),
        ("ch30_pools", "ch30 would leave a gap; the next free name is ch28_pools"),
        ("ch27", "`ch27` is no name for an exercise or a chapter"),
        (
            "ch27/ex02",
            "`ch27/ex02` needs a word more, which says what it is about: ch27/ex02_retry",
        ),
        ("ch27_ex02_retry", "is no chapter; did you mean ch27/ex02_retry?"),
        ("ch27_locks_ex02_retry", "is no chapter; did you mean ch27/ex02_retry?"),
        ("ch27/ex2_other", "is no name"),
        ("ch27/ex02_Other", "is no name"),
        ("ch27/ex02__other", "is no name"),
        ("ch27/ex02_other.py", "is no name"),
        ("ch27/ex02_ö", "is no name"),
        ("../ch27/ex02_other", "is no name"),
        ("", "is no name"),
    ],
)
def test_a_name_that_will_not_do(tree, capsys, name, says):
    before = files(tree)

    assert new(tree, name) == Exit.REFUSED

    told = capsys.readouterr().err
    assert says in told
    assert told.count("\n") == 1
    assert files(tree) == before


@pytest.mark.parametrize(
    "path", [f"exercises/ch27_locks/{NEW}.py", f"tests/ch27_locks/variants/{NEW}/accept_two.py"]
)
def test_a_file_that_is_there_already_is_left_alone(tree, capsys, path):
    write(tree, path, "mine")
    before = files(tree)

    assert new(tree, "ch27/ex02_retry") == Exit.REFUSED
    assert f"{path} is there already" in capsys.readouterr().err
    assert files(tree) == before


def test_what_cannot_be_written_leaves_nothing_behind(tree, capsys):
    (tree / "tests/ch27_locks/stubs").rename(tree / "stubs")
    new(tree, "ch27/ex02_retry")
    assert "stubs/ex01_double.py: it is missing" in capsys.readouterr().err
    (tree / "stubs").rename(tree / "tests/ch27_locks/stubs")
    write(tree, f"tests/ch27_locks/variants/{NEW}", "a file where a folder has to be")
    before = files(tree)

    assert new(tree, "ch27/ex02_retry") == Exit.REFUSED
    assert "can't be written" in capsys.readouterr().err
    assert files(tree) == before


def test_a_chapter_and_its_first_exercise(tree, capsys):
    assert new(tree, "ch28_big_pools") == Exit.DONE
    assert "new ch28/ex01_SLUG" in capsys.readouterr().out
    assert main(["list", "--tree", str(tree)]) == Exit.DONE
    assert main(["grade", "--tree", str(tree)]) == Exit.DONE
    assert solutions(tree, "ch27") == Exit.DONE
    assert solutions(tree, "ch28") == Exit.REFUSED
    assert "ch28_big_pools has no exercise yet" in capsys.readouterr().err

    assert new(tree, "ch28/ex01_lend") == Exit.DONE
    assert solutions(tree, "ch28") == Exit.BELOW

    told = capsys.readouterr().out
    assert "ch28  exercises/ch28_big_pools/README.md:3" in told
    assert "ch28/ex01  exercises/ch28_big_pools/ex01_lend.py:1" in told
    chapter = catalogue.load(tree).chapters[1]
    assert (chapter.title, [each.id for each in chapter.exercises]) == ("Big pools", ["ch28/ex01"])
