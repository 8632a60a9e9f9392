"""What runs inside a Dask worker: it passes requests on to graders beside it.

A Dask worker has many threads, and a grader forks. So graders are processes of their own; as many as
the worker has threads at work, each warm from its first request until the run is over. If the worker
dies, its graders' input ends, and so do they.
"""

from __future__ import annotations

import json
import platform
import subprocess
import sys
import threading
from collections.abc import Mapping, Sequence
from typing import Any

__all__ = ["Lost", "close", "work"]

PATIENCE = 30.0  # real seconds until a grader that has been told to end is killed

_lock = threading.Lock()
_free: dict[str, list[_Grader]] = {}  # by run
_over: set[str] = set()  # runs


class Lost(Exception):  # noqa: N818 - nobody's error
    """A grader came to its end while it was at work. Another one may be tried."""


def work(
    run: str, hello: Mapping[str, Any], requests: Sequence[Mapping[str, Any]]
) -> list[str] | str:
    """Have requests graded.

    Args:
        run: what this run of `cohort` is called; its graders are not shared with others.
        hello: what a grader is told at first: `tree`, `folders`, `terms`.
        requests: as plain values.

    Returns:
        What the grader answered, a line a request; or a text that says why this worker can't be used.

    Raises:
        Lost: the grader has ended.
    """
    with _lock:
        free = _free.setdefault(run, [])
        grader = free.pop() if free else None
    grader = grader or _Grader(hello)
    answer: list[str] | str = ""
    try:
        answer = grader.refusal or grader.ask(requests)
    finally:
        with _lock:
            keep = isinstance(answer, list) and run not in _over
            if keep:
                free.append(grader)
        if not keep:
            grader.close()
    return answer


def close(run: str) -> None:
    """End the run's graders; those at work end after it."""
    with _lock:
        _over.add(run)
        graders = _free.pop(run, [])
    for each in graders:
        each.close()


class _Grader:
    """One process, and its two pipes. `refusal`: why it can't be used, or ""."""

    def __init__(self, hello: Mapping[str, Any]) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "grader.cohort.serve"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            encoding="ascii",
        )
        try:
            self._say(hello)
            differences = json.loads(self._hear())
        except Lost:
            self.close()
            raise
        about = f"the worker on {platform.node()} can't be used: "
        self.refusal = about + ", and ".join(differences) if differences else ""

    def ask(self, requests: Sequence[Mapping[str, Any]]) -> list[str]:
        """The answers: a line of JSON for each, as they come."""
        self._say(requests)
        return [self._hear() for _ in requests]

    def close(self) -> None:
        """Tell it to end, and wait for that."""
        assert self._process.stdin
        assert self._process.stdout
        try:
            self._process.stdin.close()
        except OSError:
            pass  # it is gone, and left something unread
        try:
            self._process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._process.stdout.close()

    def _say(self, something: Any) -> None:
        assert self._process.stdin
        try:
            self._process.stdin.write(json.dumps(something) + "\n")
            self._process.stdin.flush()
        except OSError as error:
            raise Lost(f"a grader on {platform.node()} has ended: {error}") from None

    def _hear(self) -> str:
        assert self._process.stdout
        line = self._process.stdout.readline()
        if not line.endswith("\n"):
            raise Lost(f"a grader on {platform.node()} has ended")
        return line
