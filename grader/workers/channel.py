"""The private channel from a child to its supervisor: what may be said on it, and in which order.

One JSON object a line. Each carries the child's key and a number that counts up from 0. A
conversation is `hello`, perhaps `compiled`, `collected`, then `loaded` or `refused`, then `begin` and `outcome` for
each case of each behaviour, then `end`. Two more may take the place of what should come next:
`fault` (something of ours broke) and `fresh` (run the rest in another process).

The child builds a sender with `open_sender`. The supervisor feeds what arrives to a `Transcript`,
which believes nothing: whatever doesn't fit is a violation, and from then on it listens no more.
"""

from __future__ import annotations

import json
import os
import socket
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Protocol

LINE_LIMIT = (
    2 << 20
)  # bytes of one message: what child.py allows it, if every character takes twelve
TOTAL_LIMIT = 32 << 20  # bytes of one conversation

# Field kinds: text, code (lower-case words with hyphens between, or nothing), number (an int, or
# null), line (a number from 0, or null), texts (a list of text),
# cases (a list of [text, int]), pairs (a list of [text, text]), rows (a list of events in the lives
# of tasks: [seconds, task, event, detail, line, number of the task]).
_FIELDS: Mapping[str, Mapping[str, str]] = {
    "hello": {"pid": "number", "layers": "pairs"},
    "compiled": {"name": "text", "content": "text"},
    "collected": {"cases": "cases"},
    "loaded": {"suspicion": "text", "line": "line"},
    "refused": {"status": "text", "message": "text", "line": "line"},
    "begin": {"behaviour": "text", "case": "number"},
    "outcome": {
        "behaviour": "text",
        "case": "number",
        "verdict": "text",
        "code": "code",
        "message": "text",
        "expected": "text",
        "observed": "text",
        "next": "text",
        "line": "line",
        "traceback": "text",
        "output": "text",
        "advice": "texts",
        "timeline": "rows",
        "notices": "texts",
    },
    "fault": {"detail": "text"},
    "fresh": {"reason": "text"},
    "end": {},
}

VERDICTS = frozenset({"passed", "failed", "not_started", "timed_out", "crashed", "internal_error"})
REFUSALS = frozenset({"error", "not_started", "internal_error", "needs_a_look"})

Message = Mapping[str, Any]


class Sender(Protocol):
    """Writes messages, whole."""

    def __call__(self, kind: str, /, *, more: bool = False, **fields: object) -> None:
        """Send a message of this kind with these fields; with `more`, together with the next one."""


def open_sender(descriptor: int, key: str) -> Sender:
    """Return the only way to write to the channel.

    Everything that it needs is bound here, before the learner's file is loaded: no later patch of
    `os` or `json` reaches it. A copy of the process that the learner's code has forked off, and that
    comes back to have something sent, ends here: it would run the rest a second time.
    """
    write, getpid, leave = os.write, os.getpid, os._exit
    encode = json.JSONEncoder(ensure_ascii=True, separators=(",", ":")).encode
    owner, number, data = getpid(), 0, b""

    def send(kind: str, /, *, more: bool = False, **fields: object) -> None:
        nonlocal number, data
        if getpid() != owner:
            leave(0)
        data += encode({"key": key, "n": number, "kind": kind, **fields}).encode("ascii") + b"\n"
        number += 1
        while data and not more:
            data = data[write(descriptor, data) :]

    return send


def receive(descriptor: int) -> str:
    """Wait for the one text that comes over the channel; when there will be none, leave."""
    data = b""
    while not data.endswith(b"\n"):
        more = os.read(descriptor, 1 << 16)
        if not more:
            os._exit(0)  # nobody wants us any more
        data += more
    text: str = json.loads(data)
    return text


def hand_over(channel: socket.socket, text: str) -> bool:
    """Give a child that waits for it its text; whether it is there."""
    try:
        channel.setblocking(True)
        channel.sendall(json.dumps(text).encode("ascii") + b"\n")
        channel.shutdown(socket.SHUT_WR)
        channel.setblocking(False)
    except OSError:
        return False
    return True


