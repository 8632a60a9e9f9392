"""What is made of a child's end, without any process."""

import json
import signal

import pytest

from grader.records import Behaviour, Exercise, Kind, Outcome, Status, Verdict
from grader.workers.channel import Transcript
from grader.workers.runs import EXIT_STUCK, REMARK, Ending, Run, merge
from tests.grader.workers.test_channel import OUTCOME

EXERCISE = Exercise(
    id="ch90/ex01",
    name="ex01_double",
    folder="ch90_faults",
    title="Double",
    kind=Kind.BLANK,
    stars=1,
    hints=("a", "b", "c"),
    behaviours=tuple(
        Behaviour(id=name, statement=name, scenario="") for name in ("test_a", "test_b", "test_c")
    ),
)
CLEAN = Ending(status=0)
KILLED = Ending(status=signal.SIGKILL)


def exited(status):
    return Ending(status=status << 8)


class Story:
    """A run and what its children say."""

    def __init__(self):
        self.told = []
        self.run = Run(exercise=EXERCISE, cpu=2, wall=60, output_limit=100, tell=self.told.append)
        self.new_child()

    def new_child(self):
        self.number = 0
        self.transcript = Transcript(
            key="k",
            expected=self.run.remaining,
            known=[behaviour.id for behaviour in EXERCISE.behaviours],
            listener=lambda message: self.run.listen(self.transcript, message),
        )
        self.say("hello", pid=1, layers=[["limits", "on"]])
        return self

    def say(self, kind, **fields):
        message = {"key": "k", "n": self.number, "kind": kind, **fields}
        self.transcript.feed(json.dumps(message).encode() + b"\n")
        self.number += 1
        return self

    def load(self, suspicion="", line=None, cases=1):
        names = ("test_a", "test_b", "test_c")
        self.say("collected", cases=[[name, cases] for name in names])
        return self.say("loaded", suspicion=suspicion, line=line)

    def begin(self, name, case=0):
        return self.say("begin", behaviour=name, case=case)

    def did(self, name, verdict="passed", case=0, **fields):
        self.begin(name, case)
        outcome = OUTCOME | {"verdict": verdict} | fields
        return self.say("outcome", behaviour=name, case=case, **outcome)

    def conclude(self, ending=CLEAN):
        return self.run.conclude(self.transcript, ending)

    @property
    def verdicts(self):
        return {one.behaviour: str(one.verdict) for one in self.run.observation().outcomes}


def test_a_whole_run():
    story = Story().load().did("test_a").did("test_b", "failed").did("test_c").say("end")

    again = story.conclude()

    seen = story.run.observation()
    assert not again
    assert story.verdicts == {"test_a": "passed", "test_b": "failed", "test_c": "passed"}
    assert (seen.status, seen.violations, seen.layers) == ("graded", (), (("limits", "on"),))
    assert [outcome.behaviour for outcome in story.told] == ["test_a", "test_b", "test_c"]


@pytest.mark.parametrize(
    ("ending", "verdict", "message"),
    [
        (exited(3), "crashed", "the process ended with exit status 3"),
        (CLEAN, "crashed", "the process ended with exit status 0"),
        (KILLED, "crashed", "the process was killed by SIGKILL"),
        (Ending(status=63), "crashed", "the process was killed by signal 63"),
        (exited(EXIT_STUCK), "timed_out", "it is still busy after 2 s of processor time"),
        (
            Ending(status=signal.SIGXCPU),
            "timed_out",
            "it is still busy after 2 s of processor time",
        ),
    ],
)
def test_the_behaviour_under_way_is_blamed_and_the_rest_tried_again(ending, verdict, message):
    story = Story().load().did("test_a").begin("test_b")

    again = story.conclude(ending)

    assert again
    assert story.verdicts == {"test_a": "passed", "test_b": verdict}
    assert story.run.outcomes[-1].message == message
    assert story.run.remaining == ("test_c",)

    story.new_child().load().did("test_c").say("end")

    assert not story.conclude()
    assert story.verdicts["test_c"] == "passed"


