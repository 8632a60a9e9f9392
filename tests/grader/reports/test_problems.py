"""Lines that editors understand."""

import re

import pytest

from grader.reports.problems import lines
from grader.reports.terminal import LearnerFile
from tests.grader.reports.grades import GRADES


def told(name):
    grade = GRADES[name]
    known = [each.exercise for chapter in grade.chapters for each in chapter.exercises]
    files = {each.id: LearnerFile(shown=each.path) for each in known}
    return list(lines(grade, files))


@pytest.mark.parametrize("name", GRADES)
def test_each_line_names_a_place(name):
    for line in told(name):
        assert re.fullmatch(r"exercises/\S+\.py:[1-9]\d*: (error|warning): .+", line)


def test_a_failure_says_what_and_where():
    (first, *_) = told("one_failing")

    assert ":3: error: lost-update: the store holds 1, and should hold 100 (Deposits" in first
