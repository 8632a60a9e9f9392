"""What the launcher is told: which files a zygote and its children may reach, and what else they may not.

The interpreter and its libraries, the grader, each hidden test; to be written, the working folder
alone. Not the variants and references, which hold solutions; not the submission: what a child needs
of these comes with its order.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

from .orders import Plan

HERE = Path(__file__).parent
LIBRARIES = ("/lib", "/lib64", "/usr/lib", "/usr/lib64", "/usr/local/lib")
# A learner may start other programs where the exercise is about that; they can do no more than it.
PROGRAMS = ("/bin", "/usr/bin")
SYSTEM = ("/etc", "/proc", "/usr/share/zoneinfo", "/usr/share/locale", "/dev/urandom", "/dev/zero")
UNWANTED = "off: it was not wanted"
# Where process pools make their semaphores. By its name, the audit hook lets nobody write there.
SEMAPHORES = "/dev/shm"  # noqa: S108
MEASURING = ("COVERAGE_PROCESS_START", "COVERAGE_PROCESS_CONFIG")


def words(plan: Plan) -> Iterator[str]:
    """The launcher's arguments, but for the limits."""
    for name, wish in (("network", "loopback"), ("processes", "own")):
        yield f"{name}={UNWANTED if name in plan.without else wish}"
    if "files" in plan.without:
        yield f"files={UNWANTED}"
    elif any(name in os.environ for name in MEASURING):
        yield "files=off: coverage is being measured, which writes files of its own"
    else:
        yield from _files(plan)


def _files(plan: Plan) -> Iterator[str]:
    for path in (sys.executable, *_interpreter(), *LIBRARIES, *PROGRAMS):
        yield f"run={path}"
    for path in (str(HERE.parent), *SYSTEM):
        yield f"read={path}"
    yield from _tests(Path(plan.root))
    for path in (plan.folder, os.devnull, SEMAPHORES):
        yield f"write={path}"
    # A zygote removes its working folder at the end, which is a right over the folder around it.
    yield f"clear={os.path.dirname(plan.folder)}"


def _interpreter() -> Iterator[str]:
    """Folders, never a whole prefix: the repository might be in there."""
    for prefix in dict.fromkeys((sys.prefix, sys.exec_prefix, sys.base_prefix)):
        for name in ("pyvenv.cfg", "lib", "lib64"):
            yield os.path.join(prefix, name)
    yield os.path.dirname(os.__file__)
    for path in sys.path:  # Debian's, for instance, are elsewhere
        if os.path.basename(path) in ("site-packages", "dist-packages", "lib-dynload"):
            yield path


def _tests(root: Path) -> Iterator[str]:
    """Each hidden test, and what is kept of it compiled; not the folders, for variants are in them.

    A folder may be listed: pytest rewrites the asserts of a test only where it can find it so.
    """
    try:
        chapters = [each.path for each in os.scandir(root / "tests") if each.name[:2] == "ch"]
    except OSError:
        return
    for chapter in sorted(chapters):
        try:
            names = os.listdir(chapter)
        except OSError:
            continue
        yield f"list={chapter}"
        for name in sorted(names):
            if name == "__pycache__" or (name[:5] == "test_" and name[-3:] == ".py"):
                yield f"read={os.path.join(chapter, name)}"
