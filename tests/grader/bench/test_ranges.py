"""What a range of chapters costs."""

import pytest

from grader.bench import grading, ranges
from grader.bench.plan import Plan
from grader.bench.timing import Timing
from grader.errors import UsageError
from tests.grader.authoring import write_exercise

SECONDS = {ranges.ONE: (3.0, 2.0), ranges.MORE: (1.5, 1.5), grading.PLAIN: (1.0, 1.0)}


@pytest.fixture
def root(tmp_path, monkeypatch):
    def race(ways, *, repeats, tell):
        return tuple(Timing(name=each.name, seconds=SECONDS[each.name]) for each in ways)

    monkeypatch.setattr(ranges, "race", race)
    return write_exercise(tmp_path)


def test_both_numbers_of_jobs_are_compared_with_one_plain_pytest(root):
    section = ranges.ranges(Plan(root=root, repeats=2, selection=("ch27",), tell=str))

    found = {each.text: (each.value, each.holds) for each in section.claims}
    slowest = found.pop("the slowest exercise")
    assert found == {
        "the grader, --jobs 1 / one plain pytest": (2.5, True),
        "the grader, --jobs 2 / one plain pytest": (1.5, True),
    }
    assert slowest[0] > 0
    assert section.title == "ch27: 1 exercises"
    assert section.notes[0].startswith("The slowest, with one job: ch27/ex01 ")


def test_what_is_not_there_is_refused(root):
    with pytest.raises(UsageError):
        ranges.ranges(Plan(root=root, repeats=2, selection=("ch28",), tell=str))