def test_a_death_between_behaviours_is_the_next_ones():
    story = Story().load().did("test_a")

    assert story.conclude(KILLED)
    assert story.verdicts == {"test_a": "passed", "test_b": "crashed"}


def test_a_death_before_the_first_behaviour_is_the_first_ones():
    story = Story().load()

    assert story.conclude(KILLED)
    assert story.verdicts == {"test_a": "crashed"}


def test_a_death_in_the_last_behaviour_leaves_nothing_to_try():
    story = Story().load().did("test_a").did("test_b").begin("test_c")

    assert not story.conclude(KILLED)
    assert story.verdicts["test_c"] == "crashed"


def test_a_child_may_ask_for_a_fresh_one():
    story = Story().load().did("test_a").say("fresh", reason="a thread is still running")

    assert story.conclude()
    assert story.verdicts == {"test_a": "passed"}


def test_asking_for_a_fresh_one_at_once_is_no_way_to_go_on_for_ever():
    story = Story().load().say("fresh", reason="")

    assert story.conclude()
    assert story.verdicts == {"test_a": "crashed"}


def test_a_case_that_failed_settles_it_if_the_rest_needs_another_child():
    story = Story().load(cases=2).did("test_a", "timed_out", message="busy", case=0)
    story.say("fresh", reason="busy")

    assert story.conclude()
    assert story.verdicts == {"test_a": "timed_out"}
    assert story.run.remaining == ("test_b", "test_c")


def test_a_case_that_passed_settles_nothing_if_the_rest_needs_another_child():
    story = Story().load(cases=2).did("test_a", case=0).did("test_a", case=1)
    story.did("test_b", case=0).say("fresh", reason="a thread is still running")

    assert story.conclude()
    assert story.verdicts == {"test_a": "passed"}


def test_the_cases_of_an_interrupted_behaviour_count_for_nothing():
    story = Story().load(cases=2).did("test_a", case=0).begin("test_a", case=1)

    story.conclude(KILLED)

    assert story.verdicts == {"test_a": "crashed"}


def test_all_cases_have_to_pass():
    story = Story().load(cases=2)

    story.did("test_a", case=0).did("test_a", "failed", case=1, message="the second")

    assert story.verdicts == {"test_a": "failed"}
    assert story.run.outcomes[0].message == "the second"


def test_a_limit_ends_everything():
    story = Story().load().did("test_a").begin("test_b")

    again = story.conclude(Ending(status=9, cpu=30, wall=60, over_limit=True))

    assert not again
    assert story.verdicts == {"test_a": "passed", "test_b": "timed_out"}


def test_a_limit_is_our_fault_if_hardly_anything_was_computed():
    story = Story().load().begin("test_a")

    story.conclude(Ending(status=9, cpu=0.1, wall=60, over_limit=True))

    assert story.verdicts == {"test_a": "internal_error"}


def test_a_limit_is_not_our_fault_if_the_code_has_hung_before():
    story = Story().load().did("test_a", "timed_out").begin("test_b")

    story.conclude(Ending(status=9, cpu=0.1, wall=60, over_limit=True))

    assert story.verdicts["test_b"] == "timed_out"


def test_a_violation_ends_everything():
    story = Story().load().did("test_a").did("test_c")

    assert not story.conclude(KILLED)
    assert story.run.observation().violations == ("began `test_c` out of turn",)


def test_a_notice_of_the_toolkit_is_a_violation():
    story = Story().load().did("test_a", notices=["a patch"]).did("test_b", notices=["a patch"])

    assert story.run.observation().violations == ("a patch",)


def test_a_child_has_to_end_well_after_its_last_message():
    story = Story().load().did("test_a").did("test_b").did("test_c").say("end")

    story.conclude(exited(4))

    assert story.run.observation().violations == (
        "after its last message, the process ended with exit status 4",
    )


def test_a_fault_is_ours():
    story = Story().load().did("test_a").say("fault", detail="KeyError")

    assert not story.conclude(exited(1))
    assert (story.run.status, story.run.message) == (Status.INTERNAL_ERROR, "KeyError")


