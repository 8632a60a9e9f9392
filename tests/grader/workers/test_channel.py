"""What a child says is believed only if it is what an honest child would say next."""

import json
import os

import pytest

from grader.workers.channel import LINE_LIMIT, TOTAL_LIMIT, Transcript, open_sender

KEY = "secret"
OUTCOME = {
    "verdict": "passed",
    "line": None,
    **dict.fromkeys(("code", "message", "expected", "observed", "next", "traceback", "output"), ""),
    "advice": [],
    "notices": [],
    "timeline": [],
}


class Child:
    """Speaks for a child, correctly numbered unless told otherwise."""

    def __init__(self, *expected, known=("test_a", "test_b"), cases=(1, 2)):
        self.accepted = []
        self.cases = [[name, count] for name, count in zip(known, cases, strict=True)]
        self.transcript = Transcript(
            key=KEY, expected=expected or known, known=known, listener=self.accepted.append
        )
        self.number = 0

    def say(self, kind, **fields):
        self.raw({"key": KEY, "n": self.number, "kind": kind, **fields})
        self.number += 1
        return self

    def raw(self, message):
        self.transcript.feed(json.dumps(message).encode() + b"\n")
        return self

    def greet(self):
        return self.say("hello", pid=1, layers=[])

    def compile(self):
        return self.say("compiled", name="test.pyc", content="abcd")

    def collect(self):
        return self.greet().say("collected", cases=self.cases)

    def load(self):
        return self.collect().say("loaded", suspicion="", line=None)

    def run(self, behaviour, case=0, **fields):
        return self.begin(behaviour, case).report(behaviour, case, **fields)

    def begin(self, behaviour, case=0):
        return self.say("begin", behaviour=behaviour, case=case)

    def report(self, behaviour, case=0, **fields):
        return self.say("outcome", behaviour=behaviour, case=case, **OUTCOME | fields)

    @property
    def violation(self):
        return self.transcript.violation


def test_an_honest_run_is_accepted():
    child = Child().load().run("test_a").run("test_b", 0).run("test_b", 1).say("end")

    assert child.violation == ""
    assert child.transcript.ended
    assert child.transcript.reported == {"test_a", "test_b"}
    assert [message["kind"] for message in child.accepted][-2:] == ["outcome", "end"]


def test_a_child_may_tell_what_it_has_compiled():
    child = Child().greet().compile().say("collected", cases=[["test_a", 1], ["test_b", 2]])

    assert (child.violation, child.transcript.fault) == ("", "")
    assert [message["kind"] for message in child.accepted] == ["hello", "compiled", "collected"]


def test_messages_may_arrive_in_pieces():
    child = Child()
    data = b"".join(
        json.dumps({"key": KEY, "n": n, "kind": kind, **fields}).encode() + b"\n"
        for n, (kind, fields) in enumerate(
            [("hello", {"pid": 1, "layers": []}), ("collected", {"cases": child.cases})]
        )
    )

    for position in range(len(data)):
        child.transcript.feed(data[position : position + 1])

    assert child.violation == ""
    assert child.transcript.cases == {"test_a": 1, "test_b": 2}


def test_a_child_may_be_asked_for_a_part_only():
    child = Child("test_b").load().run("test_b", 0).run("test_b", 1).say("end")

    assert (child.violation, child.transcript.ended) == ("", True)


def test_a_refusal_ends_the_run():
    child = Child().collect().say("refused", status="error", message="no", line=3).say("end")

    assert (child.violation, child.transcript.ended, child.transcript.loaded) == ("", True, False)


def test_a_behaviour_is_reported_once_all_its_cases_are():
    child = Child().load().run("test_a").run("test_b", 0)

    assert child.transcript.reported == {"test_a"}


def test_lone_surrogates_are_spelled_out():
    child = Child().load().run("test_a", output="\udcff", advice=["\ud800"])

    assert child.accepted[-1]["output"] == "\\udcff"
    assert child.accepted[-1]["advice"] == ["\\ud800"]


def test_tests_other_than_those_expected_are_a_fault_of_ours():
    child = Child().greet().say("collected", cases=[["test_a", 1], ["test_c", 1]])

    assert child.violation == ""
    assert child.transcript.fault == "the collected tests are not the expected ones: test_b, test_c"


