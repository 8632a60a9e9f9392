"""Many submissions: where they come from, what is stored, what a kill does, what a teacher reads."""

import contextlib
import csv
import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pytest

from grader import cli
from grader.cohort.page import page
from grader.cohort.sources import find
from grader.cohort.store import Row, Store
from grader.cohort.table import as_csv, beliefs, difficulty, totals
from grader.cohort.table import results as results_table
from grader.errors import UsageError
from grader.records import Observation, Status
from grader.workers.supervisor import Workers
from tests.grader.authoring import HEAD, REFERENCE_BODY, write_exercise

ROOT = Path(__file__).parents[2]
NAME = "ch27_locks/ex01_double.py"
PASSES = HEAD + REFERENCE_BODY
FAILS = HEAD + "    return 2 * await fetch()\n"
# Honest, if odd: it is the guard that can't know.
ODD = '    assert getattr(double, "__co" + "de__").co_name\n'
CHEATS = HEAD + ODD + "    return 2 * await fetch()\n"


@pytest.fixture
def tree(tmp_path):
    return write_exercise(tmp_path / "tree")


@pytest.fixture
def place(tmp_path):
    place = tmp_path / "handed-in"
    place.mkdir()
    return place


def hand_in(place, name, text):
    file = place / name / "exercises" / NAME
    file.parent.mkdir(parents=True)
    file.write_text(text)


def cohort(tree, place, *words):
    return cli.main(["cohort", str(place), "--tree", str(tree), *words])


def results(place):
    file = place.with_name(f"{place.stem}-results") / "results.csv"
    return {row["submission"]: row for row in csv.DictReader(file.read_text().splitlines())}


def test_from_folders_zip_files_and_mirrors(tree, place, capsys):
    hand_in(place, "ada", PASSES)
    with zipfile.ZipFile(place / "bob.zip", "w") as archive:
        archive.writestr(f"bobs-work/exercises/{NAME}", FAILS)
    hand_in(place, ".work", PASSES)
    work = place / ".work"
    for words in (
        ["init", "-q"],
        ["add", "-A"],
        ["-c", "user.name=N", "-c", "user.email=e@x.org", "commit", "-qm", "x"],
    ):
        subprocess.run(["git", *words], cwd=work, check=True)
    subprocess.run(["git", "clone", "-q", "--bare", str(work), str(place / "cleo.git")], check=True)

    assert cohort(tree, place) == 0

    found = results(place)
    assert {name: row["points"] for name, row in found.items()} == {
        "ada": "2",
        "bob": "1",
        "cleo": "2",
    }
    assert found["bob"]["misconception"] == "A failure is the caller's affair."
    assert "2 different files were graded now" in capsys.readouterr().out


def test_from_a_list(tree, place, tmp_path):
    hand_in(place, "ada", PASSES)
    hand_in(place, "bob", FAILS)
    file = tmp_path / "list.txt"
    file.write_text("# who\nAda Lovelace\thanded-in/ada\n\nhanded-in/bob\nhanded-in/nobody\n")

    assert cohort(tree, file) == 0

    assert {name: row["status"] for name, row in results(file).items()} == {
        "Ada Lovelace": "graded",
        "bob": "graded",
        "nobody": "error",
    }


