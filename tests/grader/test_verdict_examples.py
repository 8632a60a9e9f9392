"""The examples on the verdicts' pages, graded: what they show earns the page's code, or is its cure."""

import json
import re
import textwrap
from dataclasses import dataclass
from pathlib import Path

import pytest

from grader import cli
from tests.grader.builders import write

PAGES = Path(__file__).parents[2] / "docs/verdicts"
EXAMPLE = re.compile(r"^```python\n(.*?)^```", re.DOTALL | re.MULTILINE)
CURE = ""  # the example shows how it is done, and passes


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    around: str  # the learner's file; the example takes the place of EXAMPLE, with its indentation
    test: str  # the body of a hidden test
    fixtures: str = "jobs"
    code: str | None = None  # by default the page's
    mark: str = ""


CASES = {
    "busy-loop": Case(
        around="async def solve():\n    done = False\n    EXAMPLE",
        test="await exercise.solve()",
    ),
    "leaked-task": Case(
        around="import asyncio\n\nasync def watch():\n    await asyncio.sleep(60)\n\nEXAMPLE",
        test="with pytest.raises(OSError):\n    await exercise.poll(jobs.make('job', raises=OSError))",
    ),
    "lost-update": Case(
        mark='@pytest.mark.code("lost-update")\n',
        around="async def deposit(store, n):\n    EXAMPLE",
        test="store = Store(0)\n"
        "await asyncio.gather(exercise.deposit(store, 1), exercise.deposit(store, 10))\n"
        "assert same(store.value, 11)",
    ),
    "never-awaited": Case(
        around="async def hold(lock):\n    EXAMPLE\n    lock.release()",
        test="await exercise.hold(asyncio.Lock())",
    ),
    "not-awaitable": Case(
        around="def load(url):\n    return url\n\nEXAMPLE",
        test="assert same(await exercise.fetch('a'), 'a')",
    ),
    "not-cancelled": Case(
        around="async def run(job, log):\n    EXAMPLE",
        test="call = start('call', exercise.run(jobs.make('job', takes=5), lambda text: None))\n"
        "await clock.until(1)\n"
        "call.cancel()\n"
        "await asyncio.wait([call])\n"
        "assert log.of('call') == ['call cancelled 1']",
        fixtures="jobs, clock, log, start",
    ),
    "too-late": Case(
        around="import asyncio\n\nasync def fetch_all(fetch, urls):\n    EXAMPLE",
        test="await start('call', exercise.fetch_all(jobs.make('fetch', takes=2), 'ab'))\n"
        "assert log.of('call') == ['call returned 2']",
        fixtures="jobs, log, start",
    ),
    "unclosed-generator": Case(
        around="import asyncio\nimport contextlib\n\n"
        "async def ticks():\n    for n in range(9):\n        yield n\n        await asyncio.sleep(1)\n\n"
        "async def third():\n    EXAMPLE\n    return number",
        test="assert same(await exercise.third(), 3)",
        code=CURE,
    ),
    "unclosed-transport": Case(
        around="import asyncio\n\nasync def visit(host, port):\n    EXAMPLE",
        test="server = await peers.serve(silent)\nawait exercise.visit(*server.address)",
        fixtures="peers",
        code=CURE,
        mark="@pytest.mark.manual_clock\n",
    ),
    "wrong-type": Case(
        around="EXAMPLE",
        test="text = await exercise.greeting(jobs.make('read', takes=1, returns=b'hello'))\n"
        "assert same(text, 'hello')",
    ),
    "wrong-value": Case(
        around="class Tally:\n    total = 0\n\n    async def add(self, measure):\n        EXAMPLE",
        test="tally, measures = exercise.Tally(), [jobs.make(each, takes=1, returns=1) for each in 'ab']\n"
        "await asyncio.gather(*map(tally.add, measures))\n"
        "assert same(tally.total, 2)",
    ),
}


def example(code):
    """The first block of Python on the page of `code`; None if there is none."""
    found = EXAMPLE.search((PAGES / f"{code}.md").read_text(encoding="utf-8"))
    return found[1] if found else None


def learner_file(code):
    line = next(each for each in CASES[code].around.splitlines() if "EXAMPLE" in each)
    return CASES[code].around.replace(line, textwrap.indent(example(code), line.partition("E")[0]))


@pytest.fixture(scope="module")
def grades(tmp_path_factory):
    """What became of each example, by the page's code."""
    tree = tmp_path_factory.mktemp("tree")
    chapter = ['title = "Pages"']
    for number, (code, case) in enumerate(CASES.items(), 1):
        name = f"ex{number:02}_{code.replace('-', '_')}"
        chapter += [f"[{name}]", f'title = "{code}"', "stars = 1", 'kind = "blank"']
        chapter += ['hints = ["one", "two", "three"]']
        write(tree, f"exercises/ch90_pages/{name}.py", learner_file(code))
        write(tree, f"tests/ch90_pages/stubs/{name}.py", "")
        test = (
            '"""Hidden."""\n\nimport asyncio\n\nimport pytest\n\n'
            "from grader.testing import Store, same, silent\n\n\n"
            f"{case.mark}async def test_it(exercise, {case.fixtures}):\n"
            f'    """It holds."""\n{textwrap.indent(case.test, "    ")}\n'
        )
        write(tree, f"tests/ch90_pages/test_{name}.py", test)
    write(tree, "exercises/ch90_pages/chapter.toml", "\n".join(chapter) + "\n")
    cli.main(["grade", "--tree", str(tree), "--json", str(tree / "grade.json")])
    exercises = json.loads((tree / "grade.json").read_text())["chapters"][0]["exercises"]
    return {each["title"]: each for each in exercises}


@pytest.mark.parametrize("code", CASES)
def test_an_example_shows_what_its_page_is_about(grades, code):
    case, grade = CASES[code], grades[code]
    (behaviour,) = grade["behaviours"]

    assert grade["status"] == "graded", grade["message"]
    assert behaviour["code"] == (code if case.code is None else case.code), behaviour
    assert (behaviour["verdict"] == "passed") == (case.code == CURE), behaviour


def test_every_example_is_graded():
    assert {page.stem for page in PAGES.glob("*.md") if example(page.stem)} == CASES.keys()
