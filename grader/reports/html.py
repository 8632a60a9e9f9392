"""The grade as one HTML page that needs nothing else: no network, no other file.

What a learner's process says is text here, never markup: everything goes through `escape`, and what
the page's script reads is JSON in which no tag can begin.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from html import escape
from importlib.resources import files

from grader.records import (
    BehaviourGrade,
    ChapterGrade,
    ExerciseGrade,
    Grade,
    Moment,
    Status,
    Verdict,
)
from grader.reports.sides import items
from grader.reports.terminal import LearnerFile
from grader.reports.text import bounded, by_hand, clean
from grader.reports.timeline import PROMISED

__all__ = ["page"]

_MARKS = {
    Verdict.PASSED: ("✓", "good", "passes"),
    Verdict.NOT_STARTED: ("○", "none", "not written yet"),
    Verdict.NOT_REACHED: ("○", "none", "not reached"),
    Verdict.INTERNAL_ERROR: ("!", "warn", "the grader's fault"),
}
_FAILS = ("✗", "bad", "fails")
_LINES, _COLUMNS = 60, 2000
_SOURCE = 400  # lines of a file, of a width of
_WIDE = 300  # characters
_STEPS = "<details class='steps'><summary>step by step</summary>\n<ol></ol></details>\n"


def page(grade: Grade, sources: Mapping[str, LearnerFile]) -> str:
    """The whole page.

    Args:
        grade: what to show.
        sources: the learner's files by exercise id, with their lines where a failure points at one.
    """
    timelines = _Timelines()
    body = "".join(_body(grade, sources, timelines))
    style, script = (_asset(name) for name in ("page.css", "page.js"))
    policy = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'"
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>asyncio kata: {grade.points} of {grade.possible} points</title>\n"
        f"<style>\n{style}</style>\n</head>\n<body>\n{body}"
        f'<script type="application/json" id="timelines">{timelines.content()}</script>\n'
        f"<script>\n{script}</script>\n</body>\n</html>\n"
    )


def _asset(name: str) -> str:
    return (files("grader.reports") / name).read_text(encoding="utf-8")


def _text(text: str) -> str:
    return escape(clean(text))


class _Timelines:
    """All timelines of a page, with each text in them once."""

    def __init__(self) -> None:
        self._texts: dict[str, int] = {}
        self._rows: list[list[list[float | int]]] = []

    def add(self, rows: Sequence[Moment]) -> int:
        """The number by which the page's script finds it."""
        self._rows.append(
            [
                [
                    round(row.time, 6),
                    self._number(row.task),
                    self._number(row.event),
                    self._number(row.detail),
                    row.line or 0,
                    row.number,
                ]
                for row in rows
            ]
        )
        return len(self._rows) - 1

    def content(self) -> str:
        data = {"texts": list(self._texts), "timelines": self._rows}
        return json.dumps(data, separators=(",", ":")).replace("<", "\\u003c")

    def _number(self, text: str) -> int:
        return self._texts.setdefault(clean(text), len(self._texts))


# -- the page, from above to below


def _body(grade: Grade, sources: Mapping[str, LearnerFile], timelines: _Timelines) -> Iterator[str]:
    percent = "" if grade.percent is None else f" <small>{grade.percent} %</small>"
    yield (
        "<header>\n<h1>asyncio kata</h1>\n"
        f'<p class="total">{grade.points}/{grade.possible} points{percent}</p>\n'
        f"{_bar(grade.points, grade.possible, 'of all points')}"
    )
    if not grade.complete:
        yield (
            '<p class="warn">The grader itself failed somewhere below, so this is not the whole '
            "result; it costs nobody anything. Please report it.</p>\n"
        )
    yield "</header>\n<nav aria-label='Chapters'>\n<table>\n<thead><tr><th scope='col'>chapter</th>"
    yield "<th scope='col'>points</th><th scope='col'>exercises</th></tr></thead>\n<tbody>\n"
    for chapter in grade.chapters:
        marks = "".join(_dot(each) for each in chapter.exercises)
        yield (
            f'<tr><td><a href="#{chapter.chapter.id}">{chapter.chapter.id} '
            f"{_text(chapter.chapter.title)}</a></td>"
            f"<td>{chapter.points}/{chapter.possible}</td><td class='dots'>{marks}</td></tr>\n"
        )
    yield "</tbody>\n</table>\n</nav>\n<main>\n"
    yield '<p class="tools"><button type="button" id="open-all">open all</button> '
    yield '<button type="button" id="open-failed">open what fails</button> '
    yield '<button type="button" id="close-all">close all</button></p>\n'
    for chapter in grade.chapters:
        yield from _chapter(chapter, sources, timelines)
    yield "</main>\n<footer>\n<h2>Made with</h2>\n<dl>\n"
    for name, value in grade.environment:
        yield f"<dt>{_text(name)}</dt><dd>{_text(value)}</dd>\n"
    yield "</dl>\n</footer>\n"


