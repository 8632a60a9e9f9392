"""`traces` tells whether every run of the references does the same."""

import argparse
import contextlib
import shutil
import threading
from pathlib import Path

import pytest

from grader.commands import traces
from grader.errors import UsageError
from tests.grader.authoring import HEAD, REFERENCE_BODY, write_exercise

ROOT = Path(__file__).parents[3]


def options(**given):
    parser = argparse.ArgumentParser()
    traces.arguments(parser)
    found = parser.parse_args([])
    vars(found).update(given)
    return found


def test_equal_traces_are_counted(monkeypatch, capsys):
    found = {"a": "1", "b": "2"}
    monkeypatch.setattr(traces, "_some", lambda root, tests, seeds: [found for _ in seeds])

    assert traces.run(options(times=3, selection=["ch27/ex01"])) == 0
    assert "2 tests, each with one trace in 3 runs" in capsys.readouterr().out


def test_a_trace_that_differs_is_named(monkeypatch, capsys):
    def some(root, tests, seeds):
        return [{"a": str(seed // 2), "b": "2"} for seed in seeds]

    monkeypatch.setattr(traces, "_some", some)

    assert traces.run(options(times=3, selection=["ch27/ex01"])) == 1
    assert "differs: a, 2 traces" in capsys.readouterr().out


def test_a_trace_that_is_missing_is_named(monkeypatch, capsys):
    found = [{"a": "1"}, {"a": "1", "b": "2"}]
    monkeypatch.setattr(traces, "_some", lambda root, tests, seeds: found)

    assert traces.run(options(times=2, selection=["ch27/ex01"])) == 1
    assert "missing: b, 1 of 2 times there" in capsys.readouterr().out


def test_a_run_that_fails_is_a_fault(monkeypatch):
    monkeypatch.setattr(traces, "_some", lambda root, tests, seeds: [None])

    assert traces.run(options(times=2, selection=["ch27/ex01"])) == 3


def test_runs_side_by_side_have_each_their_seed(monkeypatch, capsys):
    meet, all_seeds = threading.Barrier(2), []

    def some(root, tests, seeds):
        meet.wait()
        all_seeds.extend(seeds)
        return [{"a": "1"} for _ in seeds]

    monkeypatch.setattr(traces, "busy", contextlib.nullcontext)
    monkeypatch.setattr(traces, "_some", some)
    times = 3 * traces.BATCH + 1

    assert traces.run(options(times=times, jobs=2, selection=["ch27/ex01"])) == 0
    assert sorted(all_seeds) == list(range(times))
    assert f"1 tests, each with one trace in {times} runs" in capsys.readouterr().out


def test_references_do_the_same_wherever_their_objects_lie(monkeypatch, capsys):
    monkeypatch.setattr(traces, "busy", contextlib.nullcontext)  # others have tests to run, too

    assert traces.run(options(times=2, selection=["ch27/ex01"])) == 0
    assert "each with one trace in 2 runs" in capsys.readouterr().out


BY_ADDRESS = """\
    things = {object(): number for number in range(8)}
    for thing in sorted(things, key=id):
        asyncio.get_running_loop().create_task(asyncio.sleep(things[thing]), name=str(things[thing]))
    await asyncio.sleep(8)
"""


@pytest.fixture
def tree(tmp_path, monkeypatch):
    """A repository with one exercise, the grader in it."""
    tree = write_exercise(tmp_path)
    shutil.copy(ROOT / "pyproject.toml", tree)
    (tree / "grader").symlink_to(ROOT / "grader")
    monkeypatch.setattr(traces, "repository", lambda: tree)
    monkeypatch.setattr(traces, "busy", contextlib.nullcontext)
    return tree


def test_one_that_goes_by_addresses_is_found(tree, capsys):
    reference = tree / "solutions/ch27_locks/ex01_double.py"
    reference.write_text("import asyncio\n" + HEAD + BY_ADDRESS + REFERENCE_BODY)

    assert traces.run(options(times=4, selection=["ch27/ex01"])) == 1
    assert "test_a_number, " in capsys.readouterr().out


def test_a_reference_that_fails_is_told(tree, capsys):
    reference = tree / "solutions/ch27_locks/ex01_double.py"
    reference.write_text(HEAD + "    return 3\n")

    assert traces.run(options(times=2, selection=["ch27/ex01"])) == 3
    assert "test_a_number" in capsys.readouterr().err


def test_where_nothing_forks_that_is_said(monkeypatch):
    monkeypatch.delattr("os.fork")

    with pytest.raises(UsageError, match="can't do"):
        traces.run(options(selection=["ch27/ex01"]))
