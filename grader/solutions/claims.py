"""Holds what was seen against what is claimed: by the kind of stub, by the variants' headers.

Every disagreement says what to do, and where a header is wrong it ends in the line to paste.
"""

from __future__ import annotations

import textwrap
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from grader import variants
from grader.misconceptions import Signature, signature
from grader.records import Exercise, Judgement, Kind, Outcome, Status, Verdict
from grader.score import score_exercise
from grader.solutions.findings import Disagreement
from grader.solutions.trials import REFERENCE, STUB, Result

__all__ = ["check"]

ACCEPTS = 2  # variants of each sort that an exercise needs at least
REJECTS = 3
_WIDTH = 100
_DETAIL = 300  # characters of a message


def check(
    exercise: Exercise, results: Sequence[Result], *, finished: bool = True
) -> tuple[Disagreement, ...]:
    """Every disagreement between claims and `results`, which are all those of `exercise`.

    Args:
        exercise: which one.
        results: of all its trials.
        finished: False while something is still to be written: only what each solution claims is
            looked at then, and not yet what they come to together.
    """
    found: list[Disagreement] = []
    for result in results:
        found += _check_result(exercise, result)
    if not finished:
        return tuple(found)
    found += _check_stub(exercise, results)
    found += _check_numbers(exercise, results)
    found += _check_teeth(exercise, results)
    found += _check_beliefs(exercise, results)
    return tuple(found)


def _check_result(exercise: Exercise, result: Result) -> Iterator[Disagreement]:
    trial, judgement = result.trial, result.judgement
    if judgement is None:
        return
    if broken := _broken(judgement):
        yield Disagreement(
            place=exercise.id,
            file=trial.header,
            problem=f"the grader itself failed on it: {_short(broken)}",
            mend="mend the grader or the hidden test; nothing is known about this solution",
            ours=True,
        )
        return
    if judgement.notices:
        yield Disagreement(
            place=exercise.id,
            file=trial.header,
            problem=f"it is taken for tampering: {'; '.join(judgement.notices)}",
            mend="an honest solution must not be suspected: find what in the grader does, "
            "or write the variant so that it isn't",
        )
    if judgement.status in (Status.ERROR, Status.NOT_AVAILABLE):
        where = f" (line {judgement.line})" if judgement.line else ""
        yield Disagreement(
            place=exercise.id,
            file=trial.header,
            problem=f"it is refused, and so not graded: {judgement.message}{where}",
            mend="mend the file: what is refused says nothing about the tests",
        )
    elif trial.accept:
        yield from _check_accepted(exercise, result, judgement)
    elif trial.variant is not None:
        yield from _check_rejected(exercise, result, judgement)


def _check_accepted(
    exercise: Exercise, result: Result, judgement: Judgement
) -> Iterator[Disagreement]:
    what = "the reference" if result.trial.name == REFERENCE else "this correct design"
    for outcome in _failures(judgement):
        yield Disagreement(
            place=exercise.id,
            file=result.trial.header,
            problem=f"{what} fails {_told(outcome)}",
            mend=f"mend it, or the test in {exercise.test} that demands too much",
        )
    grade = score_exercise(judgement)
    if not result.failed and not judgement.notices and grade.points != grade.possible:
        yield Disagreement(
            place=exercise.id,
            file=result.trial.header,
            problem=f"{what} earns {grade.points} points of {grade.possible}",
            mend="find out which rule of the score takes them away",
        )


def _check_rejected(
    exercise: Exercise, result: Result, judgement: Judgement
) -> Iterator[Disagreement]:
    variant = result.trial.variant
    assert variant is not None
    for name in variant.kills:
        if name not in result.failed:
            yield Disagreement(
                place=exercise.id,
                file=variant.path,
                problem=f"`{name}` accepts it, and must not",
                mend=f"sharpen `{name}` in {exercise.test}, or mend the variant; only if neither "
                "is right, take the name out of `kills:`",
            )
    surplus = [each for each in _failures(judgement) if each.behaviour not in variant.loses]
    gone = [name for name in variant.loses if name not in result.failed | set(variant.kills)]
    if result.failed and (surplus or gone):
        what = [f"it also fails {_told(outcome)}" for outcome in surplus]
        what += [f"it passes `{name}`, which its header lists" for name in gone]
        yield Disagreement(
            place=exercise.id,
            file=variant.path,
            problem="\n".join(what),
            mend="if that can be explained, paste this; if not, the test is wrong\n"
            + _line("loses", _ordered(exercise, result.failed)),
        )