def _bar(points: int, possible: int, label: str) -> str:
    return (
        f'<progress max="{max(possible, 1)}" value="{points}" aria-label="{points} {label}">'
        f"{points}/{possible}</progress>\n"
    )


def _dot(exercise: ExerciseGrade) -> str:
    mark, style, words = _state(exercise)
    return (
        f'<a class="{style}" href="#{_anchor(exercise)}" title="{escape(exercise.exercise.id)} '
        f'{_text(exercise.exercise.title)}: {words}">{mark}<span class="hidden"> '
        f"{escape(exercise.exercise.name[:4])} {words}</span></a>"
    )


def _state(exercise: ExerciseGrade) -> tuple[str, str, str]:
    match exercise.status:
        case Status.NOT_STARTED:
            return "○", "none", "not started"
        case Status.NOT_AVAILABLE:
            return "–", "none", "not counted"
        case Status.NEEDS_A_LOOK:
            return "!", "warn", "needs a look"
        case Status.INTERNAL_ERROR:
            return "!", "warn", "the grader's fault"
        case Status.ERROR:
            return "✗", "bad", "can't be run"
    if exercise.earned == exercise.possible:
        return "✓", "good", "done"
    return "✗", "bad", "fails"


def _anchor(exercise: ExerciseGrade) -> str:
    return exercise.exercise.id.replace("/", "-")


def _chapter(
    chapter: ChapterGrade, sources: Mapping[str, LearnerFile], timelines: _Timelines
) -> Iterator[str]:
    known = chapter.chapter
    yield (
        f'<section aria-labelledby="{known.id}">\n<h2 id="{known.id}">{known.id} '
        f"{_text(known.title)} <small>{chapter.points}/{chapter.possible}</small></h2>\n"
    )
    for exercise in chapter.exercises:
        yield from _exercise(exercise, sources.get(exercise.exercise.id), timelines)
    yield "</section>\n"


def _exercise(
    grade: ExerciseGrade, source: LearnerFile | None, timelines: _Timelines
) -> Iterator[str]:
    mark, style, words = _state(grade)
    known = grade.exercise
    score = "" if grade.status is Status.NOT_AVAILABLE else f"{grade.points}/{grade.possible}"
    yield (
        f'<details class="exercise {style}" id="{_anchor(grade)}">\n<summary>'
        f'<span class="{style}" aria-hidden="true">{mark}</span> <b>{escape(known.name[:4])} '
        f"{_text(known.title)}</b> <span class='stars' role='img' aria-label='{known.stars} of 3 "
        f"stars'>{'★' * known.stars}</span> {score} <span class='state'>{words}</span></summary>\n"
    )
    if source:
        yield f"<p><code>{_text(source.shown)}</code></p>\n"
    if grade.message and grade.status is not Status.GRADED:
        yield f'<pre class="{style}">{_long(grade.message)}</pre>\n'
    for notice in grade.notices:
        yield f'<p class="warn">{_text(notice)}</p>\n'
    if grade.cleared:
        yield f"<p>cleared by {_text(grade.cleared)}</p>\n"
    if told := by_hand(grade):
        yield f"<p>{_text(told)}</p>\n"
    if grade.misconception:
        how = "It fails exactly as if one believed" if grade.exact else "Looks like this belief"
        yield f'<p class="belief">{how}: “{_text(grade.misconception)}”</p>\n'
    yield '<ul class="behaviours">\n'
    for each in grade.behaviours:
        yield from _behaviour(each, timelines)
    yield "</ul>\n"
    for advice in dict.fromkeys(a for each in grade.behaviours for a in each.outcome.advice):
        yield f'<p class="advice">Advice: {_text(advice)}</p>\n'
    if source and source.lines:
        yield from _source(grade, source)
    yield "</details>\n"


