"""Every format says the same, in the form that its readers expect."""

import base64
import json
import re
from fractions import Fraction
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.records import Status, Verdict
from grader.reports import github, html, markdown, terminal
from grader.reports.exchange import ABOUT
from grader.reports.formats import FORMATS
from grader.reports.layout import plain
from grader.score import Terms
from tests.grader.builders import (
    adjustment,
    behaviour,
    check_golden,
    exercise,
    judgement,
    outcome,
)
from tests.grader.reports.grades import GRADES, make

GOLDEN = Path(__file__).parent / "golden"
ENDINGS = {
    "junit": "junit.xml", "markdown": "md", "github": "github.txt", "gradescope": "gradescope.json",
    "classroom50": "classroom50.json", "classroom": "classroom.txt", "exercism": "exercism.json",
}  # fmt: skip
SITUATIONS = ("one_failing", "errors", "adjusted")
HOSTILE = "a\x00b\x1b[31m]]></failure>&<\ud800 \ufffe\n::error::forged\n```\n# h\n%0A::stop"


def written(name, grade):
    return FORMATS[name](grade, {"assignment": "ch27", "datetime": "2030-01-01T00:00:00+00:00"})


@pytest.mark.parametrize("name", ENDINGS)
@pytest.mark.parametrize("situation", SITUATIONS)
def test_as_it_was_looked_at_and_approved(name, situation):
    check_golden(GOLDEN / f"{situation}.{ENDINGS[name]}", written(name, GRADES[situation]))


# -- totals, as each reader works them out


def of_junit(text):
    root = ElementTree.fromstring(text.encode())
    suites = [
        {each.get("name"): each.get("value") for each in suite.find("properties")} for suite in root
    ]
    scores = [
        tuple(map(int, value.split("/")))
        for suite in suites
        for name, value in suite.items()
        if name.startswith("score ")
    ]
    by_hand = sum(
        int(value.partition(" ")[0])
        for suite in suites
        for name, value in suite.items()
        if name.startswith("adjustment ")
    )
    told = [sum(int(suite[name]) for suite in suites) for name in ("points", "possible")]
    assert [sum(each) for each in zip(*scores, (by_hand, 0), strict=True)] == told
    return tuple(told)


def of_markdown(text):
    points, possible = re.match(r"## (\d+)/(\d+) points", text).groups()
    return int(points), int(possible)


def of_github(text):
    points, possible = re.search(
        r"^::notice title=total::(\d+)/(\d+) points$", text, re.MULTILINE
    ).groups()
    return int(points), int(possible)


def of_gradescope(text):
    content = json.loads(text)
    assert content["score"] == sum(each["score"] for each in content["tests"])
    return content["score"], sum(each["max_score"] for each in content["tests"])


def of_classroom50(text):
    content = json.loads(text)
    assert content["score"] == sum(each["score"] for each in content["tests"])
    assert content["max-score"] == sum(each["max-score"] for each in content["tests"])
    assert {"schema", *ABOUT} <= set(content)
    return content["score"], content["max-score"]


def of_classroom(text):
    assert text.count("\n") == 1
    content = json.loads(base64.b64decode(text))
    return sum(each["score"] for each in content["tests"]), content["max_score"]


def of_exercism(text):
    content = json.loads(text)
    assert set(content) == {"version", "status", "message", "tests"}
    assert (content["message"] is None) == (content["status"] != "error")


READERS = {name: globals()[f"of_{name}"] for name in ENDINGS}


@st.composite
def grades(draw):
    """Grades of every kind: empty, weighted, adjusted, internal errors, and what needs a look."""
    judgements, weights, adjustments = [], {}, {}
    for number in range(draw(st.integers(0, 6))):
        size = draw(st.integers(1, 4))
        known = exercise(
            f"ch{number // 3 + 27}/ex{number % 3 + 1:02}",
            behaviours=tuple(
                behaviour(name, points=draw(st.integers(1, 5)), keeper=draw(st.booleans()))
                for name in "abcd"[:size]
            ),
        )
        if draw(st.integers(0, 4)):  # else it doesn't count
            weights[known.id] = draw(st.integers(1, 4))
        if draw(st.booleans()):
            fixed = draw(st.booleans())
            points = draw(st.integers(0 if fixed else -30, 30))
            reason = draw(st.sampled_from(["late", HOSTILE]))
            adjustments[known.id] = adjustment(points, known.id, fixed=fixed, reason=reason)
        status = draw(st.sampled_from(Status))
        if status is Status.NOT_AVAILABLE:
            judgements.append(judgement(known, status=status, message="not here"))
            continue
        verdicts = {
            Status.NOT_STARTED: [Verdict.NOT_STARTED],
            Status.INTERNAL_ERROR: [Verdict.INTERNAL_ERROR, Verdict.PASSED],
            Status.ERROR: [Verdict.NOT_REACHED],
        }.get(status, [each for each in Verdict if each is not Verdict.INTERNAL_ERROR])
        text = draw(st.sampled_from(["", "plain", HOSTILE]))
        outcomes = [
            outcome(each, draw(st.sampled_from(verdicts)), message=text, output=text, line=3)
            for each in "abcd"[:size]
        ]
        notices = (text or "odd",) if status is Status.NEEDS_A_LOOK else ()
        judgements.append(judgement(known, *outcomes, status=status, message=text, notices=notices))
    if draw(st.booleans()):
        weights = None
    return make(*judgements, terms=Terms(weights=weights, adjustments=adjustments))