@pytest.mark.parametrize(
    ("ending", "message"),
    [
        (
            exited(1),
            "the hidden tests could not be collected: the process ended with exit status 1",
        ),
        (
            Ending(status=9, over_limit=True),
            "the hidden tests could not be collected: they took too long",
        ),
    ],
)
def test_a_death_before_collection_is_ours(ending, message):
    story = Story()

    story.conclude(ending)

    assert (story.run.status, story.run.message) == (Status.INTERNAL_ERROR, message)


@pytest.mark.parametrize(
    ("ending", "message"),
    [
        (exited(0), "while the file was being loaded, the process ended with exit status 0"),
        (KILLED, "while the file was being loaded, the process was killed by SIGKILL"),
        (Ending(status=9, over_limit=True), "loading the file doesn't end"),
        (exited(EXIT_STUCK), "loading the file doesn't end"),
    ],
)
def test_a_death_while_loading_is_an_error_of_the_file(ending, message):
    story = Story().say("collected", cases=[["test_a", 1], ["test_b", 1], ["test_c", 1]])

    again = story.conclude(ending)

    assert not again
    assert (story.run.status, story.run.message) == (Status.ERROR, message)


def test_a_refusal_is_passed_on():
    story = Story().say("collected", cases=[["test_a", 1], ["test_b", 1], ["test_c", 1]])
    story.say("refused", status="not_started", message="untouched", line=None).say("end")

    story.conclude()

    seen = story.run.observation()
    assert (seen.status, seen.message, seen.outcomes) == ("not_started", "untouched", ())


def test_a_suspicion_counts_if_nothing_passes():
    story = Story().load("`a` is not a coroutine function", 7)
    story.did("test_a", "failed").did("test_b", "failed").did("test_c", "failed").say("end")

    story.conclude()

    seen = story.run.observation()
    assert (seen.status, seen.message, seen.line) == ("error", "`a` is not a coroutine function", 7)


def test_a_suspicion_is_forgotten_if_anything_passes():
    story = Story().load("`a` is not a coroutine function", 7)
    story.did("test_a", "failed").did("test_b").did("test_c", "failed").say("end")

    story.conclude()

    assert story.run.observation().status is Status.GRADED


def test_the_first_collapse_is_forgiven():
    story = Story().load().did("test_a").begin("test_b")

    assert story.run.collapse(story.transcript)
    assert story.verdicts == {"test_a": "passed"}


def test_the_second_collapse_is_not():
    story = Story().load().did("test_a").begin("test_b")
    story.run.collapse(story.transcript)
    story.new_child().load().begin("test_b")

    assert not story.run.collapse(story.transcript)
    assert story.verdicts == {"test_a": "passed", "test_b": "crashed"}


def test_a_second_collapse_while_loading_is_an_error_of_the_file():
    story = Story()
    story.run.collapse(story.transcript)
    story.new_child()

    assert not story.run.collapse(story.transcript)
    assert story.run.status is Status.ERROR


def test_a_violation_before_a_collapse_is_not_forgotten():
    story = Story().load().did("test_b")

    assert not story.run.collapse(story.transcript)
    assert story.run.observation().violations == ("began `test_b` out of turn",)


def test_merging_keeps_the_failure_and_all_advice():
    def case(verdict, message, output, *advice):
        return Outcome(
            behaviour="test_a", verdict=verdict, message=message, output=output, advice=advice
        )

    cases = [
        case(Verdict.PASSED, "", "1", "close it"),
        case(Verdict.FAILED, "second", "2", "close it", "name it"),
        case(Verdict.CRASHED, "third", "3"),
    ]

    merged = merge(cases, 100)

    assert (merged.verdict, merged.message, merged.output) == (Verdict.FAILED, "second", "2")
    assert merged.advice == ("close it", "name it")


def test_merging_bounds_what_was_printed():
    cases = [Outcome(behaviour="test_a", verdict=Verdict.PASSED, output="x" * 60)] * 2

    assert merge(cases, 70).output == "x" * (70 + REMARK)
