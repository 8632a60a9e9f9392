"""What is found out about a learner's file before it runs."""

import ast

import pytest

from grader.workers.inspection import (
    Refusal,
    foreign_import,
    load,
    missing_name,
    not_async,
    not_started,
    parse,
    public_names,
    same_tree,
)

STUB = '''\
"""Totals."""


class Tally:
    """Counts."""

    async def add(self, number: int) -> int:
        """Add."""
        raise NotImplementedError

    def reset(self) -> int:
        """Zero."""
        raise NotImplementedError


async def total(numbers: list[int]) -> int:
    """Sum up."""
    raise NotImplementedError


def _helper() -> None: ...


def demo() -> None: ...
'''


def tree(text):
    return ast.parse(text)


@pytest.mark.parametrize(
    "text",
    [
        STUB,
        STUB.replace("\n\n\n", "\n\n# a comment\n\n"),
        STUB.replace("raise NotImplementedError", "raise (NotImplementedError)  # TODO"),
        STUB.replace("    ", "  "),
        STUB.replace('"""Sum up."""', "'Sum up.'"),
    ],
)
def test_a_stub_with_other_blanks_and_comments_is_not_started(text):
    refusal = not_started(tree(text), [tree("x = 1"), tree(STUB)])

    assert refusal is not None
    assert refusal.status == "not_started"


@pytest.mark.parametrize(
    "text",
    [
        STUB.replace("raise NotImplementedError", "return 0", 1),
        STUB + "\nx = 1\n",
        STUB.replace("number: int", "number: float"),
        STUB.replace("async def total", "def total"),
        STUB.removesuffix("def demo() -> None: ...\n"),
        "",
    ],
)
def test_anything_else_is_started(text):
    assert not_started(tree(text), [tree("x = 1"), tree(STUB)]) is None


def test_constants_are_compared_with_their_types():
    assert same_tree(
        tree("x = [1, 'a', b'a', 1.5, None, ...]"), tree("x=[1,'a',b'a',1.5,None,...]")
    )
    assert not same_tree(tree("x = 1"), tree("x = True"))
    assert not same_tree(tree("x = 1"), tree("x = 1.0"))
    assert not same_tree(tree("x = 'a'"), tree("x = b'a'"))


def test_trees_may_be_deep():
    text = "x = " + "-" * 150 + "1"

    assert same_tree(tree(text), tree(text))


@pytest.mark.parametrize(
    ("text", "message", "line"),
    [
        ("x = (\n", "syntax error: '(' was never closed", 1),
        ("\nawait x\n\ny ==\n", "syntax error: invalid syntax", 4),
        ("def f():\n    pass\nreturn 3\n", "syntax error: 'return' outside function", 3),
        (
            "def f(x):\n    await x\n",
            "syntax error: 'await' outside async function; `await` is only allowed inside an `async def`",
            2,
        ),
    ],
)
def test_a_syntax_error_is_refused_at_its_line(text, message, line):
    refusal = parse(text, "ex01.py")

    assert refusal == Refusal(status="error", message=message, line=line)


def test_an_invalid_escape_is_no_error():
    assert isinstance(parse(r"x = '\d'", "ex01.py"), ast.Module)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("import ex02_tally", "an exercise is one file on its own: it can't import `ex02_tally`"),
        (
            "import os, ex02_tally as t",
            "an exercise is one file on its own: it can't import `ex02_tally`",
        ),
        (
            "from ex02_tally import x",
            "an exercise is one file on its own: it can't import `ex02_tally`",
        ),
        ("from . import x", "an exercise is one file on its own: it can't import `.`"),
        ("from .a import x", "an exercise is one file on its own: it can't import `.a`"),
        (
            "def f():\n  import ex02_tally.a",
            "an exercise is one file on its own: it can't import `ex02_tally.a`",
        ),
        ("import exercises.ch27_locks", "an exercise can't import `exercises.ch27_locks`"),
        ("from solutions import a", "an exercise can't import `solutions`"),
        ("import tests", "an exercise can't import `tests`"),
        ("import grader.testing", "an exercise can't import `grader.testing`"),
        ("import pytest", "an exercise can't import `pytest`"),
    ],
)
def test_foreign_imports_are_refused(text, message):
    refusal = foreign_import(ast.walk(tree(text)))

    assert refusal is not None
    assert (refusal.status, refusal.message) == ("error", message)


