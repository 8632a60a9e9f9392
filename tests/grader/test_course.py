"""What counts in a course and how much; who may say so, and what is said of a file that isn't right."""

import json
import re
from pathlib import Path

import pytest

from grader import __version__, catalogue, cli, course
from grader.errors import BrokenTree, UsageError
from tests.grader.authoring import HEAD, REFERENCE_BODY, write_exercise
from tests.grader.builders import CHAPTERS, write, write_tree

ROOT = Path(__file__).parents[2]
NAMES = {folder: tuple(exercises) for folder, exercises in CHAPTERS.items()}
WHOLE = f"""
title = "Autumn"
grader = "{__version__}"
count = ["ch08", "ch27/ex02"]

[weights]
ch08 = 2
"ch08/ex02" = 5

[deadlines]
ch08 = 2030-11-03T23:59:00+01:00
"""


def load(tmp_path, text):
    return course.load(write(tmp_path, "course.toml", text), NAMES)


def test_names_are_those_of_the_catalogue(tmp_path):
    root = write_tree(tmp_path)
    known = catalogue.load(root)

    assert catalogue.names(root) == NAMES
    assert {each.folder: tuple(one.name for one in each.exercises) for each in known.chapters} == (
        NAMES
    )


def test_what_counts_how_much_and_until_when(tmp_path):
    found = load(tmp_path, WHOLE)

    assert found.title == "Autumn"
    assert found.weights == {"ch08/ex01": 2, "ch08/ex02": 5, "ch27/ex02": 1}
    assert found.deadlines == dict.fromkeys(("ch08/ex01", "ch08/ex02"), "2030-11-03T23:59:00+01:00")


def test_an_exercises_own_line_goes_first_wherever_it_stands(tmp_path):
    turned = 'title = "x"\n[weights]\n"ch08/ex02" = 5\nch08 = 2\n'

    assert load(tmp_path, turned).weights["ch08/ex02"] == 5


def test_without_a_list_everything_counts(tmp_path):
    assert len(load(tmp_path, 'title = "x"').weights) == 5


def test_a_selection_is_narrowed_to_what_counts(tmp_path):
    found = load(tmp_path, WHOLE)

    assert found.narrow([]) == ["ch08/ex01", "ch08/ex02", "ch27/ex02"]
    assert found.narrow(["ch27"]) == ["ch27/ex02"]
    with pytest.raises(UsageError, match="nothing of `ch18` counts"):
        found.narrow(["ch18"])


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("title = ", "isn't valid TOML"),
        ("", "`title` isn't right; it needs title ="),
        ('title = "x"\nwieghts = 1', "`wieghts` is no key of a course; did you mean `weights`?"),
        ('title = "x"\nzzz = 1', "`zzz` is no key of a course; there are title, grader, count"),
        ('title = "x"\ngrader = 1', "`grader` isn't right; it needs grader = \""),
        ('title = "x"\ngrader = "9.9"', "`grader` is '9.9', and this is version"),
        ('title = "x"\ncount = "ch08"', "`count` isn't right; it needs a list"),
        ('title = "x"\ncount = ["ch80"]', "`count` can't be: there is no chapter `ch80`; did you"),
        ('title = "x"\nweights = 2', "`weights` isn't right; it needs a table"),
        ('title = "x"\n[weights]\nch8x = 1', "`weights.ch8x` can't be: there is no chapter"),
        ('title = "x"\n[weights]\nch08 = 0', "`weights.ch08` is 0; it needs a whole number"),
        ('title = "x"\n[weights]\nch08 = 0.5', "`weights.ch08` is 0.5; it needs a whole number"),
        ('title = "x"\n[weights]\nch08 = true', "`weights.ch08` is True; it needs a whole number"),
        (
            'title = "x"\ncount = ["ch08"]\n[weights]\nch27 = 2',
            "`weights.ch27` doesn't count; add it to `count`",
        ),
        (
            'title = "x"\n[weights]\nch08 = 1\nch08-ch18 = 2',
            "`weights.ch08-ch18` speaks of ch08/ex01 as `ch08` does; keep one",
        ),
        (
            'title = "x"\n[deadlines]\nch08 = "2030-11-03"',
            "`deadlines.ch08` isn't right; it needs a time such as 2030-11-03T23:59:00+01:00",
        ),
        ('title = "x"\n[deadlines]\nch08 = 2030-11-03T23:59:00', "`deadlines.ch08` isn't right"),
    ],
)
def test_what_is_not_right_is_named_with_its_mend(tmp_path, text, said):
    with pytest.raises(BrokenTree) as caught:
        load(tmp_path, text)

    assert said in str(caught.value)
    assert str(caught.value).startswith("course.toml: ")
    assert "\n" not in str(caught.value)


