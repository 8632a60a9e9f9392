"""The pytest session in which children run: its plugins, its options, what is imported beforehand."""

from __future__ import annotations

import contextlib
import importlib
import pkgutil
import re
import sys
import traceback
from pathlib import Path

import pytest
import pytest_asyncio.plugin
import pytest_timeout

import grader.testing
import grader.testing.plugin
from grader.testing._scene import get_ready

# Built-in plugins that no hidden test needs. Each one less is time at every start.
WITHOUT = """
terminal cacheprovider debugging doctest faulthandler junitxml legacypath logging pastebin recwarn
setuponly setupplan stepwise subtests threadexception unittest unraisableexception
"""

# What a child imports on first use, found by comparing `sys.modules` after a run. Imported here
# once, instead of by every child.
FIRST_USED = """
concurrent.futures.thread difflib linecache queue resource subprocess tempfile textwrap
"""
# What pytest-asyncio filters by in each test, as `warnings` compiles it.
FILTERED = ".*BaseEventLoop.shutdown_asyncgens.*"


def run(root: str, wall: str, first: object) -> int:
    """Run pytest with the plugins that grading needs, and return its exit status.

    Args:
        root: the trusted tree.
        wall: seconds of real time for one behaviour.
        first: the plugin that decides what is collected.
    """
    warm_up()
    sys.unraisablehook = tell
    # As objects, not as `-p`: that would have pytest rewrite their assertions at every start.
    plugins = [pytest_asyncio.plugin, pytest_timeout, grader.testing.plugin, first]
    return int(pytest.main(arguments(root, wall), plugins=plugins))


def arguments(root: str, wall: str) -> list[str]:
    """The command line. No conftest, no cache, no plugin that isn't named here."""
    return [
        *(f"-pno:{name}" for name in WITHOUT.split()),
        "-s",  # the child captures output itself, and bounds it
        "--noconftest",
        "--strict-markers",
        "--import-mode=importlib",
        f"--rootdir={root}",
        f"--timeout={wall}",
        f"--config-file={Path(__file__).with_name('session.ini')}",
    ]


def warm_up() -> None:
    """Import what children would otherwise import one by one."""
    for found in pkgutil.walk_packages(grader.testing.__path__, "grader.testing."):
        importlib.import_module(found.name)
    for name in FIRST_USED.split():
        with contextlib.suppress(ImportError):  # some are platform's
            importlib.import_module(name)
    re.compile(FILTERED, re.IGNORECASE)
    get_ready()


def tell(ignored: sys.UnraisableHookArgs) -> None:
    """Print what is ignored, as CPython does, but look up source lines in Python.

    CPython opens the files itself. That can't be told from an attempt of whatever code stands on the
    stack when the garbage is collected, and so it counted as tampering.
    """
    sys.stderr.write(f"{ignored.err_msg or 'Exception ignored in'}: {ignored.object!r}\n")
    traceback.print_exception(ignored.exc_type, ignored.exc_value, ignored.exc_traceback)
