"""What the toolkit found out about one behaviour, in plain values."""

from __future__ import annotations

from dataclasses import dataclass

from ._trace import Row


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """The outcome of one run of a hidden test.

    `verdict` is one of passed, failed, not_started, timed_out, internal_error. `line` counts from
    1 in the learner's file. `advice` holds remarks that cost nothing; `timeline` says what each
    task did; `notices` holds signs that the run was tampered with.
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
    timeline: tuple[Row, ...] = ()
    notices: tuple[str, ...] = ()

    def __str__(self) -> str:
        where = f"line {self.line}" if self.line else ""
        parts = {
            "expected": self.expected,
            "observed": self.observed,
            "where": where,
            "next": self.next,
        }
        rows = [f"{self.code or self.verdict}: {self.message}"]
        rows += [f"{name:10}{text}" for name, text in parts.items() if text]
        rows += [self.traceback] if self.traceback else []
        rows += ["what happened", *(f"  {line}" for line in self.timeline)] if self.timeline else []
        return "\n".join(rows)


PASSED = Finding(verdict="passed")
