"""What the toolkit found out about one behaviour, in plain values."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """The outcome of one run of a hidden test.

    `verdict` is one of passed, failed, not_started, timed_out, internal_error. `line` counts from
    1 in the learner's file. `advice` holds remarks that cost nothing; `notices` holds signs that
    the run was tampered with.
    """

    verdict: str
    code: str = ""
    message: str = ""
    expected: str = ""
    observed: str = ""
    next: str = ""
    line: int | None = None
    traceback: str = ""
    advice: tuple[str, ...] = ()
    notices: tuple[str, ...] = ()


PASSED = Finding(verdict="passed")