@pytest.mark.parametrize(
    ("speech", "wrong"),
    [
        (lambda c: c.collect().run("test_a"), "before its file was loaded"),
        (lambda c: c.greet().begin("test_a"), "before its tests were collected"),
        (lambda c: c.say("collected", cases=[["test_a", 1]]), "before `hello`"),
        (lambda c: c.greet().greet(), "hello twice"),
        (lambda c: c.compile(), "before `hello`"),
        (lambda c: c.greet().compile().compile(), "compiled its tests twice, or after"),
        (lambda c: c.collect().compile(), "compiled its tests twice, or after"),
        (lambda c: c.load().compile(), "compiled its tests twice, or after"),
        (lambda c: c.load().begin("test_a").compile(), "compiled its tests twice, or after"),
        (lambda c: c.load().run("test_a").compile(), "compiled its tests twice, or after"),
        (lambda c: c.greet().say("compiled", name="a", content=1), "malformed `compiled`"),
        (lambda c: c.greet().say("compiled", name="a"), "malformed `compiled`"),
        (lambda c: c.collect().say("collected", cases=c.cases), "collected its tests twice"),
        (
            lambda c: c.greet().say("collected", cases=[["test_a", 1], ["test_a", 1]]),
            "a behaviour twice",
        ),
        (lambda c: c.greet().say("collected", cases=[["test_a", 0], ["test_b", 1]]), "any case"),
        (lambda c: c.load().say("loaded", suspicion="", line=None), "after its file was loaded"),
        (
            lambda c: c.load().say("refused", status="error", message="", line=1),
            "after its file was loaded",
        ),
        (
            lambda c: c.collect().say("refused", status="graded", message="", line=1),
            "refused for no reason",
        ),
        (lambda c: c.load().report("test_a"), "which was not under way"),
        (lambda c: c.load().run("test_b"), "out of turn"),
        (lambda c: c.load().run("test_c"), "out of turn"),
        (lambda c: c.load().run("test_a").run("test_a"), "out of turn"),
        (lambda c: c.load().run("test_a").report("test_a"), "which was not under way"),
        (lambda c: c.load().run("test_a").run("test_b", 1), "out of turn"),
        (lambda c: c.load().begin("test_a").begin("test_b"), "inside `test_a`"),
        (lambda c: c.load().begin("test_a").report("test_b"), "which was not under way"),
        (lambda c: c.load().begin("test_a").say("end"), "inside `test_a`"),
        (lambda c: c.load().begin("test_a").say("fresh", reason=""), "inside `test_a`"),
        (lambda c: c.load().run("test_a").say("end"), "without having run `test_b`"),
        (lambda c: c.load().run("test_a", verdict="perfect"), "no known verdict"),
        (
            lambda c: c.load().run("test_a").say("fresh", reason="").say("end"),
            "after its last message",
        ),
        (
            lambda c: (
                c.load().run("test_a").run("test_b").run("test_b", 1).say("end").run("test_a")
            ),
            "after its last message",
        ),
        (
            lambda c: c.collect().say("refused", status="error", message="", line=1).run("test_a"),
            "after its last message",
        ),
        (lambda c: c.say("grade", points=100), "unknown kind"),
        (lambda c: c.say(["hello"]), "unknown kind"),
        (lambda c: c.say("hello", pid=1), "malformed `hello`"),
        (lambda c: c.say("hello", pid=1, layers=[], more=1), "malformed `hello`"),
        (lambda c: c.say("hello", pid="1", layers=[]), "malformed `hello`"),
        (lambda c: c.say("hello", pid=True, layers=[]), "malformed `hello`"),
        (lambda c: c.say("hello", pid=1 << 60, layers=[]), "malformed `hello`"),
        (lambda c: c.say("hello", pid=1, layers=[["a"]]), "malformed `hello`"),
        (lambda c: c.say("hello", pid=1, layers=[["a", 1]]), "malformed `hello`"),
        (lambda c: c.greet().say("collected", cases=[["test_a", "1"]]), "malformed `collected`"),
        (lambda c: c.load().run("test_a", advice="much"), "malformed `outcome`"),
        (lambda c: c.load().run("test_a", advice=[1]), "malformed `outcome`"),
        (lambda c: c.load().run("test_a", message=None), "malformed `outcome`"),
        (lambda c: c.raw({"n": 0, "kind": "end"}), "without its key"),
        (lambda c: c.raw({"key": "guess", "n": 0, "kind": "end"}), "without its key"),
        (lambda c: c.raw([1]), "without its key"),
        (lambda c: c.raw({"key": KEY, "n": 1, "kind": "end"}), "out of order"),
        (lambda c: c.raw({"key": KEY, "n": "0", "kind": "end"}), "out of order"),
        (lambda c: c.greet().raw({"key": KEY, "n": 0, "kind": "end"}), "out of order"),
    ],
)
def test_whatever_does_not_fit_is_a_violation(speech, wrong):
    child = Child()

    speech(child)

    assert wrong in child.violation