def test_bad_ones_stop_nobody(tree, place):
    hand_in(place, "ada", PASSES)
    hand_in(place, "bytes", "")
    (place / "bytes/exercises" / NAME).write_bytes(b"\xff\xfe")
    hand_in(place, "cheat", CHEATS)
    hand_in(place, "hangs", HEAD + "    while True: pass\n")
    hand_in(place, "syntax", "def (:")
    (place / "empty").mkdir()
    (place / "broken.zip").write_bytes(b"PK\x03\x04" + b"\0" * 60)
    with zipfile.ZipFile(place / "big.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(f"exercises/{NAME}", b"#" * (64 << 20))
    with zipfile.ZipFile(place / "link.zip", "w") as archive:
        link = zipfile.ZipInfo(f"exercises/{NAME}")
        link.external_attr = 0o120777 << 16
        archive.writestr(link, "/etc/passwd")

    assert cohort(tree, place) == 0

    found = results(place)
    assert {name: (row["status"], row["points"]) for name, row in found.items()} == {
        "ada": ("graded", "2"),
        "big": ("error", "0"),
        "bytes": ("error", "0"),
        "cheat": ("needs_a_look", "0"),
        "empty": ("error", "0"),
        "hangs": ("graded", "0"),
        "link": ("error", "0"),
        "syntax": ("error", "0"),
    }


def test_what_can_not_be_run_here_costs_nobody_anything(tree, place):
    toml = tree / "exercises/ch27_locks/chapter.toml"
    toml.write_text(toml.read_text() + 'requires-python = ">=9.0"\n')
    hand_in(place, "ada", FAILS)

    assert cohort(tree, place) == 0

    found = results(place)["ada"]
    assert (found["status"], found["points"], found["possible"]) == ("not_available", "0", "0")


def test_a_fault_of_ours_is_no_verdict_and_is_told(tree, place, monkeypatch, capsys):
    def run(workers, requests):
        for each in requests:
            name = each.exercise.id
            yield each, Observation(exercise=name, status=Status.INTERNAL_ERROR, message="oh dear")

    hand_in(place, "ada", PASSES)
    with monkeypatch.context() as patch:
        patch.setattr(Workers, "run", run)
        assert cohort(tree, place) == 3
    assert "missing by a fault of its own; the first: ch27/ex01: oh dear" in capsys.readouterr().err
    assert not results(place)
    assert cohort(tree, place) == 0
    assert results(place)["ada"]["points"] == "2"


def test_nothing_is_graded_twice(tree, place, capsys):
    for name in "abcdef":
        hand_in(place, name, PASSES if name < "d" else FAILS)
    cohort(tree, place)
    first = capsys.readouterr().out
    cohort(tree, place)
    second = capsys.readouterr().out
    hand_in(place, "g", PASSES.replace("return 0", "return 0 + 0"))
    cohort(tree, place)

    assert "2 different files" in first
    assert "0 different files" in second
    assert "1 different files" in capsys.readouterr().out


def test_a_changed_test_grades_all_again(tree, place, capsys):
    hand_in(place, "ada", PASSES)
    cohort(tree, place)
    test = tree / "tests/ch27_locks/test_ex01_double.py"
    test.write_text(test.read_text().replace("returns=4)), 8)", "returns=4)), 9)"))
    cohort(tree, place)

    assert results(place)["ada"]["points"] == "1"


def test_a_clearance_counts_and_can_be_taken_back(tree, place):
    hand_in(place, "ada", CHEATS.replace("    return 2 * await fetch()\n", REFERENCE_BODY))
    clear = ["clear", str(place / "ada"), "ch27/ex01", "--reason", "harmless", "--tree", str(tree)]
    seen = []
    for words in ([], clear, [*clear, "--withdraw"]):
        assert not words or cli.main(words) == 0
        cohort(tree, place)
        seen.append(results(place)["ada"]["points"])

    assert seen == ["0", "2", "0"]


def start(tree, place, out):
    command = [sys.executable, "-m", "grader", "cohort", str(place), "--tree", str(tree)]
    return subprocess.Popen(
        [*command, "--out", str(out), "--jobs", "1"],
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )


def verdicts(out):
    try:
        with contextlib.closing(
            sqlite3.connect(f"file:{out}/results.sqlite?mode=ro", uri=True)
        ) as base:
            return base.execute("SELECT count(*) FROM verdict").fetchone()[0]
    except sqlite3.Error:
        return 0


@pytest.mark.skipif(os.name != "posix", reason="it sends SIGKILL")
@pytest.mark.timeout(300)
def test_killed_at_any_moment_it_goes_on_where_it_was(tree, place, tmp_path):
    moments = random.Random(1).sample(range(1, 24), 5)
    for n in range(24):
        hand_in(place, f"s{n:02}", (PASSES, FAILS, CHEATS, "x = (")[n % 4] + f"# {n}\n")
    assert cohort(tree, place, "--out", str(tmp_path / "whole")) == 0
    for moment in sorted(moments):
        process = start(tree, place, tmp_path / "killed")
        while process.poll() is None and verdicts(tmp_path / "killed") < moment:
            time.sleep(0.005)
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
    assert cohort(tree, place, "--out", str(tmp_path / "killed")) == 0

    for name in ("results.csv", "totals.csv"):
        whole, killed = ((tmp_path / each / name).read_text() for each in ("whole", "killed"))
        assert killed == whole


def test_what_can_not_be_done_is_said(tree, place, capsys):
    assert cohort(tree, place) == 2
    assert cohort(tree, place / "no") == 2
    hand_in(place, "ada", PASSES)
    assert cohort(tree, place, "--out", str(place / "out")) == 2
    said = capsys.readouterr().err

    assert "there is no submission" in said
    assert "there is no folder and no list" in said
    assert "among the submissions" in said


def test_names_are_apart(tmp_path):
    for name in ("a", "b"):
        (tmp_path / name / "same").mkdir(parents=True)
    (tmp_path / "list").write_text("a/same\nb/same\n")

    with pytest.raises(UsageError, match="two submissions are called 'same'"):
        find(tmp_path / "list", tmp_path / "mirrors")


# -- tables


def row(submission, exercise="ch27/ex01", points=0, status="graded", belief="", likeness=""):
    return Row(submission, exercise, status, points, 4, belief, "", 0.1, "d", likeness)


ROWS = [
    row("ada", points=4, likeness="x"),
    row("ada", "ch27/ex02", 4),
    row("bob", points=2, belief="B", likeness="x"),
    row("bob", "ch27/ex02", 3),
    row("cleo", points=0, status="not_started"),
    row("cleo", "ch27/ex02", 0, status="needs_a_look"),
]


def test_totals_difficulty_and_beliefs():
    ada, bob, cleo = totals(ROWS)
    first, second = difficulty(ROWS)

    assert (ada.percent, bob.points, cleo.needs_a_look) == (100, 5, 1)
    assert (first.begun, first.full, first.mean) == (2, 1, 0.5)
    assert first.discrimination == pytest.approx(0.96, abs=0.01)
    assert second.full == 1
    assert beliefs(ROWS) == [("ch27/ex01", "B", 1)]


def test_spreadsheets_get_no_formulas():
    assert "'=cmd" in as_csv(results_table([row("=cmd|' /C calc'!A0")], {}, {}))


def test_the_page_holds_nobodys_markup():
    hostile = "<script>alert(1)</script>"
    text = page([row(hostile, belief=hostile)], hostile)

    assert "<script" not in text
    assert text.count("&lt;script&gt;") >= 3


def test_a_store_can_be_opened_again(tmp_path):
    with Store(tmp_path / "x.sqlite") as store:
        store.keep_files([])
    with Store(tmp_path / "x.sqlite") as store:
        assert list(store.rows([])) == []
