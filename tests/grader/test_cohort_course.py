"""A cohort in a course: weights, adjustments, deadlines, Parquet, each one's grade, and the page."""

import csv
import importlib.util
import json
import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from grader import cli
from grader.cohort.likeness import COMMON, fingerprint, near
from grader.cohort.page import page
from grader.cohort.papers import ENDINGS
from grader.cohort.store import Row
from grader.reports.formats import FORMATS
from tests.grader.authoring import HEAD, REFERENCE_BODY, write_exercise
from tests.grader.builders import catalogue, exercise, write

NAME = "ch27_locks/ex01_double.py"
PASSES = HEAD + REFERENCE_BODY
FAILS = HEAD + "    return 2 * await fetch()\n"
COURSE = """
title = "Autumn"
[weights]
ch27 = 3
[deadlines]
ch27 = 2030-11-03T23:59:00+01:00
"""


@pytest.fixture
def tree(tmp_path):
    return write_exercise(tmp_path / "tree")


@pytest.fixture
def place(tmp_path):
    for name, text in {"ada": PASSES, "bob": FAILS, "a b": "x = ("}.items():
        write(tmp_path, f"in/{name}/exercises/{NAME}", text)
    return tmp_path / "in"


def cohort(tree, place, *words):
    return cli.main(["cohort", str(place), "--tree", str(tree), *words])


def lines(place, name="results"):
    text = (place.with_name("in-results") / f"{name}.csv").read_text()
    return list(csv.DictReader(text.splitlines()))


def test_weights_and_adjustments_are_in_every_table(tree, place, capsys):
    write(tree, "course.toml", COURSE)
    cohort(tree, place)
    words = ["adjust", "ada", "ch27/ex01", "--add", "-2", "--reason", "a day late", "--by", "Eve"]
    assert cli.main([*words, "--tree", str(tree)]) == 0
    capsys.readouterr()

    assert cohort(tree, place) == 0

    bad, ada, bob = lines(place)
    report = (place.with_name("in-results") / "report.html").read_text()
    assert "0 different files were graded now" in capsys.readouterr().out
    assert [(each["points"], each["possible"]) for each in (bad, ada, bob)] == [
        ("0", "6"), ("4", "6"), ("3", "6"),
    ]  # fmt: skip
    assert (ada["adjustment"], bob["adjustment"]) == ("-2", "0")
    assert re.fullmatch(r"Eve on [\d-]+: a day late", ada["adjusted"])
    assert {each["deadline"] for each in (bad, ada, bob)} == {"2030-11-03T23:59:00+01:00"}
    assert [(t["points"], t["percent"], t["adjusted"]) for t in lines(place, "totals")] == [
        ("0", "0", "0"), ("4", "66", "1"), ("3", "50", "0"),
    ]  # fmt: skip
    for part in ("a day late", "Autumn: in", "2030-11-03", "<td class='number'>3</td>"):
        assert part in report


def test_an_adjustment_for_nobody_is_said(tree, place, capsys):
    words = ["adjust", "adda", "ch27/ex01", "--add", "1", "--reason", "x", "--tree", str(tree)]
    cli.main(words)

    assert cohort(tree, place) == 0
    said = capsys.readouterr().err
    assert "adjustments for `adda`, who isn't here; did you mean `ada`?" in said


def test_what_a_submission_gets_alone_it_gets_in_the_cohort(tree, place, capsys):
    write(tree, "course.toml", COURSE)
    cli.main(["adjust", "bob", "ch27/ex01", "--add", "1", "--reason", "x", "--tree", str(tree)])
    cohort(tree, place)
    capsys.readouterr()
    command = ["grade", "--tree", str(tree), "--submission", str(place / "bob"), "--json", "-"]
    cli.main(command)

    alone = json.loads(capsys.readouterr().out)
    (bob,) = (each for each in lines(place, "totals") if each["submission"] == "bob")
    assert (alone["points"], alone["percent"]) == (int(bob["points"]), int(bob["percent"]))


