"""What a person reads after a run: where they stand, the first thing to mend, how to run again.

The report is built once, as lines of styled spans; plain text and colours show the same content.
Why it tells so much of one exercise and so little of the others: docs/decisions/0010.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from grader.records import (
    BehaviourGrade,
    ChapterGrade,
    Exercise,
    ExerciseGrade,
    Grade,
    Kind,
    Outcome,
    Status,
    Verdict,
)
from grader.reports import timeline
from grader.reports.layout import LABEL, Line, Span, labelled, prose
from grader.reports.sides import side_by_side
from grader.reports.text import bounded, by_hand, clean

__all__ = ["LearnerFile", "View", "details", "document", "explained", "in_full"]

_MARKS = {
    Verdict.PASSED: ("✓", "good"),
    Verdict.FAILED: ("✗", "bad"),
    Verdict.TIMED_OUT: ("✗", "bad"),
    Verdict.CRASHED: ("✗", "bad"),
    Verdict.NOT_STARTED: ("○", "dim"),
    Verdict.NOT_REACHED: ("○", "dim"),
    Verdict.INTERNAL_ERROR: ("!", "warn"),
}
_WHY_EMPTY = {
    Verdict.NOT_STARTED: " (not written yet)",
    Verdict.NOT_REACHED: " (not reached)",
}
_INSIDE = 6  # columns before the details of a behaviour
_VALUE_LINES, _VALUE_COLUMNS = 40, 2000  # generous: values cut until they look alike help nobody
_OUTPUT_LINES, _OUTPUT_COLUMNS = 8, 160
_SOURCE_COLUMNS = 120


@dataclass(frozen=True, slots=True, kw_only=True)
class LearnerFile:
    """A file as its writer knows it: the path to show, and its lines where they can be read."""

    shown: str
    lines: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """How to show a grade."""

    command: str = "nox -s grade --"  # what grades the selection typed after it
    files: Mapping[str, LearnerFile] = field(default_factory=dict)  # by exercise id
    verbose: bool = False
    width: int = 100  # columns


def document(grade: Grade, view: View) -> tuple[Line, ...]:
    """The whole report: an overview, the exercise to look at next in detail, and how to go on.

    With `view.verbose`, every exercise that was run is shown in detail.
    """
    exercises = _exercises(grade)
    focus = _focus(exercises)
    detailed = _detailed(exercises, verbose=view.verbose)
    lines = [*_overview(grade.chapters, detailed, view), ()]
    for exercise in detailed:
        lines += [*details(exercise, view), ()]
    return (*lines, *_ending(grade, focus, view))


def in_full(grade: Grade, *, verbose: bool = False) -> dict[str, tuple[str, ...]]:
    """The behaviours that such a report explains in full, by exercise."""
    return {
        each.exercise.id: tuple(one.behaviour.id for one in explained(each, verbose=verbose))
        for each in _detailed(_exercises(grade), verbose=verbose)
    }


def explained(exercise: ExerciseGrade, *, verbose: bool = False) -> tuple[BehaviourGrade, ...]:
    """The failures that `details` explains in full."""
    failures = [each for each in exercise.behaviours if _MARKS[each.verdict][1] in ("bad", "warn")]
    return tuple(failures if verbose else failures[:1])


def _exercises(grade: Grade) -> list[ExerciseGrade]:
    return [exercise for chapter in grade.chapters for exercise in chapter.exercises]


def _detailed(exercises: Sequence[ExerciseGrade], *, verbose: bool) -> list[ExerciseGrade]:
    focus = _focus(exercises)
    return [
        exercise
        for exercise in exercises
        if exercise.status not in (Status.NOT_STARTED, Status.NOT_AVAILABLE)
        and (verbose or exercise is focus or len(exercises) == 1)
    ]


def _focus(exercises: Sequence[ExerciseGrade]) -> ExerciseGrade | None:
    """The exercise to work on: the first that was begun and isn't done, else the first not begun.

    Where only a person or the grader's authors can help, there's nothing to work on.
    """
    for wanted in (Status.GRADED, Status.ERROR), (Status.NOT_STARTED,):
        for exercise in exercises:
            if exercise.status in wanted and not exercise.done:
                return exercise
    return None


# -- the overview


@dataclass(frozen=True, slots=True, kw_only=True)
class _Row:
    indent: int
    mark: str
    style: str
    label: str
    score: str
    note: str
    below: tuple[tuple[str, str], ...] = ()  # (text, style): prose that belongs to it

    @property
    def width(self) -> int:
        return self.indent + 2 + len(self.label)


def _overview(
    chapters: Sequence[ChapterGrade], detailed: Sequence[ExerciseGrade], view: View
) -> Iterator[Line]:
    alone = sum(len(chapter.exercises) for chapter in chapters) == 1 and len(detailed) == 1
    rows = []
    for chapter in chapters:
        rows.append(_chapter_row(chapter))
        if not alone and not _uniform(chapter):
            rows += _exercise_rows(chapter, detailed)
    left = max((row.width for row in rows), default=0)
    right = max((len(row.score) for row in rows), default=0)
    for row in rows:
        yield (
            Span(" " * row.indent),
            Span(f"{row.mark} ", row.style),
            Span(row.label.ljust(left - row.indent - 2), "" if row.indent else "title"),
            Span(f"  {row.score:>{right}}  "),
            Span(row.note, row.style if row.mark != "✓" else ""),
        )
        for text, style in row.below:
            yield from prose(text, view.width, indent=row.indent + 8, style=style)


def _uniform(chapter: ChapterGrade) -> bool:
    """Whether one line says it all."""
    if any(exercise.adjusted for exercise in chapter.exercises):
        return False
    statuses = {exercise.status for exercise in chapter.exercises}
    return all(each.done for each in chapter.exercises) or statuses == {Status.NOT_STARTED}


def _chapter_row(chapter: ChapterGrade) -> _Row:
    percent = "no percentage" if chapter.percent is None else f"{chapter.percent} %"
    mark, style = " ", ""
    if all(each.done for each in chapter.exercises):
        mark, style = "✓", "good"
    elif all(exercise.status is Status.NOT_STARTED for exercise in chapter.exercises):
        mark, style, percent = "○", "dim", f"{percent}, not started"
    return _Row(
        indent=0,
        mark=mark,
        style=style,
        label=f"{chapter.chapter.id}  {chapter.chapter.title}",
        score=f"{chapter.points}/{chapter.possible}",
        note=percent,
    )


def _exercise_rows(chapter: ChapterGrade, detailed: Sequence[ExerciseGrade]) -> Iterator[_Row]:
    def untouched(exercise: ExerciseGrade) -> bool:
        return exercise.status is Status.NOT_STARTED and not exercise.adjusted

    for is_untouched, group in groupby(chapter.exercises, key=untouched):
        exercises = tuple(group)
        if not is_untouched:
            yield from (_exercise_row(each, brief=each in detailed) for each in exercises)
            continue
        first, last = exercises[0].exercise, exercises[-1].exercise
        yield _Row(
            indent=2,
            mark="○",
            style="dim",
            label=_short(first) if first is last else f"{first.name[:4]} to {last.name[:4]}",
            score=f"0/{sum(each.possible for each in exercises)}",
            note="not started",
        )


def _exercise_row(exercise: ExerciseGrade, *, brief: bool) -> _Row:
    mark, style, note = _state(exercise)
    below: list[tuple[str, str]] = []
    if not brief and (told := by_hand(exercise)):
        below.append((told, ""))
    if not brief and exercise.misconception:
        below.append((_belief(exercise), "warn"))
    if not brief:
        below += ((clean(notice), "warn") for notice in exercise.notices)
    return _Row(
        indent=2,
        mark=mark,
        style=style,
        label=_short(exercise.exercise),
        score="" if exercise.status is Status.NOT_AVAILABLE else _score(exercise),
        note=note.partition("\n")[0],
        below=tuple(below),
    )


def _state(exercise: ExerciseGrade) -> tuple[str, str, str]:
    """Mark, style and a few words, or many: of an error all that was said."""
    message = bounded(clean(exercise.message), lines=_VALUE_LINES, columns=_VALUE_COLUMNS)
    match exercise.status:
        case Status.NOT_STARTED:
            return "○", "dim", "not started"
        case Status.NOT_AVAILABLE:
            return "–", "dim", f"not counted: {message or 'not available here'}"
        case Status.ERROR:
            return "✗", "bad", message
        case Status.NEEDS_A_LOOK:
            return "!", "warn", "needs a look: earns nothing until a person has cleared it"
        case Status.INTERNAL_ERROR:
            return "!", "warn", f"the grader's fault, not yours: {message or 'something broke'}"
    if exercise.done:
        return "✓", "good", ""
    passed = sum(each.verdict is Verdict.PASSED for each in exercise.behaviours)
    return "✗", "bad", f"{passed} of {len(exercise.behaviours)} behaviours pass"


def _short(exercise: Exercise) -> str:
    return f"{exercise.name[:4]}  {exercise.title}"


def _score(exercise: ExerciseGrade) -> str:
    return f"{exercise.points}/{exercise.possible}"


# -- one exercise


def details(exercise: ExerciseGrade, view: View) -> Iterator[Line]:
    """One exercise with its behaviours: what failed first in full, the rest in short."""
    known = exercise.exercise
    yield (
        Span(f"{known.id}  {known.title}", "title"),
        Span(f"  {'★' * known.stars}", "warn"),
        Span(f"  {_score(exercise)}"),
        Span(f"  {_file(known, view).shown}", "dim"),
    )
    if exercise.status is not Status.GRADED:
        mark, style, note = _state(exercise)
        yield from prose(note, view.width, indent=4, style=style, mark=f"  {mark} ")
        yield from _place(known, exercise.line, view, indent=4)
    if exercise.status is not Status.ERROR:
        yield from _behaviours(exercise, view)
    for notice in exercise.notices:
        yield from prose(clean(notice), view.width, indent=4, style="warn", mark="  ! ")
    if exercise.cleared:
        yield from prose(f"cleared by {clean(exercise.cleared)}", view.width, indent=4, style="dim")
    if told := by_hand(exercise):
        yield from prose(told, view.width, indent=4)
    if exercise.misconception:
        yield ()
        yield from prose(_belief(exercise), view.width, indent=2, style="warn")
    advice = dict.fromkeys(clean(a) for each in exercise.behaviours for a in each.outcome.advice)
    for text in advice:
        yield from labelled("advice", text, view.width, indent=2)


def _behaviours(exercise: ExerciseGrade, view: View) -> Iterator[Line]:
    """Passed ones in a line, the first failed one in full, the others with what went wrong."""
    failures, shown = (explained(exercise, verbose=each) for each in (True, view.verbose))
    for each in exercise.behaviours:
        mark, style = _MARKS[each.verdict]
        worth = f" ({each.behaviour.points} points)" if each.behaviour.points > 1 else ""
        yield from prose(
            each.behaviour.statement + worth + _WHY_EMPTY.get(each.verdict, ""),
            view.width,
            indent=4,
            style="dim" if style == "dim" else "",
            mark=f"  {mark} ",
            mark_style=style,
        )
        if each in shown:
            yield from _failure(exercise.exercise, each, view)
        elif each in failures:
            yield from prose(_cause(each), view.width, indent=_INSIDE, style=style)
        elif view.verbose and each.outcome.output:
            yield from _printed(each, view)
    unpaid = any(e.verdict is Verdict.PASSED and not e.points for e in exercise.behaviours)
    if unpaid and exercise.status is Status.GRADED:
        note = "what the stub passes too (✓ so far) earns points once something else passes"
        yield from prose(note, view.width, indent=4, style="dim")
    if len(shown) < len(failures):
        yield from prose(
            "--verbose explains every failure in full", view.width, indent=4, style="dim"
        )


def _failure(exercise: Exercise, failed: BehaviourGrade, view: View) -> Iterator[Line]:
    outcome = failed.outcome
    yield from labelled(
        "scenario", failed.behaviour.scenario, view.width, indent=_INSIDE, flow=True
    )
    yield from prose(_cause(failed), view.width, indent=_INSIDE, style=_MARKS[failed.verdict][1])
    yield from _values(outcome, view)
    yield from _place(exercise, outcome.line, view, indent=_INSIDE)
    if view.verbose:
        yield from labelled("trace", clean(outcome.traceback), view.width, indent=_INSIDE)
    yield from labelled("next", clean(outcome.next), view.width, indent=_INSIDE, flow=True)
    if outcome.code:
        page = f"docs/verdicts/{clean(outcome.code)}.md"
        yield from labelled("more", page, view.width, indent=_INSIDE)
    drawn = timeline.draw(outcome.timeline, view.width, indent=_INSIDE, promised=failed.promised)
    if lines := list(drawn):
        yield ()
        yield from lines
    yield from _printed(failed, view)


def _values(outcome: Outcome, view: View) -> Iterator[Line]:
    """What was expected and what was observed: item by item if both are lists."""
    expected, observed = clean(outcome.expected), clean(outcome.observed)
    if sides := side_by_side(expected, observed, view.width, indent=_INSIDE - 2):
        yield from sides
        return
    for label, text in (("expected", expected), ("observed", observed)):
        value = bounded(text, lines=_VALUE_LINES, columns=_VALUE_COLUMNS)
        yield from labelled(label, value, view.width, indent=_INSIDE)


def _cause(failed: BehaviourGrade) -> str:
    outcome = failed.outcome
    message = bounded(clean(outcome.message), lines=_VALUE_LINES, columns=_VALUE_COLUMNS)
    return ": ".join(filter(None, (clean(outcome.code), message))) or failed.verdict.value


def _place(exercise: Exercise, line: int | None, view: View, *, indent: int) -> Iterator[Line]:
    if not line:
        return
    file = _file(exercise, view)
    yield from labelled("where", f"{file.shown}:{line}", view.width, indent=indent)
    if 1 <= line <= len(file.lines):
        source = bounded(clean(file.lines[line - 1].strip()), lines=1, columns=_SOURCE_COLUMNS)
        yield (Span(" " * (indent + LABEL) + "│ ", "dim"), Span(source))


def _printed(each: BehaviourGrade, view: View) -> Iterator[Line]:
    if not each.outcome.output.strip():
        return
    lines = _OUTPUT_LINES * (25 if view.verbose else 1)
    output = bounded(clean(each.outcome.output), lines=lines, columns=_OUTPUT_COLUMNS)
    label = "printed"
    for line in output.split("\n"):
        yield (
            Span(" " * _INSIDE + label.ljust(LABEL), "dim"),
            Span("│ ", "dim"),
            Span(line),
        )
        label = ""


def _belief(exercise: ExerciseGrade) -> str:
    how = "It fails exactly as if one believed" if exercise.exact else "Looks like this belief"
    return f"{how}: “{exercise.misconception}”"


# -- the end, which is what a terminal shows first


def _ending(grade: Grade, focus: ExerciseGrade | None, view: View) -> Iterator[Line]:
    percent = "" if grade.percent is None else f", {grade.percent} %"
    yield (
        Span("total".ljust(LABEL), "title"),
        Span(f"{grade.points}/{grade.possible} points{percent}", "title"),
    )
    if grade.remembered:
        those = "1 exercise that has" if grade.remembered == 1 else f"{grade.remembered} that have"
        yield from labelled(
            "note",
            f"{those} passed and not changed since: not run again (--fresh does)",
            view.width,
        )
    if not grade.complete:
        yield from labelled(
            "note",
            "the grader itself failed above, so this is not the whole result; it costs nobody "
            "anything. Please report it.",
            view.width,
            flow=True,
        )
    if focus is None:
        if not grade.possible:
            yield from labelled("next", "nothing here could be graded", view.width)
        elif all(each.earned == each.possible for c in grade.chapters for each in c.exercises):
            yield from labelled(
                "next", "every behaviour passes" + _onwards(grade, view), view.width
            )
        return
    known = focus.exercise
    line = _line(focus)
    place = _file(known, view).shown + (f":{line}" if line else "")
    chapter = next(each for each in grade.chapters if focus in each.exercises)
    selection = known.id
    if focus.status is not Status.NOT_STARTED:
        todo = f"mend {place}, then run"
    else:
        # A learner who begins a chapter has its score in mind; later, one exercise at a time.
        if _uniform(chapter) and len(chapter.exercises) > 1:
            selection = chapter.chapter.id
        write = "write what its docstring asks for"
        mend = "make it do what its docstring says"
        todo = f"open {place}, {write if known.kind is Kind.BLANK else mend}, then run"
    yield from labelled("next", todo, view.width)
    yield (Span(" " * LABEL), Span(f"{view.command} {selection}", "title"))


def _onwards(grade: Grade, view: View) -> str:
    """What a learner may do who is done with what was graded."""
    if "--submission" in view.command or "--course" in view.command:
        return ""
    listing = view.command.replace("grade", "list", 1).removesuffix(" --")
    onwards = f"; `{listing}` shows what is left to do"
    exercises = [each for chapter in grade.chapters for each in chapter.exercises]
    if len(exercises) == 1:
        compare = view.command.replace("grade", "compare", 1)
        onwards += f", `{compare} {exercises[0].exercise.id}` another design"
    return onwards


def _line(exercise: ExerciseGrade) -> int | None:
    """Where to look first: at what is wrong, else at what isn't written yet."""
    lines = [
        (_MARKS[each.verdict][1] != "bad", each.outcome.line)
        for each in exercise.behaviours
        if each.outcome.line and each.verdict is not Verdict.PASSED
    ]
    return exercise.line or min(lines, key=lambda line: line[0], default=(True, None))[1]


def _file(exercise: Exercise, view: View) -> LearnerFile:
    return view.files.get(exercise.id) or LearnerFile(shown=exercise.path)
