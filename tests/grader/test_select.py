"""What somebody asks for becomes exercises, in the catalogue's order, or one clear refusal."""

import pytest

from grader.errors import UsageError
from grader.select import chapters, select
from tests.grader.builders import catalogue, exercise

FOLDERS = ("ch08_task_cancellation", "ch18_timeouts", "ch27_locks")
EVERYTHING = ("ch08/ex01", "ch08/ex02", "ch18/ex01", "ch27/ex01", "ch27/ex02", "ch27/ex10")
NAMES = ("ex01_stop", "ex02_clean_up", "ex01_budget", "ex01_account", "ex02_tally", "ex10_cache")
CATALOGUE = catalogue(
    *(
        exercise(
            identity, name=name, folder=next(each for each in FOLDERS if each[:4] == identity[:4])
        )
        for identity, name in zip(EVERYTHING, NAMES, strict=True)
    )
)


def selected(*patterns):
    """Both steps, as a run does them."""
    needed = chapters(FOLDERS, patterns)
    known = [c for c in CATALOGUE.chapters if c.folder in needed]
    few = catalogue(*(e for chapter in known for e in chapter.exercises))
    return tuple(each.id for each in select(few, patterns))


def refusal(*patterns):
    with pytest.raises(UsageError) as error:
        selected(*patterns)
    assert "\n" not in str(error.value)
    return str(error.value)


@pytest.mark.parametrize("pattern", [".", "./", "exercises", "exercises/", "/clone/solutions", "/"])
def test_a_room_means_everything(pattern):
    assert selected(pattern) == EVERYTHING


def test_nothing_means_everything():
    assert selected() == EVERYTHING


@pytest.mark.parametrize(
    "pattern",
    [
        "ch18",
        "CH18",
        "ch18_timeouts",
        "ch18/",
        "exercises/ch18_timeouts",
        "exercises/ch18_timeouts/",
        "./exercises/ch18_timeouts",
        "exercises\\ch18_timeouts\\",
        "/home/ch01/clone/tests/ch18_timeouts",
        "ch18/ex01",
        "ch18/ex1",
        "ch18/ex01_budget",
        "exercises/ch18_timeouts/ex01_budget.py",
        "C:\\kata\\exercises\\ch18_timeouts\\ex01_budget.py",
        "tests/ch18_timeouts/test_ex01_budget.py",
        "tests/ch18_timeouts/variants/ex01_budget/reject_late.py",
        "tests/ch18_timeouts/stubs/ex01_budget.py",
    ],
)
def test_ways_to_name_one_exercise(pattern):
    assert selected(pattern) == ("ch18/ex01",)


def test_a_short_chapter_number_is_padded():
    assert selected("ch8") == ("ch08/ex01", "ch08/ex02")


@pytest.mark.parametrize("pattern", ["ch08-ch18", "ch8-18", "ch08_task_cancellation-ch18_timeouts"])
def test_a_range_of_chapters(pattern):
    assert selected(pattern) == ("ch08/ex01", "ch08/ex02", "ch18/ex01")


def test_a_range_may_begin_and_end_where_there_is_no_chapter():
    assert selected("ch10-ch26") == ("ch18/ex01",)


def test_a_range_of_exercises():
    assert selected("ch27/ex02-ex10") == ("ch27/ex02", "ch27/ex10")


def test_several_come_in_the_order_of_the_catalogue_and_once():
    assert selected("ch27/ex02", "ch08-ch18", "ch27/ex01", "ch18", "ch27/ex02") == (
        "ch08/ex01",
        "ch08/ex02",
        "ch18/ex01",
        "ch27/ex01",
        "ch27/ex02",
    )


def test_only_chapters_asked_for_are_needed():
    assert chapters(FOLDERS, ["ch27/ex01", "ch08"]) == ("ch08_task_cancellation", "ch27_locks")
    assert chapters(FOLDERS, []) == FOLDERS


@pytest.mark.parametrize(
    ("pattern", "says"),
    [
        ("ch28", "there is no chapter `ch28`; did you mean ch27_locks, ch"),
        ("ch27_lock", "did you mean ch27_locks?"),
        ("locks", "there is no chapter `locks`; did you mean ch27_locks?"),
        ("Timeout", "did you mean ch18_timeouts?"),
        ("zebra", "there are ch08_task_cancellation, ch18_timeouts, ch27_locks"),
        ("ex02", "name its chapter too, as in ch08/ex02"),
        ("ex02_tally", "name its chapter too"),
        ("ch28-ch30", "there is no chapter `ch28-ch30`"),
        ("ch27-ch08", "`ch27-ch08` runs backwards; turn it round"),
        ("", 'there is no chapter ``'),
        (" ", "there is no chapter ` `"),
        ("x" * 3000, f"`{'x' * 80}…`; there are"),
        ("ch27/ex03", "there is no exercise `ch27/ex03`; did you mean ex"),
        ("ch27/tally", "did you mean ex02_tally?"),
        ("ch27/ex02_taly", "did you mean ex02_tally?"),
        ("exercises/ch27_locks/ex02_taly.py", "did you mean ex02_tally?"),
        ("ch27/zebra", "there are ex01_account, ex02_tally, ex10_cache"),
        ("ch18/zebra", "there is ex01_budget"),
        ("ch27/ex10-ex02", "runs backwards"),
    ],
)  # fmt: skip
def test_what_does_not_exist_is_refused_with_what_was_meant(pattern, says):
    assert says in refusal(pattern)


def test_one_unknown_among_many_is_refused():
    assert "`ch72`" in refusal("ch27", "ch72")


def test_of_many_chapters_only_the_ends_are_named():
    many = tuple(f"ch{n:02}_x" for n in range(2, 37))
    with pytest.raises(UsageError, match="there are ch02_x to ch36_x"):
        chapters(many, ["zebra"])
