"""The grade as JUnit XML, which build servers read: a suite a chapter, a case a behaviour.

There is no official schema; the elements and attributes are those that Jenkins' xUnit plugin allows, which
has no place for a case's score: that is a property of its suite, as is what a person has adjusted; file and
line are in the text. Only what has passed is a case without a child. `failure` is the learner's, `error`
the grader's, and `skipped` is what was not started or is not available here; none of these earns anything.
"""

from __future__ import annotations

import re
from xml.etree import ElementTree as Tree

from grader.records import BehaviourGrade, ChapterGrade, ExerciseGrade, Grade, Status, Verdict
from grader.reports.text import bounded, by_hand, clean

__all__ = ["UNPAID", "render"]

_INVALID = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]|[\ufdd0-\ufdef]")
_LINES, _COLUMNS = 100, 2000
UNPAID = "the stub does that too: it earns points once something else passes"
_COUNTED = {"failure": "failures", "error": "errors", "skipped": "skipped"}


def render(grade: Grade) -> str:
    """The document, with its XML declaration."""
    root = Tree.Element("testsuites", name="asyncio-kata")
    for chapter in grade.chapters:
        _suite(root, chapter)
    for name in ("tests", *_COUNTED.values()):
        if name != "skipped":
            root.set(name, str(sum(int(suite.get(name, "0")) for suite in root)))
    Tree.indent(root)
    text = Tree.tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{text}\n'


def _suite(root: Tree.Element, chapter: ChapterGrade) -> None:
    suite = Tree.SubElement(root, "testsuite", name=chapter.chapter.id)
    scores = {"points": str(chapter.points), "possible": str(chapter.possible)}
    for exercise in chapter.exercises:
        if told := by_hand(exercise):
            scores[f"adjustment {exercise.exercise.id}"] = f"{exercise.adjustment} ({told})"
        for each in exercise.behaviours:
            name = f"score {exercise.exercise.id} {each.behaviour.id}"
            scores[name] = f"{each.points}/{each.behaviour.points}"
    properties = Tree.SubElement(suite, "properties")
    for name, value in scores.items():
        Tree.SubElement(properties, "property", name=name, value=_plain(value))
    counts = dict.fromkeys(_COUNTED.values(), 0)
    cases = 0
    for exercise in chapter.exercises:
        for each in exercise.behaviours:
            kind = _case(suite, exercise, each)
            cases += 1
            if kind:
                counts[_COUNTED[kind]] += 1
    suite.set("tests", str(cases))
    for name, count in counts.items():
        suite.set(name, str(count))


def _case(suite: Tree.Element, exercise: ExerciseGrade, each: BehaviourGrade) -> str:
    """Add one case; return the kind of child that tells why it has not passed, or ""."""
    known = exercise.exercise
    case = Tree.SubElement(
        suite, "testcase", classname=f"{known.id[:4]}.{known.name}", name=each.behaviour.id
    )
    kind, code, message, detail = _why(exercise, each)
    if kind:
        child = Tree.SubElement(case, kind, message=_plain(message))
        if kind != "skipped":
            child.set("type", _plain(code))
            child.text = _plain(f"{known.path}:{each.outcome.line or 1}\n{detail}".strip())
    if each.outcome.output:
        Tree.SubElement(case, "system-out").text = _plain(each.outcome.output)
    return kind


def _why(exercise: ExerciseGrade, each: BehaviourGrade) -> tuple[str, str, str, str]:
    """Kind, type, message and text of the child; no kind if the behaviour counts as passed."""
    outcome = each.outcome
    if exercise.status is Status.INTERNAL_ERROR and each.verdict is not Verdict.PASSED:
        return "error", "internal-error", exercise.message or outcome.message, outcome.traceback
    match exercise.status:
        case Status.NOT_STARTED:
            return "skipped", "", "not started", ""
        case Status.NEEDS_A_LOOK:
            notices = "\n".join(exercise.notices)
            return "failure", "needs-a-look", "it has to be looked at by a person first", notices
        case Status.ERROR:
            return "failure", "cannot-be-run", exercise.message, ""
    if each.verdict is Verdict.PASSED:
        paid = each.points == each.behaviour.points
        return ("", "", "", "") if paid else ("skipped", "", UNPAID, "")
    told = {"expected": outcome.expected, "observed": outcome.observed, "next": outcome.next}
    detail = "\n".join(f"{name}: {text}" for name, text in told.items() if text)
    code = outcome.code or each.verdict.value.replace("_", "-")
    return "failure", code, outcome.message or each.verdict.value, detail


def _plain(text: str) -> str:
    """Text as XML can hold it."""
    return _INVALID.sub("�", bounded(clean(text), lines=_LINES, columns=_COLUMNS))
