"""Measure how fast the grader is, next to other ways of grading the same.

NAME is one of the benchmarks; none means all but `cohort`, which takes half an hour. Words like
ch02-ch13 or ch27/ex01 choose exercises for `range`, which without them measures all, and for `cohort`,
which otherwise takes ch27. Prints a page of
Markdown, and writes it as bench.md and bench.json to a folder. Every way is run in turns, so that all
of them see the same machine; keep it idle meanwhile.

Exit codes: 0 measured, whether or not the claims hold; 2 wrong usage, or something that is measured
fails; 3 a fault of the grader's own.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import re
import sys
from pathlib import Path

from grader.commands._options import number
from grader.errors import Exit, UsageError

REPEATS = 5
SUBMISSIONS = 1000


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what `bench` takes."""
    parser.add_argument("names", nargs="*", metavar="NAME", help="what to measure")
    parser.add_argument(
        "--repeats", metavar="N", type=number, default=REPEATS, help="rounds that count; 5"
    )
    parser.add_argument(
        "--submissions",
        metavar="N",
        type=number,
        default=SUBMISSIONS,
        help="how many `cohort` grades; 1000",
    )
    parser.add_argument(
        "--seed", metavar="N", type=number, default=1, help="of what `cohort` draws; 1"
    )
    parser.add_argument(
        "--out",
        metavar="DIR",
        type=Path,
        default=Path(".kata"),
        help="where to write bench.md and bench.json; .kata",
    )


def run(options: argparse.Namespace) -> int:
    """Measure, print, and write the files."""
    from grader.bench import render
    from grader.bench.plan import Plan
    from grader.bench.registry import BENCHES, ON_REQUEST
    from grader.tree import repository

    selection = tuple(name for name in options.names if re.match(r"ch\d", name))
    names = [name for name in options.names if name not in selection]
    for name in names:
        if name not in BENCHES:
            raise UsageError(f"there is no benchmark `{name}`; there are {', '.join(BENCHES)}")
    everything = [name for name in BENCHES if name not in ON_REQUEST]
    chosen = names or (["range"] if selection else everything)
    sections = []
    for name in chosen:

        def tell(text: str, name: str = name) -> None:
            print(f"{name}: {text}", file=sys.stderr, flush=True)

        plan = Plan(
            root=repository(),
            repeats=options.repeats,
            selection=selection,
            submissions=options.submissions,
            seed=options.seed,
            tell=tell,
        )
        sections.append(BENCHES[name](plan))
    where = machine(options.repeats)
    page = render.markdown(where, sections)
    print(page, end="")
    try:
        options.out.mkdir(parents=True, exist_ok=True)
        (options.out / "bench.md").write_text(page, encoding="utf-8")
        text = json.dumps(render.as_json(where, sections), indent=2) + "\n"
        (options.out / "bench.json").write_text(text, encoding="utf-8")
    except OSError as error:
        raise UsageError(f"--out: {options.out} can't be written: {error.strerror}") from None
    return Exit.DONE


def machine(repeats: int) -> dict[str, str]:
    """What the numbers depend on."""
    load = ", ".join(f"{each:.1f}" for each in os.getloadavg()) if hasattr(os, "getloadavg") else ""
    return {
        "Python": platform.python_version(),
        "system": f"{platform.system()} {platform.machine()}",
        "processors": str(os.cpu_count()),
        "rounds": str(repeats),
    } | ({"load afterwards": load} if load else {})
