"""Hidden behaviours of the smallest asyncio program."""

import asyncio
import contextlib

from grader.testing import same


class Paper:
    """What was written, and in which event loop (None: in none). It may refuse each line."""

    def __init__(self, refusal=None):
        self.refusal = refusal
        self.lines = []
        self.loops = []

    def write(self, line):
        self.lines.append(line)
        try:
            self.loops.append(asyncio.get_running_loop())
        except RuntimeError:
            self.loops.append(None)
        if self.refusal:
            raise self.refusal


async def awaiting(call):
    await call


def test_no_coroutine_forgotten(exercise):
    """`main` runs every coroutine that is made: none is thrown away, or handed to the caller.

    `main` is called once.
    """
    paper = Paper()

    result = exercise.main(paper.write)

    assert same(result, None)


def test_the_greeting(exercise):
    """`main` writes 'Hello world' once, and has no result.

    `main` is called with a function that notes what is written.
    """
    paper = Paper()

    result = exercise.main(paper.write)

    assert same((result, paper.lines), (None, ["Hello world"]))


def test_hello_alone(exercise):
    """Calling `hello` only makes a coroutine: it writes when it is awaited, not before.

    `hello` is called, and after a look at what is written so far, its coroutine is awaited.
    """
    paper = Paper()

    call = exercise.hello(paper.write)
    assert same(paper.lines, [])

    asyncio.run(awaiting(call))
    assert same(paper.lines, ["Hello world"])


def test_called_twice(exercise):
    """`main` works as often as it is called.

    It is called twice, one call after the other.
    """
    paper = Paper()

    exercise.main(paper.write)
    exercise.main(paper.write)

    assert same(paper.lines, ["Hello world", "Hello world"])


def test_in_an_event_loop(exercise):
    """The line is written while an event loop runs.

    The function that takes the line looks whether one is running.
    """
    paper = Paper()

    exercise.main(paper.write)

    assert same(paper.lines, ["Hello world"])
    assert None not in paper.loops, "`write` was called while no event loop was running"


def test_the_loop_is_closed(exercise):
    """When `main` returns, the event loop in which the line was written is closed.

    The function that takes the line notes which event loop is running.
    """
    paper = Paper()

    exercise.main(paper.write)

    still_open = [loop for loop in paper.loops if loop and not loop.is_closed()]
    assert same(paper.lines, ["Hello world"])
    assert not still_open, "the event loop is still open after `main` has returned"


def test_a_write_that_fails(exercise):
    """An exception of `write` comes out of `main`.

    `write` raises OSError.
    """
    error, outcome = OSError("no paper"), None

    try:
        exercise.main(Paper(refusal=error).write)
    except OSError as raised:
        outcome = raised

    assert same(outcome, error)


def test_closed_after_a_failure(exercise):
    """The event loop is closed also if `write` fails.

    The function that takes the line notes which event loop is running, and raises OSError.
    """
    paper = Paper(refusal=OSError("no paper"))

    with contextlib.suppress(OSError):
        exercise.main(paper.write)

    still_open = [loop for loop in paper.loops if loop and not loop.is_closed()]
    assert same(paper.lines, ["Hello world"])
    assert not still_open, "the event loop is still open after `write` has raised its exception"


def test_the_import(capsys, exercise):
    """Importing the file prints nothing: the program only runs when `main` is called.

    The file is imported. Then `main` is called once, with `print`.
    """
    printed_by_import = capsys.readouterr().out

    exercise.main(print)

    printed_by_main = capsys.readouterr().out
    assert same((printed_by_import, printed_by_main), ("", "Hello world\n"))
