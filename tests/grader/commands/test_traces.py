"""`traces` tells whether every run of the references does the same."""

import argparse
import contextlib
import threading

from grader.commands import traces


def options(**given):
    parser = argparse.ArgumentParser()
    traces.arguments(parser)
    found = parser.parse_args([])
    vars(found).update(given)
    return found


def test_equal_traces_are_counted(monkeypatch, capsys):
    monkeypatch.setattr(traces, "_once", lambda root, tests, seed: {"a": "1", "b": "2"})

    assert traces.run(options(times=3, selection=["ch27/ex01"])) == 0
    assert "2 tests, each with one trace in 3 runs" in capsys.readouterr().out


def test_a_trace_that_differs_is_named(monkeypatch, capsys):
    monkeypatch.setattr(traces, "_once", lambda root, tests, seed: {"a": str(seed // 2), "b": "2"})

    assert traces.run(options(times=3, selection=["ch27/ex01"])) == 1
    assert "differs: a, 2 traces" in capsys.readouterr().out


def test_a_trace_that_is_missing_is_named(monkeypatch, capsys):
    found = iter([{"a": "1"}, {"a": "1", "b": "2"}])
    monkeypatch.setattr(traces, "_once", lambda root, tests, seed: next(found))

    assert traces.run(options(times=2, selection=["ch27/ex01"])) == 1
    assert "missing: b, 1 of 2 times there" in capsys.readouterr().out


def test_a_run_that_fails_is_a_fault(monkeypatch):
    monkeypatch.setattr(traces, "_once", lambda root, tests, seed: None)

    assert traces.run(options(times=2, selection=["ch27/ex01"])) == 3


def test_runs_side_by_side_have_each_their_seed(monkeypatch, capsys):
    meet, seeds = threading.Barrier(2), []

    def once(root, tests, seed):
        meet.wait()
        seeds.append(seed)
        return {"a": "1"}

    monkeypatch.setattr(traces, "busy", contextlib.nullcontext)
    monkeypatch.setattr(traces, "_once", once)

    assert traces.run(options(times=6, jobs=2, selection=["ch27/ex01"])) == 0
    assert sorted(seeds) == list(range(6))
    assert "1 tests, each with one trace in 6 runs" in capsys.readouterr().out


def test_references_do_the_same_wherever_their_objects_lie(monkeypatch, capsys):
    monkeypatch.setattr(traces, "busy", contextlib.nullcontext)  # others have tests to run, too

    assert traces.run(options(times=2, selection=["ch27/ex01"])) == 0
    assert "each with one trace in 2 runs" in capsys.readouterr().out
