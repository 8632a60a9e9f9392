"""Turns what a worker saw into a verdict on everything that was expected.

What is expected is known from the trusted tree alone. An observation is evidence, and may have been
forged: what is missing or told twice has not passed, and what nobody asked for is a sign of tampering.
"""

from __future__ import annotations

from grader.records import Exercise, Judgement, Observation, Outcome, Status, Verdict

# What a behaviour is that was never reported, by what became of the exercise.
UNREPORTED = {
    Status.NOT_STARTED: Verdict.NOT_STARTED,
    Status.INTERNAL_ERROR: Verdict.INTERNAL_ERROR,
}


def judge(exercise: Exercise, seen: Observation, *, cleared: str = "") -> Judgement:
    """Return one outcome for each of the exercise's behaviours, and what to call the whole.

    Args:
        exercise: what was expected.
        seen: what a worker saw.
        cleared: why a person lets this file pass whatever is noticed; "" if nobody has.

    Signs of tampering outrank everything, for points must not hang on how a forgery ends; then comes
    a fault of ours, in any behaviour.
    """
    notices = list(seen.violations)
    if seen.exercise != exercise.id:
        notices.append(f"it speaks of `{seen.exercise}`")
    expected = [behaviour.id for behaviour in exercise.behaviours]
    told = [outcome.behaviour for outcome in seen.outcomes]
    notices += [
        f"it reports on `{name}`, which nobody asked for"
        for name in dict.fromkeys(told)
        if name not in expected
    ]
    twice = {name for name in expected if told.count(name) > 1}
    notices += [f"it reports on `{name}` more than once" for name in expected if name in twice]

    absent = UNREPORTED.get(seen.status, Verdict.NOT_REACHED)
    by_name = {outcome.behaviour: outcome for outcome in seen.outcomes}
    outcomes = tuple(
        Outcome(behaviour=name, verdict=absent)
        if name in twice
        else by_name.get(name, Outcome(behaviour=name, verdict=absent))
        for name in expected
    )
    status, message = seen.status, seen.message
    broken = next((one for one in outcomes if one.verdict is Verdict.INTERNAL_ERROR), None)
    if notices and not cleared:
        status, message = Status.NEEDS_A_LOOK, message or notices[0]
    elif broken is not None and status is not Status.INTERNAL_ERROR:
        status, message = Status.INTERNAL_ERROR, broken.message
    return Judgement(
        exercise=exercise,
        status=status,
        outcomes=outcomes,
        message=message,
        line=seen.line,
        notices=tuple(notices),
        cleared=cleared,
        layers=seen.layers,
    )
