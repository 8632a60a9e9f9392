"""The least that isolation can cost: a warm process forks, imports, and runs each test by itself.

Run as `python -m grader.bench.floor TREE`, on a tree that `corpus` wrote. No pytest, no clock, no
protection, no report; only whether every test passes.
"""

from __future__ import annotations

import asyncio
import importlib.util
import inspect
import os
import sys
import traceback
from collections.abc import Sequence
from pathlib import Path
from types import ModuleType

import grader.testing  # noqa: F401 - the tests import it, so it has to be warm
from grader.bench import AT_A_TIME

__all__ = ["main"]


def main(root: Path) -> int:
    """Run every test file of the tree; return 1 if anything failed."""
    tests = sorted(root.glob("tests/ch*/test_*.py"))
    running, failed = 0, 0
    for test in tests:
        if running == AT_A_TIME:
            failed += _wait()
            running -= 1
        if not os.fork():
            os._exit(_child(root, test))
        running += 1
    failed += sum(_wait() for _ in range(running))
    return int(bool(failed) or not tests)


def _wait() -> int:
    _, status = os.wait()
    return int(status != 0)


def _child(root: Path, test: Path) -> int:
    try:
        exercise = _load(root / "solutions" / test.parent.name / test.name.removeprefix("test_"))
        _run(_load(test), exercise)
    except BaseException:  # noqa: BLE001 - nothing may come back into the parent's loop
        traceback.print_exc()
        return 1
    return 0


def _load(path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _run(tests: ModuleType, exercise: ModuleType) -> Sequence[str]:
    names = [name for name in vars(tests) if name.startswith("test_")]
    for name in names:
        body = getattr(tests, name)
        assert inspect.iscoroutinefunction(body)
        asyncio.run(body(exercise))
    return names


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
