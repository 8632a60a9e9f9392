"""The failure codes: stable words for why a behaviour failed, and what to do next.

A code is part of the grade's format, so a name never changes its meaning. `docs/verdicts/` has a
page for each.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

# code -> the advice that a learner reads first
NEXT: Mapping[str, str] = MappingProxyType(
    {
        # what the code gave back
        "wrong-value": "follow the values through your code for this scenario, step by step",
        "wrong-type": "look at the type that the docstring promises",
        "missing-name": "keep the names and signatures of the stub",
        "not-awaitable": "hand back something to await: an `async def` stays one, `__await__` returns an iterator",
        "raised": "read the exception and the line it comes from; decide who is to handle it",
        "wrong-exception": "compare the exception with the one that the docstring promises",
        "not-raised": "find out where the promised exception is swallowed, or never raised",
        "not-started": "replace `raise NotImplementedError` by your code",
        # what happened, and when
        "wrong-order": "write down which step wakes which; then find the await that changes it",
        "too-late": "look for waits that follow each other where they could overlap, or waits that are too long",
        "too-early": "look for something that is not waited for",
        "missing-event": "find out why this step never happens",
        "extra-event": "find out what makes this step happen once too often",
        "not-cancelled": "find who swallows the CancelledError, or who never asks for it",
        "cancelled": "find who cancels this, and whether that cancellation was meant for it",
        "overlap": "count how many run at once, and find what should keep them apart",
        "lost-update": "look for an await between reading a value and writing it back",
        "lock-held": "find the path on which the lock is not released",
        # it does not come to an end
        "deadlock": "look at what each task waits for: who could still wake it?",
        "livelock": "find the loop that awaits nothing that takes time",
        "never-ends": "find the loop that goes on sleeping, and what was to end it",
        "busy-loop": "find the loop that never awaits: nothing else can run meanwhile",
        "cut-short": "the test was ended from outside; let it run to its end",
        # house rules
        "never-awaited": "calling a coroutine function runs nothing: await the call or make a task of it",
        "leaked-task": "keep the task, and await it (or cancel it and await it) before you return",
        "lost-exception": "await the task, or look at its exception, so that its failure is not lost",
        "callback-error": "an exception in a callback has nobody to go to: mend the callback",
        "blocking-call": "nothing else can run meanwhile: await an asyncio way of waiting, or use a thread",
        "unclosed-transport": "close what you open, on every path, and wait until it is closed",
        "unclosed-server": "close the server and wait until it is closed",
        "unclosed-generator": "close an async generator that you leave early (`contextlib.aclosing`)",
        "leaked-process": "wait for the child process, or kill it and wait, on every path",
        "leaked-executor": "shut the executor down, without blocking the loop",
        "leaked-thread": "let the thread come to its end before you return",
        "policy-changed": "leave the event loop policy as it was",
        "limit-changed": "leave the recursion limit as it was",
    }
)

# Codes of the checks that run after every behaviour; `allow("…")` opts out of one of them.
HYGIENE = (
    "never-awaited",
    "leaked-task",
    "lost-exception",
    "callback-error",
    "blocking-call",
    "unclosed-transport",
    "unclosed-server",
    "unclosed-generator",
    "leaked-process",
    "leaked-executor",
    "leaked-thread",
    "policy-changed",
    "limit-changed",
)
