"""From what ended a hidden test to a finding that a learner can act on.

The statement that failed is read from the test's own file (ours, so it may be parsed), the values
come from the comparison itself, and the code is chosen by comparing what was expected with what
was observed: an order, a time, a missing or an extra event, a value.
"""

from __future__ import annotations

import ast
import asyncio
import functools
import os
import re
import traceback
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from types import FrameType, TracebackType
from typing import Any, NamedTuple

from ._codes import NEXT
from ._compare import Comparison, render
from ._errors import (
    BlockedLoopError,
    DeadlockError,
    EndlessError,
    ForgedError,
    LivelockError,
    UnexploredError,
)
from ._findings import PASSED, Finding
from ._frames import locals_of
from ._hygiene import Breach
from ._probes import Calls, Instant, Store
from ._scene import CutShortError, HygieneError, NotDeterministicError, Scene
from ._source import Source
from ._sweep import NotCancelledError
from ._waiting import NEXT_STEP
from ._watchdog import OutOfTimeError

EVENT = re.compile(
    r"(?P<name>.+?) (?P<what>\w+(?: \w+(?:\.\w+)*)?) (?P<time>-?\d+(?:\.\d+)?(?:e[+-]?\d+)?)",
    re.DOTALL,
)
ADDRESS = re.compile(
    r"(?<= at )0x[0-9a-fA-F]+"
)  # of an object, in Python's words; another one each time
DID_NOT_RAISE = re.compile(r"DID NOT RAISE (.*)")
PASSIVE = ("cancelled", "interrupted")  # events that are done to a call
LIMIT = 600  # characters of any text taken from a value or an exception
FRAMES = 12  # learner frames shown of a traceback


def explain(scene: Scene, error: BaseException | None) -> Finding:
    """Say what came of a run.

    Args:
        scene: the run, after `Scene.check`.
        error: what is wrong with it; None if nothing is.
    """
    source = scene.setting.source
    if error is None:
        return replace(PASSED, advice=tuple(scene.watch.advice)) if scene.watch.advice else PASSED
    finding = _explain(scene, error, source)
    if isinstance(error, HygieneError) or finding.verdict != "failed":
        return finding
    # A broken house rule is often the cause of a broken promise.
    return replace(finding, advice=(*finding.advice, *_advice(scene.watch.breaches)))


def _advice(breaches: Iterable[Breach]) -> tuple[str, ...]:
    return tuple(f"{breach.code}: {breach.message}" for breach in breaches)


def _explain(scene: Scene, error: BaseException, source: Source | None) -> Finding:
    if scene.watch.stub_errors or _unwritten(scene, error):
        return _finding(
            "not_started", "not-started", "this part isn't written yet", source=source, error=error
        )
    if isinstance(error, BlockedLoopError) and scene.watch.breaches:
        error = HygieneError(tuple(scene.watch.breaches))
    if isinstance(error, HygieneError):
        first = error.breaches[0]
        others = _advice(error.breaches[1:])
        return _finding("failed", first.code, first.message, line=first.line, advice=others)
    if isinstance(error, CutShortError):
        return _finding(
            "failed", "cut-short", str(error), notices=("a test was ended from outside",)
        )
    if isinstance(error, ForgedError):
        return _finding("failed", "cut-short", str(error), notices=(str(error),))
    if isinstance(error, DeadlockError | LivelockError | EndlessError):
        return _stuck(scene, error)
    if isinstance(error, OutOfTimeError | NotDeterministicError) and scene.watch.raises(error):
        return _raised(error, source)  # it isn't the learner's to raise
    if isinstance(error, OutOfTimeError):
        if not error.busy:
            return Finding(verdict="internal_error", message=error.limit_reached)
        return _finding("timed_out", error.code, error.limit_reached, source=source, error=error)
    if isinstance(error, NotDeterministicError):
        return Finding(verdict="internal_error", message=f"not deterministic: {error}")
    if isinstance(error, NotCancelledError | UnexploredError):
        return _finding("failed", error.code, str(error))
    if isinstance(error, AssertionError):
        return _asserted(scene, error)
    if type(error).__name__ == "Failed":  # `pytest.fail`; only the plugin knows pytest
        return _failed(error, source)
    return _raised(error, source)


