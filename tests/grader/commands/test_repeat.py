"""`repeat` tells whether a grade is the same each time."""

import argparse

from grader.commands import repeat


def options(**given):
    parser = argparse.ArgumentParser()
    repeat.arguments(parser)
    found = parser.parse_args([])
    vars(found).update(given)
    return found


def grade(*verdicts):
    behaviours = [{"id": f"test_{n}", "verdict": verdict} for n, verdict in enumerate(verdicts)]
    exercise = {"id": "ch27/ex01", "behaviours": behaviours}
    return {"points": 1, "possible": 2, "chapters": [{"exercises": [exercise]}]}


def test_equal_grades_are_counted(monkeypatch, capsys):
    monkeypatch.setattr(repeat, "_once", lambda options: grade("passed", "failed"))

    assert repeat.run(options(times=4)) == 0
    assert "4 identical grades, 2 of them under load" in capsys.readouterr().out


def test_a_grade_that_differs_is_named(monkeypatch, capsys):
    grades = iter([grade("passed", "failed")] * 3 + [grade("passed", "passed")])
    monkeypatch.setattr(repeat, "_once", lambda options: next(grades))

    assert repeat.run(options(times=4)) == 1
    assert "differs: ch27/ex01 test_1" in capsys.readouterr().out


def test_a_run_that_fails_is_a_fault(monkeypatch):
    monkeypatch.setattr(repeat, "_once", lambda options: None)

    assert repeat.run(options(times=4)) == 3


def test_the_real_thing_grades_stubs_alike(capsys):
    assert repeat.run(options(times=2, selection=["ch27/ex01"])) == 0