def _behaviour(each: BehaviourGrade, timelines: _Timelines) -> Iterator[str]:
    mark, style, words = _MARKS.get(each.verdict, _FAILS)
    outcome = each.outcome
    yield (
        f'<li class="{style}"><span class="mark {style}" aria-hidden="true">{mark}</span> '
        f"<span class='hidden'>{words}: </span>{_text(each.behaviour.statement)}"
    )
    if style in ("bad", "warn"):
        yield "<div class='failure'>\n"
        if each.behaviour.scenario:
            yield f"<p class='scenario'>{_text(' '.join(each.behaviour.scenario.split()))}</p>\n"
        code = f"<code>{_text(outcome.code)}</code>: " if outcome.code else ""
        yield f'<p class="message">{code}{_long(outcome.message or each.verdict.value)}</p>\n'
        yield from _values(outcome.expected, outcome.observed)
        if outcome.line:
            yield f"<p>in line {outcome.line} of your file</p>\n"
        if outcome.next:
            yield f"<p>Next: {_text(outcome.next)}</p>\n"
        if outcome.output.strip():
            yield f"<p>It printed:</p>\n<pre tabindex='0'>{_long(outcome.output)}</pre>\n"
        if outcome.timeline:
            yield from _timelines(each, timelines)
        yield "</div>\n"
    yield "</li>\n"


def _values(expected: str, observed: str) -> Iterator[str]:
    if not expected and not observed:
        return
    left, right = items(clean(expected)), items(clean(observed))
    yield "<table class='values'>\n<thead><tr><th scope='col'>expected</th>"
    yield "<th scope='col'>observed</th></tr></thead>\n<tbody>\n"
    if left is None or right is None or max(len(left), len(right)) < 2:
        yield f"<tr><td><pre>{_long(expected)}</pre></td><td><pre>{_long(observed)}</pre></td></tr>\n"
    else:
        differs = False
        for n in range(min(max(len(left), len(right)), _LINES)):
            pair = [each[n] if n < len(each) else None for each in (left, right)]
            first, differs = not differs and pair[0] != pair[1], differs or pair[0] != pair[1]
            row = "".join(f"<td>{escape((each or '')[:_WIDE])}</td>" for each in pair)
            yield f"<tr class='first'>{row}</tr>\n" if first else f"<tr>{row}</tr>\n"
    yield "</tbody>\n</table>\n"


def _timelines(each: BehaviourGrade, timelines: _Timelines) -> Iterator[str]:
    """The learner's, and below what was promised, on the same scale."""
    title = _text(each.behaviour.id)
    number = timelines.add(each.outcome.timeline)
    yield f'<div class="timeline" data-timeline="{number}" data-title="{title}"></div>\n'
    yield _STEPS
    if each.promised:
        yield f"<p class='promised'>{escape(PROMISED)}</p>\n"
        yield (
            f'<div class="timeline" data-timeline="{timelines.add(each.promised)}" '
            f'data-beside="{number}" data-title="{title}, promised"></div>\n'
        )
        yield _STEPS


def _source(grade: ExerciseGrade, source: LearnerFile) -> Iterator[str]:
    marked: dict[int, list[str]] = {}
    if grade.line:
        marked[grade.line] = [grade.message]
    for each in grade.behaviours:
        if each.outcome.line and each.verdict is not Verdict.PASSED:
            marked.setdefault(each.outcome.line, []).append(each.outcome.message)
    yield "<details class='source'><summary>your code</summary>\n<pre tabindex='0'>"
    for number, line in enumerate(source.lines[:_SOURCE], 1):
        text = f"{number:>4}  {_text(line[:_WIDE])}"
        if number in marked:
            why = " · ".join(
                dict.fromkeys(each.partition("\n")[0][:_WIDE] for each in marked[number])
            )
            yield f"<mark>{text}</mark>  <em>{_text(why)}</em>\n"
        else:
            yield f"{text}\n"
    yield "</pre></details>\n"


def _long(text: str) -> str:
    return escape(bounded(clean(text), lines=_LINES, columns=_COLUMNS))
