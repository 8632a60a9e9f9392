"""The generated corpus is a tree like ours, on which every way of grading succeeds."""

import sys

import pytest

from grader import catalogue
from grader.bench import corpus, floor, grading, timing


@pytest.fixture
def tree(tmp_path):
    corpus.write(tmp_path, chapters=1)
    return tmp_path


def test_a_hundred_exercises_with_five_tests_each(tmp_path):
    tests = corpus.write(tmp_path)

    known = [each for chapter in catalogue.load(tmp_path).chapters for each in chapter.exercises]
    assert tuple(each.test for each in known) == tests
    assert [len(each.behaviours) for each in known] == [5] * 100


def test_every_way_succeeds(tree):
    tests = [f"tests/ch01_generated/test_ex0{n}_box.py" for n in range(1, 6)]
    ours, plain, fresh = grading._three(tree, tests)

    assert [len(each.commands) for each in (ours, plain, fresh)] == [1, 1, 5]
    for each in (ours, plain):
        timing.run(each)


def test_the_floor_says_whether_all_pass(tree):
    command = (sys.executable, "-m", "grader.bench.floor", str(tree))
    way = timing.Way(name="floor", commands=(command,), folder=tree)
    timing.run(way)

    broken = tree / "solutions/ch01_generated/ex03_box.py"
    broken.write_text(broken.read_text().replace("pop(0)", "pop()"))

    with pytest.raises(timing.Refusal):
        timing.run(way)


def test_a_floor_without_tests_is_no_success(tmp_path):
    assert floor.main(tmp_path) == 1