@pytest.mark.parametrize(
    "line",
    [b"", b"passed", b"{", b"\xff\xfe", b"[" * 100_000, b"1" * 10_000, b'{"key": NaN}', b"null"],
)
def test_garbage_is_a_violation(line):
    child = Child().greet()

    child.transcript.feed(line + b"\n")

    assert child.violation


def test_nothing_is_listened_to_after_a_violation():
    child = Child().load().run("test_b").run("test_a")

    assert child.transcript.reported == set()


def test_nothing_is_listened_to_after_a_fault():
    child = Child().load().say("fault", detail="KeyError").run("test_a").say("nonsense")

    assert (child.transcript.fault, child.violation) == ("KeyError", "")
    assert child.transcript.reported == set()


def test_an_endless_line_is_a_violation():
    child = Child()

    for _ in range(LINE_LIMIT // 100_000 + 1):
        child.transcript.feed(b" " * 100_000)

    assert "more than any honest run" in child.violation


def test_an_endless_conversation_is_a_violation():
    names = [f"test_{number}" for number in range(TOTAL_LIMIT // 200_000 + 1)]
    child = Child(known=names, cases=[1] * len(names)).load()

    for name in names:
        child.run(name, output="x" * 200_000)

    assert "more than any honest run" in child.violation


@pytest.mark.parametrize(("clean", "violation"), [(True, True), (False, False)])
def test_half_a_message_is_a_violation_unless_its_sender_was_killed(clean, violation):
    child = Child().greet()
    child.transcript.feed(b'{"key"')

    child.transcript.close(clean=clean)

    assert bool(child.violation) is violation


def test_a_sender_writes_what_a_transcript_accepts():
    reader, writer = os.pipe()
    child = Child()
    send = open_sender(writer, KEY)

    send("hello", pid=os.getpid(), layers=[["limits", "on"]])
    send("fault", detail="ü \udcff")
    child.transcript.feed(os.read(reader, 10_000))
    os.close(reader)
    os.close(writer)

    assert (child.violation, child.transcript.fault) == ("", "ü \\udcff")


def test_what_more_follows_is_written_together_with_it():
    reader, writer = os.pipe()
    os.set_blocking(reader, False)
    send = open_sender(writer, KEY)

    send("hello", more=True, pid=1, layers=[])
    with pytest.raises(BlockingIOError):
        os.read(reader, 10_000)
    send("end")
    kinds = [json.loads(line)["kind"] for line in os.read(reader, 10_000).splitlines()]
    os.close(reader)
    os.close(writer)

    assert kinds == ["hello", "end"]


def test_a_sender_waits_until_everything_is_written():
    reader, writer = os.pipe()
    text = "x" * 200_000  # more than a pipe holds
    pid = os.fork()
    if pid == 0:
        open_sender(writer, KEY)("fault", detail=text)
        os._exit(0)
    os.close(writer)
    with open(reader, "rb") as stream:
        line = stream.read()
    os.waitpid(pid, 0)

    assert json.loads(line)["detail"] == text


def test_a_copy_of_the_sender_ends_its_process_instead():
    reader, writer = os.pipe()
    send = open_sender(writer, KEY)
    pid = os.fork()
    if pid == 0:
        try:
            send("end")
        finally:
            os._exit(1)
    status = os.waitpid(pid, 0)[1]
    os.close(writer)
    with open(reader, "rb") as stream:
        data = stream.read()

    assert (status, data) == (0, b"")
