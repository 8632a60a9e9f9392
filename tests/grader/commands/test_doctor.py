"""The doctor names every protection, and a grade can demand them."""

import json

import pytest

from grader.cli import main
from grader.commands import doctor
from grader.workers.orders import LAYERS


def test_every_layer_is_on_or_says_why_not(capsys):
    code = main(["doctor", "--json"])
    seen = json.loads(capsys.readouterr().out)

    assert [one["name"] for one in seen["layers"]] == list(LAYERS)
    for one in seen["layers"]:
        assert one["keeps"]
        assert one["on"] or one["why_not"].startswith("off: ")
    assert code == (0 if all(one["on"] for one in seen["layers"]) else 1)
    assert seen["problem"] == ""
    assert {"grader", "python", "platform", "root"} <= set(seen)


def test_people_read_the_same(capsys):
    main(["doctor"])
    out = capsys.readouterr().out

    assert all(f" {name} " in out for name in LAYERS)
    assert "protections are on" in out


def test_it_says_when_nothing_can_be_run(monkeypatch, capsys):
    monkeypatch.setattr(doctor, "_grade_nothing", lambda: ({}, "no room"))

    code = main(["doctor"])

    assert (code, "nothing can be graded here: no room" in capsys.readouterr().err) == (3, True)


def test_what_is_demanded_and_on_changes_nothing(capsys):
    words = ["ch27/ex01", "--submission", "solutions", "--require-layers", "audit,folder,static"]

    assert main(["grade", *words]) == 0
    assert "100 %" in capsys.readouterr().out


def test_without_what_is_demanded_nothing_is_run(monkeypatch, capsys):
    monkeypatch.setattr("grader.workers.confinement.words", lambda plan: ["files=off: a test"])

    code = main(["grade", "ch27/ex01", "--submission", "solutions", "--require-layers", "files"])
    seen = capsys.readouterr()

    assert (code, seen.out) == (2, "")
    assert "`files` is off: a test" in seen.err


def test_an_unknown_layer_is_refused(capsys):
    assert main(["grade", "ch27", "--require-layers", "magic"]) == 2
    assert "`magic`; there are group, orphans" in capsys.readouterr().err


@pytest.mark.parametrize("words", [["all"], ["network"]])
def test_what_is_not_started_needs_no_protection(words):
    assert main(["grade", "ch27/ex01", "--require-layers", *words]) == 0