@pytest.mark.parametrize(
    "text", ["import asyncio", "from os import path", "import example", "import a.ex02_b"]
)
def test_other_imports_are_not(text):
    assert foreign_import(ast.walk(tree(text))) is None


def test_the_names_that_matter_are_those_the_test_asks_for():
    test = "async def test_a(exercise):\n    await exercise.total([1])\n    exercise.Tallying()"

    assert public_names(tree(STUB), test) == ("total",)


def test_all_public_names_matter_if_the_test_names_none():
    assert public_names(tree(STUB), "from_helper(exercise)") == ("Tally", "total", "demo")


def test_a_missing_name_is_refused_with_a_guess():
    text = "class Tallly:\n    pass\n\n\ntotals = sum\n"

    first = missing_name(tree(text), ["Tallly", "totals"], ["Tally", "total"])
    second = missing_name(tree(text), ["Tally", "totals"], ["Tally", "total"])
    third = missing_name(tree("x = 1"), ["x"], ["Tally"])

    assert first == Refusal(
        status="error", message="the file defines no `Tally`; did you mean `Tallly`?", line=1
    )
    assert second == Refusal(
        status="error", message="the file defines no `total`; did you mean `totals`?", line=5
    )
    assert third == Refusal(status="error", message="the file defines no `Tally`")


def test_names_may_come_from_anywhere():
    assert missing_name(tree("from a import *"), ["Tally", "total"], ["Tally", "total"]) is None


def test_a_forgotten_async_is_suspicious():
    text = STUB.replace("async def total", "def total")

    suspicion = not_async(tree(text), tree(STUB), ("Tally", "total"))

    assert suspicion is not None
    assert suspicion.message == "`total` is not a coroutine function: it has to be an `async def`"
    assert text.splitlines()[suspicion.line - 1].startswith("def total")


def test_a_forgotten_async_of_a_method_is_suspicious():
    suspicion = not_async(tree(STUB.replace("async def add", "def add")), tree(STUB), ("Tally",))

    assert suspicion is not None
    assert suspicion.message.startswith("`Tally.add` is not")


@pytest.mark.parametrize(
    "text",
    [
        STUB,
        STUB.replace("async def total", "@wrapped\ndef total"),
        "total = something",
        STUB.replace("def reset", "async def reset"),
    ],
)
def test_other_forms_are_not_suspicious(text):
    assert not_async(tree(text), tree(STUB), ("Tally", "total")) is None


def test_what_the_test_does_not_ask_for_is_not_suspicious():
    text = STUB.replace("async def total", "def total")

    assert not_async(tree(text), tree(STUB), ("Tally",)) is None


def run(text):
    def execute():
        exec(compile(text, "ex01.py", "exec"), {"__name__": "ex01"})

    return load(execute, "ex01.py".__eq__)


@pytest.mark.parametrize(
    ("text", "message", "line"),
    [
        (
            "1 / 0",
            "the file raises `ZeroDivisionError` while it is being loaded: division by zero",
            1,
        ),
        (
            "\nraise SystemExit(3)",
            "the file leaves Python (`sys.exit`) while it is being loaded",
            2,
        ),
        ("import nothere", "there is no module `nothere` to import", 1),
        ("\n\nimport os.nothere", "there is no module `os.nothere` to import", 3),
        (
            "raise NotImplementedError",
            "the file raises `NotImplementedError` while it is being loaded",
            1,
        ),
        (
            "def f():\n    raise KeyboardInterrupt\nf()",
            "the file raises `KeyboardInterrupt` while it is being loaded",
            2,
        ),
        (
            "class E(Exception):\n    def __str__(self): raise self\nraise E",
            "the file raises `E` while it is being loaded",
            3,
        ),
        (
            "eval('1 +')",
            "the file raises `SyntaxError` while it is being loaded: invalid syntax (<string>, line 1)",
            1,
        ),
        (
            "raise ModuleNotFoundError",
            "the file raises `ModuleNotFoundError` while it is being loaded",
            1,
        ),
    ],
)
def test_whatever_comes_out_of_loading_is_refused(text, message, line):
    refusal = run(text)

    assert isinstance(refusal, Refusal)
    assert (refusal.status, refusal.message, refusal.line) == ("error", message, line)


def test_a_long_message_is_cut():
    refusal = run("raise ValueError('x' * 10_000)")

    assert isinstance(refusal, Refusal)
    assert len(refusal.message) < 1000


def test_warnings_are_the_learners_affair():
    assert run("import warnings; warnings.warn('x')") is None