def _finding(
    verdict: str,
    code: str,
    message: str,
    *,
    source: Source | None = None,
    error: BaseException | None = None,
    line: int | None = None,
    **rest: Any,
) -> Finding:
    shown = ""
    if error is not None and source is not None:
        frames = _learner_frames(_walk(error.__traceback__), source)
        line = line or (frames[-1].lineno if frames else None)
        shown = _traceback(error, frames)
    texts = {"message": _cut(message), "traceback": shown} | rest
    for name, text in texts.items():
        if isinstance(text, str):
            texts[name] = ADDRESS.sub("0x…", text)
    return Finding(verdict=verdict, code=code, next=NEXT[code], line=line, **texts)


def _unwritten(scene: Scene, error: BaseException) -> bool:
    seen: set[int] = set()
    compared = scene.comparison.error if scene.comparison is not None else None
    queue: list[BaseException | None] = [error, compared, *scene.start.errors]
    while queue:
        current = queue.pop()
        if current is None or id(current) in seen:
            continue
        seen.add(id(current))
        if scene.watch.from_stub(current):
            return True
        queue += [current.__cause__, current.__context__]
        if isinstance(current, BaseExceptionGroup):
            queue += current.exceptions
    return False


# -- comparisons


def _asserted(scene: Scene, error: AssertionError) -> Finding:
    steps = _walk(error.__traceback__)
    finding = _compared(scene, error, steps)
    line = _undoing(steps, scene.setting.source)
    if finding.code != "lost-update" or line is None:
        return finding
    message = f"{finding.message}; line {line} undoes what others wrote meanwhile"
    return replace(finding, line=line, message=message)


def _compared(scene: Scene, error: AssertionError, steps: Sequence[_Step]) -> Finding:
    source = scene.setting.source
    frames = _learner_frames(steps, source) if source else []
    if frames and not _ends_in_test(steps):
        return _raised(error, source)  # an assert of the learner's own
    statement = _Statement.of(steps)
    line = statement.learners_line(source)
    comparison = scene.comparison
    if comparison is not None and statement.calls("same"):
        label = statement.label(comparison.path)
        left, right = comparison.at
        expected, observed = comparison.expected, comparison.observed
        code, message = _classify(left, right, label, observed, expected)
        code = _exceptional(comparison) or _too_many(scene, left, right, code, label)
        if comparison.path and scene.setting.code:
            code = "wrong-value"  # an exception that is a part of a value: the author knows better
        code = _special(scene, code)
        return _finding(
            "failed",
            code,
            message,
            # An exception's traceback says where it came from.
            source=source if comparison.error is not None else None,
            error=comparison.error,
            line=None if comparison.error is not None else line,
            expected=expected,
            observed=observed,
        )
    custom = statement.said(error)
    if scene.compared is not None and scene.compared[0] in ("==", *_WORDS):
        op, left, right = scene.compared
        label = statement.operand()
        expected, observed = _shown(right, beside=left), _shown(left, beside=left)
        if op == "==":
            code, message = _classify(left, right, label, observed, expected)
            code = _too_many(scene, left, right, code, label)
        else:
            code, expected = scene.setting.code or statement.guess(), _expected(op, expected)
            message = f"`{label}` is {observed}, and should be {expected}"
        code = _special(scene, code)
        return _finding(
            "failed", code, custom or message, line=line, expected=expected, observed=observed
        )
    code = scene.setting.code or statement.guess()
    if custom:
        return _finding("failed", code, custom, line=line)
    text = statement.condition()
    return _finding(
        "failed",
        code,
        f"`{text}` doesn't hold" if text else "a promise doesn't hold",
        line=line,
        expected=f"`{text}`" if text else "",
        observed="it is false" if text else "",
    )


