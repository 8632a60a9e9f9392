"""Grades of every kind, for golden files: what a learner may meet, one grade a situation."""

from grader.records import Grade, Kind, Status, Verdict
from grader.score import NO_TERMS, Terms, score
from tests.grader.builders import (
    adjustment,
    behaviour,
    catalogue,
    exercise,
    failed,
    judgement,
    misconception,
    outcome,
    untouched,
)

ACCOUNT = exercise(
    "ch27/ex01",
    title="Atomic account",
    kind=Kind.PARTIAL,
    behaviours=(
        behaviour(
            "deposits",
            statement="Deposits at the same moment all count.",
            scenario="A hundred deposits of 1 start together.\nEach returns the balance that it made."
            "\n\nThe store takes a second for each read and each write, so that this has a "
            "second paragraph.",
            points=2,
        ),
        behaviour("withdrawals", statement="Nobody withdraws more than there is."),
        behaviour("independent", statement="Accounts don't wait for each other.", keeper=True),
    ),
    misconceptions=(
        misconception("One thread, so no races.", "deposits:lost-update withdrawals:wrong-value"),
        misconception("A lock made in the method protects.", "deposits:lost-update"),
    ),
)
TALLY = exercise("ch27/ex02", "a b", title="The hidden read", stars=2, kind=Kind.BROKEN)
GUARDED = exercise("ch27/ex03", "a b c d", title="Wait, but not for ever", stars=2)
TRANSFER = exercise("ch27/ex04", "a b c", title="Two locks", stars=2)
CACHE = exercise("ch27/ex05", "a b c", title="Load once", stars=3)
EVENTS = (
    exercise("ch28/ex01", "a b", title="Starting gun"),
    exercise("ch28/ex02", "a b c", title="Pause"),
)
CHAPTER = (ACCOUNT, TALLY, GUARDED, TRANSFER, CACHE)

LOST = failed(
    "deposits",
    "lost-update",
    message="the store holds 1, and should hold 100",
    expected="100",
    observed="1",
    next="look for an await between reading a value and writing it back",
    line=3,
    traceback='File "exercises/ch27_things/ex01_thing.py", line 3, in deposit\n    await self.store.write',
    output="depositing 1\n" * 12 + "\x1b[31mred\x1b[0m \x07bell\r\n::error::forged\n",
)
OVERDRAWN = failed(
    "withdrawals",
    message="`results.count(True)` is 5, and should be 2",
    expected="2",
    observed="5",
    advice=("a cancelled task ended with a result",),
)
LINES = (
    "class Account:",
    "    async def deposit(self, n):",
    "        await self.store.write(n)\t# x",
)


def make(*judgements, terms=NO_TERMS) -> Grade:
    known = sorted((each.exercise for each in judgements), key=lambda each: each.id)
    return score(
        catalogue(*known),
        judgements,
        environment=(("grader", "0.1.0"), ("python", "3.11.7"), ("platform", "linux")),
        terms=terms,
    )


GRADES = {
    "untouched": make(*map(untouched, CHAPTER)),
    "untouched_two": make(*map(untouched, (*CHAPTER, *EVENTS))),
    "untouched_one": make(untouched(TRANSFER)),
    "begun": make(
        judgement(ACCOUNT),
        untouched(TALLY),
        untouched(GUARDED),
        judgement(
            TRANSFER,
            failed("a", "deadlock", message="`mover` waits for a lock that nobody will release"),
            outcome("c", Verdict.NOT_STARTED, code="not-started", message="not written yet"),
        ),
        untouched(CACHE),
        *map(untouched, EVENTS),
    ),
    "one_failing": make(judgement(ACCOUNT, LOST, OVERDRAWN)),
    "looks_like": make(
        judgement(ACCOUNT, LOST, failed("independent", "too-late", message="it is 2 s, not 1 s"))
    ),
    "many_failing": make(
        judgement(TALLY),
        judgement(
            GUARDED,
            failed("b", "leaked-task", message="the task `acquire` is left running"),
            outcome("a", output="this one passed"),
            outcome("c", Verdict.TIMED_OUT, code="busy-loop", message="it never ends", line=1),
            outcome("d", Verdict.CRASHED, message="the process ended with exit code 3"),
        ),
        judgement(ACCOUNT, LOST, OVERDRAWN),
        judgement(CACHE, *(outcome(name, Verdict.NOT_REACHED) for name in "bc")),
    ),
    "half_written": make(
        judgement(
            CACHE, outcome("b", Verdict.NOT_STARTED, line=9), outcome("c", Verdict.NOT_STARTED)
        ),
    ),
    "errors": make(
        judgement(
            ACCOUNT,
            *(outcome(each.id[5:], Verdict.NOT_REACHED) for each in ACCOUNT.behaviours),
            status=Status.ERROR,
            message="SyntaxError: '(' was never closed",
            line=3,
        ),
        judgement(TALLY, status=Status.NOT_AVAILABLE, message="needs Python >=3.12; this is 3.11"),
        judgement(
            GUARDED,
            status=Status.NEEDS_A_LOOK,
            message="it reports on `test_z`",
            notices=(
                "it reports on `test_z`, which nobody asked for",
                "asyncio.sleep was replaced",
            ),
        ),
        judgement(TRANSFER),
    ),
    "internal": make(
        judgement(
            TALLY,
            outcome("a", Verdict.INTERNAL_ERROR, message="the two runs disagree"),
            status=Status.INTERNAL_ERROR,
            message="the two runs disagree\nin their second step",
        ),
        judgement(TRANSFER),
    ),
    "needs_a_look": make(
        judgement(GUARDED, status=Status.NEEDS_A_LOOK, notices=("asyncio.sleep was replaced",))
    ),
    "not_available": make(
        judgement(TALLY, status=Status.NOT_AVAILABLE, message="needs Python >=3.12; this is 3.11")
    ),
    "adjusted": make(
        judgement(ACCOUNT, LOST),
        judgement(GUARDED, status=Status.NEEDS_A_LOOK, notices=("asyncio.sleep was replaced",)),
        judgement(TRANSFER),
        untouched(CACHE),
        terms=Terms(
            weights={"ch27/ex01": 3, "ch27/ex03": 1, "ch27/ex04": 2, "ch27/ex05": 1},
            adjustments={
                "ch27/ex01": adjustment(4, reason="the plan was right"),
                "ch27/ex03": adjustment(1, "ch27/ex03"),
                "ch27/ex04": adjustment(-1, "ch27/ex04", reason="a day late\nagain"),
                "ch27/ex05": adjustment(2, "ch27/ex05", fixed=True),
            },
        ),
    ),
    "done": make(*map(judgement, (*CHAPTER, *EVENTS))),
    "nothing": make(),
}