def test_a_submissions_own_course_counts_for_nothing(tree, place):
    for name in ("ada", "ada/exercises"):
        write(place / name, "course.toml", COURSE)

    cohort(tree, place)

    assert {each["possible"] for each in lines(place)} == {"2"}


def test_the_time_of_the_last_commit_stands_beside_the_deadline(tree, place):
    when = {"GIT_COMMITTER_DATE": "2030-01-02T03:04:05+01:00"}
    named = ["git", "-c", "user.name=N", "-c", "user.email=e@x.org"]
    work = place / "ada"
    for words in (["init", "-q"], ["add", "-A"], ["commit", "-qm", "x"]):
        subprocess.run([*named, *words], cwd=work, check=True, env=os.environ | when)
    subprocess.run(["git", "clone", "-q", "--bare", work, place / "cleo.git"], check=True)

    cohort(tree, place)

    found = {each["submission"]: each["last_commit"] for each in lines(place)}
    assert found == {"ada": "", "bob": "", "a b": "", "cleo": "2030-01-02T03:04:05+01:00"}


# -- Parquet


@pytest.mark.parametrize("name", ["results", "totals"])
def test_parquet_has_the_lines_of_the_csv(tree, place, name):
    parquet = pytest.importorskip("pyarrow.parquet")
    write(tree, "course.toml", COURSE)

    assert cohort(tree, place, "--parquet") == 0

    table = parquet.read_table(place.with_name("in-results") / f"{name}.parquet")
    found = [{key: str(value) for key, value in line.items()} for line in table.to_pylist()]
    assert found == lines(place, name)
    assert len(found) == 3
    assert str(table.schema.field("points").type) == "int64"


def test_without_pyarrow_it_is_said_before_anything_is_graded(tree, place, capsys, monkeypatch):
    real = importlib.util.find_spec
    monkeypatch.setattr(
        importlib.util, "find_spec", lambda name, *more: None if name == "pyarrow" else real(name)
    )

    assert cohort(tree, place, "--parquet") == 2
    assert "--parquet needs pyarrow: `nox -s cohort` installs it" in capsys.readouterr().err
    assert not place.with_name("in-results").exists()


# -- each one's grade


def test_each_ones_grade_in_every_format(tree, place):
    write(tree, "course.toml", COURSE)
    cli.main(["adjust", "bob", "ch27/ex01", "--add", "-1", "--reason", "x", "--tree", str(tree)])
    wanted = [word for name in FORMATS for word in ("--format", name)]

    assert cohort(tree, place, *wanted, "--about", "assignment=ch27") == 0

    assert set(ENDINGS) == set(FORMATS)
    out = place.with_name("in-results")
    for name in FORMATS:
        assert sorted(each.stem for each in (out / name).iterdir()) == ["a b", "ada", "bob"]
    bob = json.loads((out / "json/bob.json").read_text())
    fifty = json.loads((out / "classroom50/bob.json").read_text())
    assert (bob["points"], bob["possible"], bob["complete"]) == (2, 6, True)
    assert bob["chapters"][0]["exercises"][0]["misconception"]
    assert (fifty["score"], fifty["owner"], fifty["assignment"]) == (2, "bob", "ch27")
    assert cohort(tree, place, "--format", "jnuit") == 2


# -- who is near to whom

SOLVED = """
async def gather_all(jobs, limit):
    free = asyncio.Semaphore(limit)
    results = []
    async def one(job):
        async with free:
            results.append(await job())
    async with asyncio.TaskGroup() as group:
        for job in jobs:
            group.create_task(one(job))
    return sorted(results)
"""
STUB = b"async def gather_all(jobs, limit):\n    raise NotImplementedError\n"


def prints(**texts):
    return [("ch27/ex01", name, fingerprint(text.encode(), [STUB])) for name, text in texts.items()]