def _undoing(steps: Sequence[_Step], source: Source | None) -> int | None:
    """The learner's line that wrote an outdated value into a store of the test's, if any did."""
    found = _test_step(steps)
    if found is None or source is None:
        return None
    stores = [each for each in locals_of(found.frame).values() if isinstance(each, Store)]
    frames = (frame for store in stores for frame in store.undoing)
    return next((frame.line for frame in frames if source.wrote(frame.filename)), None)


def _too_many(scene: Scene, left: Any, right: Any, code: str, label: str) -> str:
    """A better code for a number that is too large, if its label says what it counts."""
    if scene.setting.code:
        return code  # the author's word is better than a guess
    if code == "wrong-value" and _is_number(left) and _is_number(right) and left > right:
        return _guess(label)
    return code


def _exceptional(comparison: Comparison) -> str:
    """The code if an exception is involved on either side; else empty."""
    if comparison.error is not None:
        return "wrong-exception" if comparison.wants_error else "raised"
    return "not-raised" if comparison.wants_error else ""


def _shown(value: object, *, beside: object) -> str:
    """The value as text; a number next to an instant is one, too."""
    if isinstance(beside, Instant) and isinstance(value, int | float):
        return str(Instant(value))
    return render(value)


def _special(scene: Scene, code: str) -> str:
    return scene.setting.code or code if code == "wrong-value" else code


def _expected(op: str, right: str) -> str:
    """In words; of a constant, to be identical is to be equal."""
    if op == "is" and right not in ("None", "True", "False"):
        return f"the very {right}"
    return _WORDS[op] + right


_WORDS = {
    "<=": "at most ",
    ">=": "at least ",
    "<": "less than ",
    ">": "more than ",
    "in": "among ",
    "is": "",
}


def _classify(left: Any, right: Any, label: str, observed: str, expected: str) -> tuple[str, str]:
    """Choose the code for `left`, which should have been equal to `right`."""
    found, wanted = _events(left), _events(right)
    if found is not None and wanted is not None:
        return _compare_events(found, wanted)
    if isinstance(left, Instant) or (
        label.endswith("clock.now") and _is_number(left) and _is_number(right)
    ):
        late = left > right
        return (
            "too-late" if late else "too-early"
        ), f"the end came at {observed} s, and should come at {expected} s"
    if label.endswith(".cancelled()") and right is True:
        return "not-cancelled", "the call did not end as cancelled"
    if (
        _kind(left) is not _kind(right)
        and not (_is_number(left) and _is_number(right))
        and left is not None
        and right is not None
        and not isinstance(right, BaseException)
    ):
        return "wrong-type", f"`{label}` is {observed}, and should be {expected}"
    return "wrong-value", f"`{label}` is {observed}, and should be {expected}"


def _kind(value: object) -> type:
    """Its class; calls are a list to who reads a test."""
    return list if isinstance(value, Calls) else type(value)


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


Event = tuple[str, str, float]


def _events(value: Any) -> list[Event] | None:
    """The log lines that `value` consists of, parsed; None if it is something else."""
    lines = [value] if isinstance(value, str) else value
    if not isinstance(lines, list | tuple) or not all(isinstance(line, str) for line in lines):
        return None
    matches = [EVENT.fullmatch(line) for line in lines]
    if not all(matches):
        return None
    return [(m["name"], m["what"], float(m["time"])) for m in matches if m]


