"""Only what passed earns points, by rules that nobody can talk their way around."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.records import Outcome, Status, Verdict
from grader.score import reaches, score, score_exercise
from tests.grader.builders import (
    behaviour,
    catalogue,
    exercise,
    failed,
    judgement,
    misconception,
    outcome,
    untouched,
)

ALONE = exercise("ch27/ex01", "a b c")


def points(grade):
    return [each.points for each in grade.behaviours]


def total(*judgements):
    return score(catalogue(*(each.exercise for each in judgements)), judgements)


def test_everything_passed_earns_everything():
    grade = score_exercise(judgement(ALONE))
    assert (grade.status, grade.points, grade.possible) == (Status.GRADED, 3, 3)
    assert points(grade) == [1, 1, 1]


@pytest.mark.parametrize("verdict", [each for each in Verdict if each is not Verdict.PASSED])
def test_only_passed_earns(verdict):
    grade = score_exercise(judgement(ALONE, outcome("b", verdict)))
    assert (grade.points, points(grade)) == (2, [1, 0, 1])


def test_points_are_those_of_the_behaviour():
    heavy = exercise(behaviours=(behaviour("a", points=5), behaviour("b")))
    assert score_exercise(judgement(heavy, failed("b"))).points == 5
    assert score_exercise(judgement(heavy)).possible == 6


KEEPERS = exercise(
    behaviours=(behaviour("a", keeper=True, points=2), behaviour("b"), behaviour("c"))
)


def test_keepers_alone_earn_nothing():
    grade = score_exercise(judgement(KEEPERS, failed("b"), failed("c")))
    assert (grade.points, points(grade)) == (0, [0, 0, 0])


def test_keepers_count_once_something_else_passes():
    assert points(score_exercise(judgement(KEEPERS, failed("c")))) == [2, 1, 0]


def test_something_else_that_passes_counts_without_keepers():
    assert points(score_exercise(judgement(KEEPERS, failed("a"), failed("c")))) == [0, 1, 0]


@pytest.mark.parametrize("status", [Status.NOT_STARTED, Status.ERROR, Status.NEEDS_A_LOOK])
def test_such_exercises_earn_nothing_whatever_passed(status):
    grade = score_exercise(judgement(ALONE, status=status, message="why", line=3))
    assert (grade.status, grade.points, grade.possible) == (status, 0, 3)
    assert (grade.message, grade.line, points(grade)) == ("why", 3, [0, 0, 0])


def test_what_is_not_available_leaves_the_total():
    gone = judgement(
        exercise("ch27/ex02"), status=Status.NOT_AVAILABLE, message="needs Python >=3.14"
    )
    grade = score_exercise(gone)
    assert (grade.points, grade.possible, grade.behaviours) == (0, 0, ())
    assert grade.message == "needs Python >=3.14"
    both = total(judgement(ALONE, failed("a")), gone)
    assert (both.points, both.possible, both.percent) == (2, 3, 66)


def test_an_internal_error_costs_nothing_and_hides_the_percentage():
    broken = judgement(ALONE, outcome("b", Verdict.INTERNAL_ERROR))
    fine = judgement(exercise("ch18/ex01"), failed("a"))
    grade = total(fine, broken)
    assert not grade.complete
    assert (grade.points, grade.possible, grade.percent) == (4, 6, None)
    assert [chapter.percent for chapter in grade.chapters] == [66, None]
    assert grade.chapters[1].exercises[0].status is Status.INTERNAL_ERROR


def test_an_internal_error_of_the_whole_exercise_does_the_same():
    grade = total(judgement(ALONE, status=Status.INTERNAL_ERROR))
    assert (grade.complete, grade.percent, grade.points) == (False, None, 3)


def test_a_notice_earns_nothing_even_if_the_judge_forgot_to_say_so():
    for status in Status.GRADED, Status.INTERNAL_ERROR:
        grade = score_exercise(judgement(ALONE, status=status, notices=("patched asyncio",)))
        assert (grade.status, grade.points) == (Status.NEEDS_A_LOOK, 0)
        assert grade.notices == ("patched asyncio",)


def test_tampering_outranks_an_error_that_it_may_have_caused():
    told = judgement(ALONE, outcome("b", Verdict.INTERNAL_ERROR), notices=("forged",))
    grade = total(told)
    assert (grade.complete, grade.points, grade.percent) == (True, 0, 0)


def test_the_percentage_is_rounded_down():
    hundred = exercise(behaviours=tuple(behaviour(f"b{n}") for n in range(200)))
    grade = total(judgement(hundred, failed("b7")))
    assert (grade.points, grade.percent, grade.chapters[0].percent) == (199, 99, 99)


def test_chapters_and_exercises_come_in_the_catalogues_order():
    known = catalogue(*(exercise(i) for i in ("ch08/ex01", "ch18/ex01", "ch27/ex01", "ch27/ex02")))
    judged = [judgement(each) for c in reversed(known.chapters) for each in reversed(c.exercises)]
    grade = score(known, judged)
    assert [each.exercise.id for c in grade.chapters for each in c.exercises] == [
        "ch08/ex01",
        "ch18/ex01",
        "ch27/ex01",
        "ch27/ex02",
    ]


def test_chapters_without_a_judgement_are_left_out():
    known = catalogue(exercise("ch08/ex01"), exercise("ch27/ex01"), exercise("ch27/ex02"))
    grade = score(known, [judgement(known.chapters[1].exercises[1])])
    assert [[e.exercise.id for e in c.exercises] for c in grade.chapters] == [["ch27/ex02"]]
    assert grade.possible == 3


def test_a_grade_of_nothing_is_no_hundred_percent():
    grade = total()
    assert (grade.complete, grade.points, grade.possible, grade.percent) == (True, 0, 0, 0)


def test_outcomes_that_dont_fit_are_our_bug():
    for outcomes in ((), (Outcome(behaviour="test_z", verdict=Verdict.PASSED),) * 3):
        with pytest.raises(ValueError, match="not those of its behaviours"):
            score_exercise(judgement(ALONE, outcomes=outcomes))


def test_two_judgements_of_one_exercise_are_our_bug():
    with pytest.raises(ValueError, match="two judgements of ch27/ex01"):
        score(catalogue(ALONE), [judgement(ALONE), judgement(ALONE)])


def test_a_judgement_of_an_unknown_exercise_is_our_bug():
    with pytest.raises(ValueError, match="unknown exercises: ch27/ex01"):
        score(catalogue(exercise("ch27/ex02")), [judgement(ALONE)])


BELIEVED = exercise(
    misconceptions=(misconception("Wrong.", "a:wrong-value b:deadlock"),),
)


def test_a_belief_is_told_with_the_failures_that_it_explains():
    grade = score_exercise(judgement(BELIEVED, failed("a"), failed("b", "deadlock")))
    assert (grade.misconception, grade.exact) == ("Wrong.", True)
    assert [each.misconception for each in grade.behaviours] == ["Wrong.", "Wrong.", ""]


def test_a_belief_that_explains_a_part_looks_like_it():
    told = judgement(BELIEVED, failed("a"), failed("b", "deadlock"), failed("c"))
    grade = score_exercise(told)
    assert (grade.misconception, grade.exact) == ("Wrong.", False)
    assert [each.misconception for each in grade.behaviours] == ["Wrong.", "Wrong.", ""]


@pytest.mark.parametrize("status", [each for each in Status if each is not Status.GRADED])
def test_beliefs_are_told_only_of_graded_exercises(status):
    told = judgement(BELIEVED, failed("a"), failed("b", "deadlock"), status=status)
    assert score_exercise(told).misconception == ""


def test_the_environment_holds_each_protection_once_and_why_it_was_off():
    known = [exercise(f"ch27/ex0{n}") for n in (1, 2, 3)]
    judged = [
        judgement(known[1], layers=(("rlimits", "on"), ("landlock", "off: old kernel"))),
        judgement(known[0], layers=(("rlimits", "on"), ("landlock", "on"))),
        untouched(known[2]),
    ]
    grade = score(catalogue(*known), judged, environment=[("python", "3.11.7")])
    assert grade.environment == (
        ("python", "3.11.7"),
        ("layer rlimits", "on"),
        ("layer landlock", "off: old kernel"),
    )


@pytest.mark.parametrize(
    ("earned", "possible", "percent", "expected"),
    [
        (2, 3, "66", True),
        (2, 3, "66.6", True),
        (2, 3, "66.67", False),
        (199, 200, "99.5", True),
        (199, 200, "99.500000001", False),
        (3, 3, "100", True),
        (0, 3, "0", True),
    ],
)
def test_thresholds_compare_exactly(earned, possible, percent, expected):
    known = exercise(behaviours=tuple(behaviour(f"b{n}") for n in range(possible)))
    grade = total(judgement(known, *(failed(f"b{n}") for n in range(possible - earned))))
    assert reaches(grade, Fraction(percent)) is expected


def test_an_empty_run_reaches_nothing():
    gone = judgement(ALONE, status=Status.NOT_AVAILABLE)
    assert not reaches(total(gone), Fraction(1, 1000))
    assert reaches(total(gone), Fraction(0))


@st.composite
def judgements(draw):
    """One judgement of anything."""
    names = [f"b{n}" for n in range(draw(st.integers(1, 4)))]
    identity = f"ch{draw(st.integers(2, 4)):02}/ex{draw(st.integers(1, 4)):02}"
    known = exercise(
        identity,
        behaviours=tuple(
            behaviour(name, points=draw(st.integers(1, 3)), keeper=draw(st.booleans()))
            for name in names
        ),
    )
    return judgement(
        known,
        *(outcome(name, draw(st.sampled_from(Verdict))) for name in names),
        status=draw(st.sampled_from(Status)),
        notices=draw(st.sampled_from([(), ("forged",)])),
    )


@given(st.lists(judgements(), max_size=8, unique_by=lambda each: each.exercise.id))
def test_sums_agree_at_every_level(judged):
    grade = score(
        catalogue(*sorted((each.exercise for each in judged), key=lambda each: each.id)), judged
    )
    for upper, lower in [
        (grade, grade.chapters),
        *((chapter, chapter.exercises) for chapter in grade.chapters),
    ]:
        assert upper.points == sum(each.points for each in lower)
        assert upper.possible == sum(each.possible for each in lower)
        assert 0 <= upper.points <= upper.possible
    for chapter in grade.chapters:
        for each in chapter.exercises:
            assert each.points == sum(b.points for b in each.behaviours)
            assert each.possible == sum(b.behaviour.points for b in each.behaviours)
            for one in each.behaviours:
                assert not one.points or one.verdict is Verdict.PASSED
    assert grade.complete == (grade.percent is not None)
    assert sum(len(chapter.exercises) for chapter in grade.chapters) == len(judged)
