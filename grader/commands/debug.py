"""Run one behaviour where `breakpoint()`, pdb and an editor's debugger work; nothing is scored.

EXERCISE is like ch27/ex02, BEHAVIOUR the name of a hidden test or the beginning of one; without it,
the first that fails. The clock is virtual as ever, so you may take as long as you like; but there is
one process only, without limits, protections or hygiene's patience. `--pdb` stops where a test fails.

Exit codes: 0 it passes; 1 it fails; 2 wrong usage.
"""

from __future__ import annotations

import argparse
import subprocess
import sys

from grader.commands._options import only, tree_option
from grader.errors import Exit, UsageError


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what `debug` takes."""
    parser.add_argument("exercise", metavar="EXERCISE", help="which one, such as ch27/ex02")
    parser.add_argument("behaviour", metavar="BEHAVIOUR", nargs="?", help="such as test_the_limit")
    parser.add_argument("--pdb", action="store_true", help="stop in the debugger at a failure")
    parser.add_argument("--schedule", metavar="TOKEN", help="in this order of events, as printed")
    tree_option(parser)


def run(options: argparse.Namespace) -> int:
    """Hand over to pytest, with our terminal."""
    from grader import tree

    root, exercise = only(options, "one exercise is debugged at a time")
    test = exercise.test
    if options.behaviour:
        name = options.behaviour.removeprefix("test_")
        known = [each.id for each in exercise.behaviours]
        fitting = [each for each in known if each == f"test_{name}"] or [
            each for each in known if each.startswith(f"test_{name}")
        ]
        if len(fitting) != 1:
            raise UsageError(
                f"`{options.behaviour}` is {len(fitting)} of the behaviours of {exercise.id}: "
                + ", ".join(known)
            )
        test += f"::{fitting[0]}"
    words = [
        sys.executable,
        "-m",
        "pytest",
        "-p",
        "grader.testing.plugin",
        "-p",
        "no:cacheprovider",
    ]
    words += ["-s", "-x", "--timeout=0", "--tb=short", "--import-mode=importlib", "-q"]
    words += ["-o", "asyncio_mode=auto", "-o", "asyncio_default_fixture_loop_scope=function"]
    words += [f"--rootdir={root}", f"--submission={tree.workplace(root)}"]
    words += ["--pdb"] if options.pdb else []
    words += [f"--schedule={options.schedule}"] if options.schedule else []
    try:
        code = subprocess.run([*words, str(root / test)], check=False, cwd=root).returncode
    except KeyboardInterrupt:
        return Exit.STOPPED
    return code if code in (Exit.DONE, Exit.BELOW) else Exit.REFUSED