@settings(max_examples=200, deadline=None, derandomize=True)
@given(grades())
def test_all_formats_agree_on_the_total(grade):
    for name, total in READERS.items():
        text = written(name, grade)
        text.encode()
        if (found := total(text)) is not None:
            assert found == (grade.points, grade.possible), name
    content = json.loads(written("json", grade))
    exercises = [each for chapter in content["chapters"] for each in chapter["exercises"]]
    assert (content["points"], content["possible"]) == (grade.points, grade.possible)
    assert grade.points == sum(each["points"] for each in exercises)
    for each in exercises:
        earned = sum(one["points"] for one in each["behaviours"])
        assert each["points"] == earned + each["adjustment"]
        assert 0 <= each["points"] <= each["possible"]
        assert each["possible"] == sum(one["possible"] for one in each["behaviours"])


@settings(max_examples=200, deadline=None, derandomize=True)
@given(grades())
def test_no_report_hides_an_adjustment(grade):
    adjusted = [one for each in grade.chapters for one in each.exercises if one.adjusted]
    told = {name: written(name, grade) for name in READERS if name != "exercism"}
    told["classroom"] = base64.b64decode(told["classroom"]).decode()
    told["html"] = html.page(grade, {})
    told["terminal"] = plain(terminal.document(grade, terminal.View(width=10_000)))
    for name, text in told.items():
        assert text.count("adjusted by hand") >= len(adjusted), name


@settings(max_examples=50, deadline=None, derandomize=True)
@given(grades())
def test_only_what_earned_its_points_has_passed(grade):
    earned = [
        each.points == each.behaviour.points
        for chapter in grade.chapters
        for one in chapter.exercises
        for each in one.behaviours
    ]
    junit = [
        len(case.findall("*[@message]")) == 0
        for case in ElementTree.fromstring(written("junit", grade).encode()).iter("testcase")
    ]
    gradescope = [
        each["status"] == "passed"
        for each in json.loads(written("gradescope", grade))["tests"]
        if "by hand" not in each["name"]
    ]
    fifty = [
        each["passed"]
        for each in json.loads(written("classroom50", grade))["tests"]
        if "by hand" not in each["test-name"]
    ]
    old = [
        each["status"] == "pass"
        for each in json.loads(base64.b64decode(written("classroom", grade)))["tests"]
        if "by hand" not in each["name"]
    ]
    exercism = [
        each["status"] == "pass" for each in json.loads(written("exercism", grade))["tests"]
    ]

    assert junit == gradescope == fifty == old == exercism == earned


def test_a_real_reader_of_junit_takes_it():
    junitparser = pytest.importorskip("junitparser")

    for grade in GRADES.values():
        found = junitparser.JUnitXml.fromstring(written("junit", grade).encode())
        cases = [case for suite in found for case in suite]
        passed = sum(case.is_passed for case in cases)
        points = [
            each
            for chapter in grade.chapters
            for one in chapter.exercises
            for each in one.behaviours
        ]
        assert found.tests == len(cases) == len(points)
        assert passed == sum(each.points == each.behaviour.points for each in points)


# -- GitHub


def failing(count):
    known = [exercise(f"ch{n // 9 + 27}/ex{n % 9 + 1:02}", "a b") for n in range(count)]
    return make(
        *(
            judgement(
                one,
                outcome("a", Verdict.FAILED, code="deadlock", message=HOSTILE, line=4),
                outcome("b"),
            )
            for one in known
        )
    )


def test_no_more_annotations_than_are_shown():
    lines = github.render(failing(30)).splitlines()

    errors = [line for line in lines if line.startswith("::error")]
    assert len(errors) == github.LIMIT
    assert errors[-1] == "::error title=and more::21 more in the summary of this job"


def test_nothing_but_our_commands_begins_a_line():
    for line in github.render(failing(3)).splitlines():
        assert re.match(r"::(error|warning|notice) (file=[\w/.]+,line=\d+,)?title=[^:,]*::", line)


def test_a_summary_fits():
    text = markdown.render(failing(9))

    assert len(text.encode()) < markdown.LIMIT
    assert "\n# h" not in re.sub(r"(?s)( *`{3,})text\n.*?\1", "", text)


def test_a_huge_summary_is_cut_between_exercises():
    known = [exercise(f"ch{n // 99:02}/ex{n % 99 + 1:02}", "a") for n in range(400)]
    wide = "x" * 900 + "\n"
    huge = make(*(judgement(one, outcome("a", Verdict.FAILED, message=wide * 30)) for one in known))

    text = markdown.render(huge)

    assert len(text.encode()) <= markdown.LIMIT
    assert re.search(r"\n\d+ more exercises don't fit here\.\n$", text)


def test_percentages_are_those_of_the_grade():
    for grade in GRADES.values():
        if grade.percent is not None and grade.possible:
            assert grade.percent == int(Fraction(grade.points * 100, grade.possible))
            assert f"({grade.percent} %)" in markdown.render(grade)
