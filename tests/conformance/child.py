"""Runs one module of the interpreter's own asyncio tests with our loop in place of the stock one.

    python child.py MODE MODULE LEFT_OUT…

prints one JSON object a line: `{"test": id, "outcome": "passed" | "failed" | "skipped", "why": …}`,
before each test `{"begins": id}`, and `{"end": true}` at the end.
"""

import asyncio
import contextlib
import faulthandler
import fnmatch
import json
import os
import signal
import sys
import unittest

from grader.testing._clock import virtual_time
from grader.testing._loop import VirtualTimeLoop
from grader.testing._schedules import Holds


class Loop(VirtualTimeLoop):
    """The loop under test; takes what the stock loop takes."""

    mode = "virtual"
    explores = False

    def __init__(self, selector=None):
        schedule = Holds() if self.explores else None
        super().__init__(selector, clock=self.mode, schedule=schedule)


def install(mode):
    """Put our loop wherever the tests look for the stock one."""
    Loop.mode = "real" if mode == "real" else "virtual"
    Loop.explores = mode == "explored"
    names = ("SelectorEventLoop", "EventLoop", "_UnixSelectorEventLoop")
    for module in (asyncio, asyncio.unix_events):
        for name in names:
            if hasattr(module, name):
                setattr(module, name, Loop)
    for name in ("_UnixDefaultEventLoopPolicy", "_DefaultEventLoopPolicy"):
        if hasattr(asyncio.unix_events, name):
            getattr(asyncio.unix_events, name)._loop_factory = Loop


class Result(unittest.TestResult):
    """Prints each outcome at once: the next test may hang."""

    def __init__(self, out):
        super().__init__()
        self._out = out
        self._bad = {}

    def _say(self, **record):
        print(json.dumps(record), file=self._out, flush=True)

    def startTest(self, test):  # noqa: N802
        super().startTest(test)
        self._say(begins=test.id())

    def stopTest(self, test):  # noqa: N802
        super().stopTest(test)
        outcome, why = self._bad.pop(test.id(), ("passed", ""))
        self._say(test=test.id(), outcome=outcome, why=why)

    def _note(self, test, error):
        kind, value, _ = error
        self._bad[test.id()] = ("failed", f"{kind.__name__}: {value}"[:300])
        if os.environ.get("VERBOSE"):
            sys.__stderr__.write(self._exc_info_to_string(error, test))

    def addError(self, test, err):  # noqa: N802
        super().addError(test, err)
        self._note(test, err)

    def addFailure(self, test, err):  # noqa: N802
        super().addFailure(test, err)
        self._note(test, err)

    def addSubTest(self, test, subtest, err):  # noqa: N802
        super().addSubTest(test, subtest, err)
        if err is not None:
            self._note(test, err)

    def addSkip(self, test, reason):  # noqa: N802
        super().addSkip(test, reason)
        self._bad[test.id()] = ("skipped", reason)

    def addExpectedFailure(self, test, err):  # noqa: N802
        super().addExpectedFailure(test, err)

    def addUnexpectedSuccess(self, test):  # noqa: N802
        super().addUnexpectedSuccess(test)
        self._bad[test.id()] = ("failed", "unexpected success")


def cases(suite):
    """The single tests of a suite."""
    for each in suite:
        if isinstance(each, unittest.TestSuite):
            yield from cases(each)
        else:
            yield each


def main(mode, module, left_out):
    faulthandler.enable()
    out = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)  # tests print, and so do their children
    signal.signal(signal.SIGINT, signal.default_int_handler)  # a job in the background ignores it
    install(mode)
    loaded = unittest.defaultTestLoader.loadTestsFromName(f"test.test_asyncio.{module}")
    suite = unittest.TestSuite(
        each
        for each in cases(loaded)
        if not any(fnmatch.fnmatch(each.id(), f"*{pattern}") for pattern in left_out)
    )
    result = Result(out)
    scope = contextlib.nullcontext() if mode == "real" else virtual_time(Loop)
    with scope:
        suite.run(result)
    print(json.dumps({"end": True}), file=out, flush=True)
    out.close()
    os._exit(0)  # threads that a failed test left behind


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], sys.argv[3:])