def _check_stub(exercise: Exercise, results: Sequence[Result]) -> Iterator[Disagreement]:
    result = next(each for each in results if each.trial.name == STUB)
    failed, judgement = result.failed, result.judgement
    if result.trial.variant is None:
        belief = "Nothing is written yet." if exercise.kind is Kind.BLANK else "…the wrong belief."
        names = _ordered(exercise, failed) if judgement is not None else ("test_…",)
        yield Disagreement(
            place=exercise.id,
            file=f"{variants.folder(exercise)}/{STUB}.py",
            problem="it is missing: the stub has to say what it fails",
            mend=f'write it, as a docstring alone\n"""{belief}\n\n'
            f'{_line("kills", names)}\n{_line("loses", names)}\n"""',
        )
    if judgement is None or _broken(judgement):
        return
    if not failed:
        yield Disagreement(
            place=exercise.id,
            file=exercise.stubs[0],
            problem="the stub passes every behaviour, so nothing is left to do",
            mend=f"take more out of the stub, or add what it lacks to {exercise.test}",
        )
    elif exercise.kind is Kind.BLANK and result.passed:
        yield Disagreement(
            place=exercise.id,
            file=exercise.test,
            problem=f"the blank stub passes {_names(_ordered(exercise, result.passed))}",
            mend="a test that nothing passes tests nothing: have it ask for something",
        )


def _check_numbers(exercise: Exercise, results: Sequence[Result]) -> Iterator[Disagreement]:
    counted = [
        each.trial
        for each in results
        if each.trial.variant and (each.trial.name != STUB or exercise.kind is not Kind.BLANK)
    ]
    accepts = sum(trial.accept for trial in counted)
    rejects = len(counted) - accepts
    for have, need, word, mend in (
        (accepts, ACCEPTS, "accept", "write down other correct designs"),
        (rejects, REJECTS, "reject", "write down what learners get wrong"),
    ):
        if have < need:
            yield Disagreement(
                place=exercise.id,
                file=variants.folder(exercise),
                problem=f"it has {have} {word} variants, and needs {need}",
                mend=f"{mend}, as {word}_….py",
            )


def _check_teeth(exercise: Exercise, results: Sequence[Result]) -> Iterator[Disagreement]:
    """Each behaviour must be failed by a wrong solution, not only by one that isn't written."""
    caught: set[str] = set()
    for result in results:
        if result.trial.variant is None or result.trial.accept:
            continue
        if result.judgement is None:
            caught.update(result.trial.variant.loses)  # its word has to do
        else:
            caught.update(
                outcome.behaviour
                for outcome in _failures(result.judgement)
                if outcome.verdict is not Verdict.NOT_STARTED
            )
    for behaviour in exercise.behaviours:
        if behaviour.id not in caught:
            yield Disagreement(
                place=exercise.id,
                file=exercise.test,
                problem=f"no reject variant fails `{behaviour.id}`",
                mend=f"write one that does, as a learner would, to {variants.folder(exercise)}; if "
                "there is no such mistake, merge the behaviour into another one",
            )


def _check_beliefs(exercise: Exercise, results: Sequence[Result]) -> Iterator[Disagreement]:
    """Wrong solutions that can't be told apart must be explained alike."""
    alike: defaultdict[Signature, list[Result]] = defaultdict(list)
    for result in results:
        if result.judgement is None or result.trial.variant is None or result.trial.accept:
            continue
        if pairs := signature(result.judgement.outcomes):
            alike[pairs].append(result)
    for pairs, group in alike.items():
        beliefs = {each.trial.variant.belief for each in group if each.trial.variant}
        if len(beliefs) > 1:
            first, *others = (each.trial.header.rpartition("/")[2] for each in group)
            yield Disagreement(
                place=exercise.id,
                file=group[0].trial.header,
                problem=f"{first} and {', '.join(others)} fail in the same way "
                f"({', '.join(f'{name}: {code}' for name, code in sorted(pairs))}), "
                "but state different beliefs",
                mend="add a behaviour that tells them apart, or give them one belief that names both",
            )


# -- words


def _broken(judgement: Judgement) -> str:
    """What broke on our side, if anything did."""
    for outcome in judgement.outcomes:
        if outcome.verdict is Verdict.INTERNAL_ERROR:
            return f"`{outcome.behaviour}`: {outcome.message or judgement.message}"
    return judgement.message if judgement.status is Status.INTERNAL_ERROR else ""


def _failures(judgement: Judgement) -> Iterator[Outcome]:
    return (each for each in judgement.outcomes if each.verdict is not Verdict.PASSED)


def _told(outcome: Outcome) -> str:
    """A failure in a line: "`test_a` (wrong-value: …)"."""
    code = outcome.code or outcome.verdict.value.replace("_", "-")
    message = f": {_short(outcome.message)}" if outcome.message else ""
    return f"`{outcome.behaviour}` ({code}{message})"


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _DETAIL else f"{line[:_DETAIL]}…"


def _ordered(exercise: Exercise, names: Iterable[str]) -> tuple[str, ...]:
    return tuple(each.id for each in exercise.behaviours if each.id in set(names))


def _names(names: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)


def _line(field: str, names: Iterable[str]) -> str:
    """A field of a header, ready to paste."""
    return textwrap.fill(
        f"{field}: {' '.join(names)}",
        _WIDTH,
        subsequent_indent="    ",
        break_long_words=False,
        break_on_hyphens=False,
    )