def test_the_examples_on_the_teachers_page_are_right(tmp_path):
    page = (ROOT / "docs/teaching.md").read_text(encoding="utf-8")
    plan, version = re.findall(r"(?s)```toml\n(.*?)```", page)
    names = catalogue.names(ROOT)

    found = course.load(write(tmp_path, "course.toml", plan), names)
    with pytest.raises(BrokenTree, match=r"check out 1\.0\.0 of the project"):
        course.load(write(tmp_path, "other.toml", f"title = 'x'\n{version}"), names)

    assert (found.weights["ch09/ex01"], found.weights["ch09/ex02"]) == (3, 2)
    assert {each[:4] for each in found.weights} == {"ch08", "ch09", "ch10", "ch27"}


# -- where it counts


@pytest.fixture
def tree(tmp_path):
    return write_exercise(tmp_path / "tree")


@pytest.fixture
def fork(tmp_path):
    file = "fork/exercises/ch27_locks/ex01_double.py"
    write(tmp_path, file, HEAD + "    return 2 * await fetch()\n")
    return tmp_path / "fork"


def grade(capsys, tree, fork, *words):
    command = ["grade", "--tree", str(tree), "--submission", str(fork), "--json", "-", *words]
    code = cli.main(command)
    out, said = capsys.readouterr()
    return code, json.loads(out) if code == 0 else said


TRIPLE = 'title = "x"\n[weights]\nch27 = 3\n'


def test_the_trusted_trees_course_counts(capsys, tree, fork):
    write(tree, "course.toml", TRIPLE)

    code, found = grade(capsys, tree, fork)

    assert (code, found["points"], found["possible"], found["percent"]) == (0, 3, 6, 50)


def test_one_that_is_named_counts_instead(capsys, tree, fork, tmp_path):
    write(tree, "course.toml", TRIPLE)
    other = write(tmp_path, "other.toml", 'title = "y"\n[weights]\nch27 = 10\n')

    _, found = grade(capsys, tree, fork, "--course", str(other))
    code, said = grade(capsys, tree, fork, "--course", "none.toml")

    assert found["possible"] == 20
    assert (code, said) == (2, "grader: --course: there is no file none.toml\n")


def test_a_forks_course_counts_for_nothing(capsys, tree, fork):
    for place in (fork, fork / "exercises", fork / "exercises/ch27_locks"):
        write(place, "course.toml", TRIPLE)
        write(place, "adjustments.jsonl", "{}")

    code, found = grade(capsys, tree, fork)

    assert (code, found["points"], found["possible"]) == (0, 1, 2)


def test_a_broken_one_is_said_in_a_line_and_nothing_is_graded(capsys, tree, fork):
    write(tree, "course.toml", 'title = "x"\ngrader = "9.9"')

    code, said = grade(capsys, tree, fork)

    assert code == 2
    assert said.count("\n") == 1
    assert "check out 9.9 of the project" in said


def test_a_score_anew_follows_the_course_too(capsys, tree, fork, tmp_path):
    _, evidence = grade(capsys, tree, fork)
    write(tree, "course.toml", TRIPLE)
    write(tmp_path, "evidence.json", json.dumps(evidence))

    code = cli.main(["render", f"{tmp_path}/evidence.json", "--tree", str(tree), "--json", "-"])

    found = json.loads(capsys.readouterr().out)
    assert (code, found["points"], found["possible"]) == (0, 3, 6)


def test_a_learners_own_progress_is_kept_as_the_tests_give_it(capsys, tree):
    write(tree, "course.toml", TRIPLE)
    write(tree, "exercises/ch27_locks/ex01_double.py", HEAD + REFERENCE_BODY)
    seen = []
    for _ in range(2):
        assert cli.main(["grade", "--tree", str(tree)]) == 0
        seen.append(capsys.readouterr().out)

    kept = json.loads((tree / ".kata/progress.json").read_text())["exercises"]["ch27/ex01"]
    assert (kept["points"], kept["possible"]) == (2, 2)
    assert all("6/6 points" in text for text in seen)
    assert "not run again" in seen[1]