def _compare_events(found: Sequence[Event], wanted: Sequence[Event]) -> tuple[str, str]:
    missing = sorted(Counter(wanted) - Counter(found), key=lambda event: event[2])
    extra = sorted(Counter(found) - Counter(wanted), key=lambda event: event[2])
    if not missing and not extra:
        index = next(
            i for i, (one, two) in enumerate(zip(found, wanted, strict=True)) if one != two
        )
        return "wrong-order", f"{_say(found[index])} came before {_say(wanted[index])}"
    for name, what, time in missing:
        instant = _moved(name, what, found, wanted, extra)
        if instant is not None:
            at, due = instant
            code = "too-late" if at > due else "too-early"
            should = "should have been" if what in PASSIVE else "should have"
            return code, f"{_say((name, what, at))}, and {should} at {due:g} s"
        if what == "cancelled":
            cut = next((event for event in extra if event[:2] == (name, "interrupted")), None)
            if cut is not None:
                again = (
                    f"`{name}` was cancelled again at {cut[2]:g} s, in the middle of its clean-up"
                )
                return "cancelled", f"{again}, and should have ended at {time:g} s"
            instead = _instead(name, extra)
            but = f" but {instead[1]} at {instead[2]:g} s" if instead else ""
            return (
                "not-cancelled",
                f"`{name}` was not cancelled{but}; it should have been at {time:g} s",
            )
    for name, what, time in extra:
        if what == "cancelled":
            return "cancelled", f"`{name}` was cancelled at {time:g} s, and should not have been"
    if not missing:
        return "extra-event", f"{_say(extra[0])}, and should not have"
    name, what, time = missing[0]
    instead = _instead(name, extra) if _is_end(what) else None
    if instead is None:
        return "missing-event", f"it never happened that {_say(missing[0])}"
    code = "wrong-exception"
    if what == "returned":
        code = "raised"
    elif instead[1] == "returned":
        code = "not-raised"
    should = f"should have {what} at {time:g} s"
    return code, f"{_say(instead)}, and {should}"


def _moved(
    name: str, what: str, found: Sequence[Event], wanted: Sequence[Event], extra: Sequence[Event]
) -> tuple[float, float] | None:
    """When the first such event came that came at another time, and when it should have come."""
    if not any(event[:2] == (name, what) for event in extra):
        return None
    came, due = (
        sorted(event[2] for event in events if event[:2] == (name, what))
        for events in (found, wanted)
    )
    pairs = [(one, other) for one, other in zip(came, due, strict=False) if one != other]
    # If there are too few or too many, the first that nobody expects stands for one that is missing.
    fitting = (
        pairs
        if len(came) == len(due)
        else [
            (event[2], time)
            for event in extra
            if event[:2] == (name, what)
            for time in due
            if time not in came
        ]
    )
    return fitting[0]


def _is_end(what: str) -> bool:
    return what == "returned" or what.startswith("raised ")


def _instead(name: str, extra: Sequence[Event]) -> Event | None:
    """How `name` ended, though it should have ended in another way."""
    return next((event for event in extra if event[0] == name and _is_end(event[1])), None)


def _say(event: Event) -> str:
    name, what, time = event
    verb = f"was {what}" if what in PASSIVE else what
    return f"`{name}` {verb} at {time:g} s"