class Transcript:
    """What one child has said so far, and whether it was allowed to.

    Args:
        key: what every message must carry.
        expected: the behaviours that the child is to run, in order.
        known: all behaviours of the exercise, in order; `expected` is a part of them.
        listener: is called with each message as soon as it has been accepted.
    """

    def __init__(
        self,
        *,
        key: str,
        expected: Sequence[str],
        known: Sequence[str],
        listener: Callable[[Message], None],
    ) -> None:
        self.violation = ""  # what was wrong with the first message that did not fit
        self.begun: tuple[str, int] | None = None  # the case that is under way
        self.fault = ""  # the detail of a fault of ours
        self.wants_fresh = False
        self.loaded = False
        self.refused = False
        self.ended = False
        self.reported: set[str] = set()  # behaviours of which every case has been reported
        self._key = key
        self._expected = tuple(expected)
        self._known = tuple(known)
        self._listener = listener
        self._number = 0
        self._total = 0
        self._tail = b""
        self._greeted = False
        self._compiled = False
        self._cases: dict[str, int] | None = None
        self._plan: list[tuple[str, int]] = []  # cases still to come, the next one last

    def feed(self, data: bytes) -> None:
        """Take in what was read from the channel. Never raises for what the child sent."""
        self._total += len(data)
        if self.violation or self.fault:
            return
        *lines, self._tail = (self._tail + data).split(b"\n")
        if self._total > TOTAL_LIMIT or len(self._tail) > LINE_LIMIT:
            self.violation = "sent more than any honest run has to say"
            return
        for line in lines:
            self.violation = self._accept(line)
            if self.violation or self.fault:
                return

    def close(self, *, clean: bool) -> None:
        """Note that nothing more will come; `clean`: the child left of its own accord, status 0."""
        if self._tail and clean and not self.violation:
            self.violation = "stopped in the middle of a message"

    @property
    def cases(self) -> Mapping[str, int]:
        """How many cases each behaviour has; empty until the child has collected them."""
        return self._cases or {}

    def _accept(self, line: bytes) -> str:
        """Take in one line; return what is wrong with it, or ''."""
        if len(line) > LINE_LIMIT:
            return "sent an overlong message"
        try:
            message = json.loads(line)
        except (ValueError, RecursionError):
            return "sent something that is not a message"
        if type(message) is not dict or message.pop("key", None) != self._key:
            return "sent a message without its key"
        number, kind = message.pop("n", None), message.pop("kind", None)
        if type(number) is not int or number != self._number:
            return "sent a message twice, or out of order"
        self._number += 1
        if type(kind) is not str or kind not in _FIELDS:
            return "sent a message of an unknown kind"
        fields = _FIELDS[kind]
        if message.keys() != fields.keys():
            return f"sent a malformed `{kind}` message"
        if not all(_fits(message[name], wanted) for name, wanted in fields.items()):
            return f"sent a malformed `{kind}` message"
        clean = {name: _printable(value) for name, value in message.items()}
        wrong = self._step(kind, clean)
        if not wrong:
            self._listener({"kind": kind, **clean})
        return wrong

    def _step(self, kind: str, message: Message) -> str:
        """Follow the conversation by one message; return what is wrong with it, or ''."""
        if self.ended or self.wants_fresh or (self.refused and kind != "end"):
            return f"sent `{kind}` after its last message"
        if kind == "fault":
            self.fault = message["detail"] or "no detail"
            return ""
        if kind == "hello":
            wrong, self._greeted = self._greeted, True
            return "said hello twice" if wrong else ""
        if not self._greeted:
            return f"sent `{kind}` before `hello`"
        if kind == "compiled":
            # Later than that, the learner's code may be the one who says it.
            wrong, self._compiled = self._compiled or self._cases is not None, True
            return "compiled its tests twice, or after they were collected" if wrong else ""
        if kind == "collected":
            return self._collect(message["cases"])
        if self._cases is None:
            return f"sent `{kind}` before its tests were collected"
        if kind in ("loaded", "refused"):
            if self.loaded:
                return f"sent `{kind}` after its file was loaded"
            self.loaded, self.refused = kind == "loaded", kind == "refused"
            return "" if self.loaded or message["status"] in REFUSALS else "refused for no reason"
        if self.refused:
            self.ended = True
            return ""
        if not self.loaded:
            return f"sent `{kind}` before its file was loaded"
        return self._run(kind, message)

    def _collect(self, cases: list[list[Any]]) -> str:
        if self._cases is not None:
            return "collected its tests twice"
        found: dict[str, int] = dict(cases)
        if len(found) != len(cases) or any(count < 1 for count in found.values()):
            return "collected a behaviour twice, or without any case"
        if tuple(found) != self._known:
            # Not the learner's doing, whose file is read later: test file and catalogue disagree.
            surplus = sorted(set(found) ^ set(self._known)) or list(found)
            self.fault = f"the collected tests are not the expected ones: {', '.join(surplus)}"
            return ""
        self._cases = found
        self._plan = [(name, case) for name in self._expected for case in range(found[name])][::-1]
        return ""

    def _run(self, kind: str, message: Message) -> str:
        if kind == "begin":
            case = (message["behaviour"], message["case"])
            if self.begun is not None:
                return f"began `{case[0]}` inside `{self.begun[0]}`"
            if not self._plan or self._plan[-1] != case:
                return f"began `{case[0]}` out of turn"
            self.begun = self._plan.pop()
        elif kind == "outcome":
            case = (message["behaviour"], message["case"])
            if self.begun != case:
                return f"reported `{case[0]}`, which was not under way"
            if message["verdict"] not in VERDICTS:
                return f"reported no known verdict on `{case[0]}`"
            self.begun = None
            if not self._plan or self._plan[-1][0] != case[0]:
                self.reported.add(case[0])
        elif self.begun is not None:
            return f"sent `{kind}` inside `{self.begun[0]}`"
        elif kind == "fresh":
            self.wants_fresh = True
        else:
            if self._plan:
                return f"ended without having run `{self._plan[-1][0]}`"
            self.ended = True
        return ""