def test_layout_comments_and_names_hide_nothing():
    renamed = re.sub(r"\bfree\b", "gate", re.sub(r"\bresults\b", "found", SOLVED))
    reshaped = SOLVED.replace("    free", "    # mine\n\n    free").replace("(limit)", "( limit )")
    other = "async def gather_all(jobs, limit):\n    return [await job() for job in jobs]\n"

    found = near(prints(ada=SOLVED, bob=renamed, cleo=reshaped, dan=other))

    assert [(each.submissions, each.share) for each in found] == [
        (("ada", "bob", "cleo"), 1.0),
        (("ada", "cleo"), 1.0),
    ]


def test_a_change_in_a_place_still_shows():
    changed = SOLVED.replace("return sorted(results)", "return list(reversed(results))")

    (found,) = near(prints(ada=SOLVED, bob=changed))

    assert found.submissions == ("ada", "bob")
    assert 0.8 <= found.share < 1


def test_what_everybody_writes_says_nothing():
    many = {
        f"s{n}": SOLVED + f"\nasync def own{n}(x): return [x, {n}]\n" for n in range(COMMON + 1)
    }

    assert near(prints(**many)) == []


def test_a_hostile_file_takes_no_time():
    for bad in (b" ", b'"""', b"'\"\"\"x'''y", b'"', b'\\"', b'"\\', b". ", b'f"{'):
        fingerprint((bad * 262_144)[:262_144], [STUB])


# -- the page

BROWSER = next(
    filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None
)
ROWS = [
    Row(
        f"student-{n:02}",
        f"ch27/ex{e:02}",
        "needs_a_look" if n == 7 and e == 2 else "graded",
        (n * e * 7) % 8,
        8,
        ("A lock made in each call protects it.", "One thread, so no races.", "")[n % 3],
        "asyncio.sleep was replaced" if n in (7, 9) and e == 2 else "",
        n / 10,
        f"d{n}",
        f"m{n // 2} " + " ".join(f"{n // 4}{i}" for i in range(12)),
        2,
        -1 if n == 3 else 0,
        "Eve on 2030-01-02: a day late, and the plan was not explained" if n == 3 else "",
    )
    for n in range(24)
    for e in (1, 2, 3)
]
KNOWN = catalogue(*(exercise(f"ch27/ex{e:02}", title="A thing of some length") for e in (1, 2, 3)))
DEADLINES = {"ch27/ex01": "2030-11-03T23:59:00+01:00"}


def test_the_page_has_all_that_a_teacher_asks_for():
    text = page(ROWS, "Autumn", KNOWN, DEADLINES)

    headings = re.findall(r"<h2 id=\"([^\"]*)\">", text)
    assert headings == [
        "distribution", "exercises", "what-is-believed", "to-be-looked-at", "adjusted-by-hand",
        "alike", "slowest", "totals",
    ]  # fmt: skip
    for part in ("24 submissions, 3 exercises", "median", "noticed, and cleared", "a day late"):
        assert part in text
    assert "<td>student-00, student-01</td>" in text


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1100, 420])
def test_everybody_can_read_it(tmp_path, scheme, width):
    if BROWSER is None:
        pytest.skip("no Chromium is installed")
    playwright = pytest.importorskip("playwright.sync_api")
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    file = write(tmp_path, "report.html", page(ROWS, "Autumn", KNOWN, DEADLINES))
    with playwright.sync_playwright() as tool:
        browser = tool.chromium.launch(
            executable_path=BROWSER, args=["--no-sandbox", "--disable-gpu", "--no-first-run"]
        )
        shown = browser.new_page(
            color_scheme=scheme, viewport={"width": width, "height": 900}, bypass_csp=True
        )
        shown.goto(file.as_uri())
        if place := os.environ.get("SCREENSHOTS"):
            shown.screenshot(path=Path(place) / f"cohort-{scheme}-{width}.png", full_page=True)
        found = axe.run(shown).response["violations"]
        overflow = shown.evaluate("document.documentElement.scrollWidth - innerWidth")
        browser.close()

    assert [(each["id"], each["nodes"][0]["html"]) for each in found] == []
    assert overflow <= 0
