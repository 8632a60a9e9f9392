"""Say what this machine puts around learners' code, and why other protections are off.

A tiny exercise is graded for it. `grade --require-layers NAMES` refuses to run without them.

Exit codes: 0 every protection is on; 1 some aren't; 3 nothing could be run at all.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any

from grader.errors import Exit

STUB = '"""Nothing."""\n\n\ndef nothing() -> None:\n    raise NotImplementedError\n'
SOLUTION = '"""Nothing."""\n\n\ndef nothing() -> None:\n    return None\n'
TEST = """
from grader.testing import same


def test_nothing(exercise):
    assert same(exercise.nothing(), None)
"""


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what `doctor` takes."""
    parser.add_argument("--json", action="store_true", help="print the same as JSON")


def run(options: argparse.Namespace) -> int:
    """Have a look, and print what was seen."""
    seen = examine()
    if options.json:
        print(json.dumps(seen, indent=2))
    else:
        _show(seen)
    if seen["problem"]:
        return Exit.FAULT
    return Exit.DONE if all(one["on"] for one in seen["layers"]) else Exit.BELOW


def examine() -> dict[str, Any]:
    """What there is to know: versions, and for each protection whether it is on, or why not."""
    from grader import __version__
    from grader.workers.orders import LAYERS

    found, problem = _grade_nothing()
    layers = [
        {
            "name": name,
            "on": found.get(name) == "on",
            "why_not": found.get(name, "off: nothing could be run").removeprefix("on"),
            "keeps": purpose,
        }
        for name, purpose in LAYERS.items()
    ]
    return {
        "grader": __version__,
        "python": platform.python_version(),
        "platform": platform.platform(),
        "root": hasattr(os, "geteuid") and os.geteuid() == 0,
        "layers": layers,
        "problem": problem,
    }


def _grade_nothing() -> tuple[dict[str, str], str]:
    """The states of the layers around a child, and what went wrong, if anything did."""
    from grader.records import Behaviour, Exercise, Kind
    from grader.submission import Source
    from grader.workers.supervisor import Request, Workers

    stub = "tests/ch00_doctor/stubs/ex01_nothing.py"
    exercise = Exercise(
        id="ch00/ex01",
        name="ex01_nothing",
        folder="ch00_doctor",
        title="Nothing",
        kind=Kind.BLANK,
        stars=1,
        hints=(),
        behaviours=(Behaviour(id="test_nothing", statement="Nothing.", scenario=""),),
        stubs=(stub,),
    )
    root = Path(tempfile.mkdtemp(prefix="kata-doctor-"))
    try:
        for path, text in ((stub, STUB), (exercise.test, TEST)):
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            (root / path).write_text(text, encoding="utf-8")
        source = Source(path=root / exercise.path, content=SOLUTION.encode())
        with Workers(root=root, jobs=1) as workers:
            ((_, seen),) = workers.run([Request(exercise=exercise, source=source)])
    finally:
        shutil.rmtree(root, ignore_errors=True)
    passed = [one.verdict.value for one in seen.outcomes] == ["passed"]
    problem = "" if passed else seen.message or "; ".join(one.message for one in seen.outcomes)
    return dict(seen.layers), problem or ("" if passed else "the tiny exercise did not pass")


def _show(seen: dict[str, Any]) -> None:
    user = "root" if seen["root"] else "an ordinary user"
    print(f"grader {seen['grader']}, Python {seen['python']}, {seen['platform']}, as {user}\n")
    wide = max(len(one["name"]) for one in seen["layers"])
    for one in seen["layers"]:
        state = "on " if one["on"] else "off"
        print(f"  {state}  {one['name']:<{wide}}  {one['keeps']}")
        if not one["on"]:
            print(f"       {'':<{wide}}  {one['why_not']}")
    missing = sum(not one["on"] for one in seen["layers"])
    print(f"\n{len(seen['layers']) - missing} of {len(seen['layers'])} protections are on")
    if missing:
        print("what that means: docs/threat-model.md")
    if seen["problem"]:
        sys.stderr.write(f"nothing can be graded here: {seen['problem']}\n")