def _fits(value: object, wanted: str) -> bool:
    if wanted == "text":
        return type(value) is str
    if wanted == "number":
        return value is None or (type(value) is int and abs(value) < 1 << 53)
    if wanted == "line":
        return value is None or (type(value) is int and 0 <= value < 1 << 53)
    if wanted == "code":
        return type(value) is str and all(
            word.isascii() and word.isalpha() and word.islower()
            for word in (value.split("-") if value else ())
        )
    if type(value) is not list:
        return False
    if wanted == "texts":
        return all(type(item) is str for item in value)
    if wanted == "rows":
        return all(type(item) is list and _is_row(item) for item in value)
    second = int if wanted == "cases" else str
    return all(
        type(item) is list and len(item) == 2 and type(item[0]) is str and type(item[1]) is second
        for item in value
    )


def _is_row(item: list[Any]) -> bool:
    if len(item) != 6:
        return False
    time, *texts, line, number = item
    return (
        type(time) in (int, float)
        and abs(time) < 1 << 53  # no infinity and no NaN, which JSON for others can't say
        and all(type(text) is str for text in texts)
        and _fits(line, "line")
        and type(number) is int
        and 0 <= number < 1 << 53
    )


def _printable(value: object) -> object:
    """The same with lone surrogates spelled out, so that every report can be encoded."""
    if type(value) is str:
        return value if value.isascii() else value.encode("utf-8", "backslashreplace").decode()
    if type(value) is list:
        return [_printable(item) for item in value]
    return value