class _Statement:
    """The assert that failed, as the test's file has it."""

    def __init__(self, node: ast.Assert | None, function: ast.AST | None) -> None:
        self.node, self.function = node, function

    @classmethod
    def of(cls, steps: Sequence[_Step]) -> _Statement:
        step = _test_step(steps)
        if step is None:
            return cls(None, None)
        tree = _parsed(step.filename)
        functions = (ast.FunctionDef, ast.AsyncFunctionDef)
        inside = [
            n
            for n in ast.walk(tree)
            if isinstance(n, functions) and n.name == step.frame.f_code.co_name
        ]
        asserts = [
            n
            for n in ast.walk(tree)
            if isinstance(n, ast.Assert) and n.lineno <= step.line <= (n.end_lineno or 0)
        ]
        return cls(asserts[0] if asserts else None, inside[0] if inside else None)

    def calls(self, name: str) -> bool:
        test = self.node.test if self.node else None
        return (
            isinstance(test, ast.Call) and isinstance(test.func, ast.Name) and test.func.id == name
        )

    def label(self, path: tuple[object, ...]) -> str:
        """What the value at `path` of `same(actual, …)` is called in the test."""
        assert self.node is not None
        assert isinstance(self.node.test, ast.Call)
        node: ast.expr = self.node.test.args[0]
        steps = list(path)
        while steps and isinstance(node, ast.Tuple | ast.List) and isinstance(steps[0], int):
            if any(isinstance(element, ast.Starred) for element in node.elts) or steps[0] >= len(
                node.elts
            ):
                break
            node = node.elts[steps.pop(0)]  # type: ignore[call-overload]
        return _unparse(node) + "".join(f"[{step!r}]" for step in steps)

    def operand(self) -> str:
        test = self.node.test if self.node else None
        return _unparse(test.left) if isinstance(test, ast.Compare) else "it"

    def condition(self) -> str:
        return _unparse(self.node.test) if self.node else ""

    def said(self, error: AssertionError) -> str:
        """The text that the test's author gave the assert; else empty."""
        if self.node is not None and self.node.msg is None:
            return ""
        text = str(error)
        return "" if not text or text.startswith("assert ") else text.splitlines()[0]

    def guess(self) -> str:
        """The code that the wording of the condition suggests."""
        return _guess(self.condition())

    def learners_line(self, source: Source | None) -> int | None:
        """Where the learner's function that the test is about is defined.

        That is the first thing the test takes from the module or, if that is a class, the first of
        its methods that the test mentions.
        """
        if source is None or self.function is None:
            return None
        attributes = [node for node in ast.walk(self.function) if isinstance(node, ast.Attribute)]
        attributes.sort(key=lambda node: (node.lineno, node.col_offset))
        for node in attributes:
            if isinstance(node.value, ast.Name) and node.value.id == "exercise":
                methods = (f"{node.attr}.{each.attr}" for each in attributes)
                named = [name for name in methods if name in source.definitions]
                return source.definitions.get(named[0] if named else node.attr)
        return None


def _guess(text: str) -> str:
    """The code that an expression suggests."""
    return next((code for pattern, code in _GUESSES if pattern.search(text)), "wrong-value")


_GUESSES = (
    (re.compile(r"\.cancelled\(\)"), "not-cancelled"),
    (re.compile(r"\.locked\(\)"), "lock-held"),
    (re.compile(r"\bpeak\b|\brunning\b"), "overlap"),
    (re.compile(r"\.calls\b"), "extra-event"),
    (re.compile(r"clock\.now"), "too-late"),
)


def _unparse(node: ast.expr) -> str:
    return " ".join(ast.unparse(node).split())[:120]


@functools.lru_cache(maxsize=64)
def _parsed(filename: str) -> ast.Module:
    return ast.parse(Path(filename).read_text(encoding="utf-8"))


# -- exceptions


def _stuck(scene: Scene, error: DeadlockError | LivelockError | EndlessError) -> Finding:
    source = scene.setting.source
    if isinstance(error, DeadlockError):
        verdict, code, message = "failed", "deadlock", "every task waits, and nothing can wake one"
    elif isinstance(error, LivelockError):
        verdict, code, message = (
            "failed",
            "livelock",
            "tasks run on and on, while time stands still",
        )
    else:
        verdict, code, message = "timed_out", "never-ends", "the program goes on for ever"
    line, found, rows = None, False, []
    for wait in error.waits:
        spins = (
            wait.what == NEXT_STEP
        )  # in a livelock it is at fault, and not those who wait for others
        place = next(
            (spot for spot in wait.where if source is not None and source.wrote(spot[0])), None
        )
        if place and (line is None or (spins and not found)):
            line, found = place[1], spins
        at = f", line {place[1]} in `{place[2]}`" if place else ""
        held = f", held by {wait.holder}" if wait.holder else ""
        rows.append(f"`{wait.name}` waits for {wait.what_from(scene.origin)}{held}{at}")
    return _finding(verdict, code, message, line=line, observed=_cut("\n".join(rows)))


