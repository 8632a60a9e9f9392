"""An observation is evidence; the verdict on it is made here."""

import pytest

from grader.judge import judge
from grader.records import Observation, Outcome, Status, Verdict
from tests.grader.workers.test_runs import EXERCISE


def seen(*outcomes, **fields):
    return Observation(
        exercise=fields.pop("exercise", EXERCISE.id),
        outcomes=tuple(Outcome(behaviour=name, verdict=verdict) for name, verdict in outcomes),
        **fields,
    )


def verdicts(judgement):
    return {one.behaviour: str(one.verdict) for one in judgement.outcomes}


ALL = (("test_a", Verdict.PASSED), ("test_b", Verdict.FAILED), ("test_c", Verdict.PASSED))


def test_what_was_reported_once_stands():
    judgement = judge(EXERCISE, seen(*ALL, layers=(("limits", "on"),)))

    assert verdicts(judgement) == {"test_a": "passed", "test_b": "failed", "test_c": "passed"}
    assert (judgement.status, judgement.message, judgement.notices) == (Status.GRADED, "", ())
    assert judgement.layers == (("limits", "on"),)


def test_outcomes_come_in_the_catalogues_order():
    judgement = judge(EXERCISE, seen(*reversed(ALL)))

    assert list(verdicts(judgement)) == ["test_a", "test_b", "test_c"]


def test_what_is_missing_was_not_reached():
    judgement = judge(EXERCISE, seen(ALL[0]))

    assert verdicts(judgement) == {
        "test_a": "passed",
        "test_b": "not_reached",
        "test_c": "not_reached",
    }
    assert judgement.status is Status.GRADED


@pytest.mark.parametrize(
    ("status", "verdict"),
    [
        (Status.ERROR, "not_reached"),
        (Status.NOT_STARTED, "not_started"),
        (Status.INTERNAL_ERROR, "internal_error"),
        (Status.NOT_AVAILABLE, "not_reached"),
    ],
)
def test_without_any_report_the_status_says_it(status, verdict):
    judgement = judge(EXERCISE, seen(status=status, message="why", line=4))

    assert set(verdicts(judgement).values()) == {verdict}
    assert (judgement.status, judgement.message, judgement.line) == (status, "why", 4)


def test_what_is_reported_twice_has_not_passed_and_needs_a_look():
    judgement = judge(EXERCISE, seen(*ALL, ALL[0]))

    assert verdicts(judgement)["test_a"] == "not_reached"
    assert judgement.status is Status.NEEDS_A_LOOK
    assert judgement.notices == ("it reports on `test_a` more than once",)


def test_a_report_that_nobody_asked_for_needs_a_look():
    judgement = judge(EXERCISE, seen(*ALL, ("test_x", Verdict.PASSED)))

    assert list(verdicts(judgement)) == ["test_a", "test_b", "test_c"]
    assert judgement.status is Status.NEEDS_A_LOOK
    assert judgement.message == "it reports on `test_x`, which nobody asked for"


def test_an_observation_of_another_exercise_needs_a_look():
    judgement = judge(EXERCISE, seen(*ALL, exercise="ch90/ex02"))

    assert judgement.notices == ("it speaks of `ch90/ex02`",)


def test_violations_need_a_look_and_come_first():
    judgement = judge(EXERCISE, seen(*ALL, violations=("forged", "late")))

    assert judgement.status is Status.NEEDS_A_LOOK
    assert (judgement.message, judgement.notices) == ("forged", ("forged", "late"))


def test_one_internal_error_makes_it_the_exercises():
    outcome = Outcome(behaviour="test_b", verdict=Verdict.INTERNAL_ERROR, message="our fault")

    judgement = judge(EXERCISE, Observation(exercise=EXERCISE.id, outcomes=(outcome,)))

    assert (judgement.status, judgement.message) == (Status.INTERNAL_ERROR, "our fault")


def test_tampering_outranks_an_internal_error():
    judgement = judge(
        EXERCISE, seen(("test_a", Verdict.INTERNAL_ERROR), *ALL[1:], violations=("forged",))
    )

    assert judgement.status is Status.NEEDS_A_LOOK
    assert verdicts(judgement)["test_a"] == "internal_error"