def _failed(error: BaseException, source: Source | None) -> Finding:
    """`pytest.fail`, most often of a `pytest.raises` around code that raised nothing."""
    text = str(error)
    if text.startswith(
        "Timeout (>"
    ):  # pytest-timeout: a limit on real time is not the learner's fault
        return Finding(verdict="internal_error", message=text)
    wanted = DID_NOT_RAISE.fullmatch(text)
    line = _Statement.of(_walk(error.__traceback__)).learners_line(source)
    if wanted is None:
        return _finding(
            "failed", "wrong-value", text.splitlines()[0] if text else "the test failed", line=line
        )
    names = re.findall(r"'(?:[\w.]*\.)?(\w+)'", wanted[1]) or [wanted[1]]
    name = " or ".join(f"`{each}`" for each in names)
    return _finding(
        "failed", "not-raised", f"{name} should have come out, and nothing did", line=line
    )


def _raised(error: BaseException, source: Source | None) -> Finding:
    text = _text(error)
    if isinstance(error, asyncio.CancelledError):
        return _finding(
            "failed", "cancelled", "a cancellation came out", source=source, error=error
        )
    frames = _learner_frames(_walk(error.__traceback__), source) if source else []
    if not frames and isinstance(error, AttributeError):
        return _finding(
            "failed",
            "missing-name",
            text.removeprefix("AttributeError: "),
            source=source,
            error=error,
        )
    if (
        not frames
        and isinstance(error, TypeError)
        and ("await" in text or "coroutine was expected" in text)
    ):
        return _finding(
            "failed", "not-awaitable", text.removeprefix("TypeError: "), source=source, error=error
        )
    return _finding(
        "failed", "raised", f"{text} came out", source=source, error=error, observed=text
    )


def _text(error: BaseException) -> str:
    try:
        if type(error) is SyntaxError:  # else the line of the file follows, on lines of its own
            return _cut(f"SyntaxError: {error}")
        return _cut(
            "".join(
                traceback.TracebackException(
                    type(error), error, None, compact=True
                ).format_exception_only()
            )
        ).strip()
    except Exception:  # noqa: BLE001 - the learner's own exception class may refuse to be printed
        return type(error).__name__


def _cut(text: str) -> str:
    return text if len(text) <= LIMIT else text[:LIMIT] + " ..."


class _Step(NamedTuple):
    """One of a traceback's: asked for once, for each question to a frame is an audit event."""

    frame: FrameType
    line: int
    filename: str


def _walk(tb: TracebackType | None) -> list[_Step]:
    steps = []
    while tb is not None:
        frame = tb.tb_frame
        steps.append(_Step(frame, tb.tb_lineno, frame.f_code.co_filename))
        tb = tb.tb_next
    return steps


def _test_step(steps: Sequence[_Step]) -> _Step | None:
    """The innermost in a hidden test's file."""
    inside = (step for step in reversed(steps) if "test_" in step.filename)
    return next((s for s in inside if os.path.basename(s.filename).startswith("test_")), None)


def _ends_in_test(steps: Sequence[_Step]) -> bool:
    test = _test_step(steps)
    return test is not None and steps[-1].frame is test.frame


def _learner_frames(steps: Iterable[_Step], source: Source) -> list[traceback.FrameSummary]:
    frames = [
        traceback.FrameSummary(
            step.filename, step.line, step.frame.f_code.co_name, line=source.line(step.line)
        )
        for step in steps
        if source.wrote(step.filename)
    ]
    return frames[-FRAMES:]


def _traceback(error: BaseException, frames: Sequence[traceback.FrameSummary]) -> str:
    if not frames:
        return ""
    rows = [f"line {frame.lineno}, in {frame.name}\n    {frame.line}" for frame in frames]
    return "\n".join([*rows, _text(error)])
