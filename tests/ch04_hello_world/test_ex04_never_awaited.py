"""Hidden behaviours of a guard against forgotten coroutines."""

import asyncio
import contextlib
import gc
import inspect
import sys
import warnings

import pytest

from grader.testing import same

pytestmark = pytest.mark.allow(
    "never-awaited", reason="forgotten coroutines are what this is about"
)


@contextlib.contextmanager
def plain_python(action="default"):
    """Warnings as they are outside tests, with a filter of the caller's for all of them."""
    depth = sys.get_coroutine_origin_tracking_depth()
    watched = warnings._warn_unawaited_coroutine
    sys.set_coroutine_origin_tracking_depth(0)
    warnings._warn_unawaited_coroutine = inspect.unwrap(watched)  # also if the origin is known
    try:
        with warnings.catch_warnings(record=True) as seen:
            warnings.simplefilter(action)
            yield seen
    finally:
        warnings._warn_unawaited_coroutine = watched
        sys.set_coroutine_origin_tracking_depth(depth)


@contextlib.contextmanager
def no_automatic_collection():
    before = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if before:
            gc.enable()


async def fetch():
    await asyncio.sleep(1)


async def save():
    await asyncio.sleep(1)


async def upload():
    async def inner():
        await asyncio.sleep(1)

    await fetch()
    save().close()
    asyncio.sleep(1)
    inner()


async def forgetful():
    fetch()
    save()


def warns_and_forgets():
    warnings.warn("don't", UserWarning, stacklevel=1)
    fetch()
    warnings.warn("rt", RuntimeWarning, stacklevel=1)


def settings():
    """What of `warnings` anybody may change, and everybody shares."""
    return list(warnings.filters), warnings.showwarning


def test_two_forgotten(exercise):
    """Each coroutine that was never awaited is listed, in order.

    The program calls `fetch()` and then `save()`, and awaits neither.
    """

    def program():
        fetch()
        save()

    with plain_python():
        names = exercise.never_awaited(program)

    assert same(names, ["fetch", "save"])


def test_three_of_one_line(exercise):
    """Coroutines that were made in one line are all listed.

    The program calls `fetch()` three times, in a loop.
    """

    def program():
        for _ in range(3):
            fetch()

    with plain_python():
        names = exercise.never_awaited(program)

    assert same(names, ["fetch", "fetch", "fetch"])


def test_part_of_a_cycle(exercise):
    """A coroutine that is part of a reference cycle is listed.

    The program puts `fetch()` into a list which also contains itself. Automatic garbage collection
    is off.
    """

    def program():
        cycle = [fetch()]
        cycle.append(cycle)

    with no_automatic_collection(), plain_python():
        names = exercise.never_awaited(program)

    assert same(names, ["fetch"])


def test_a_program_with_a_loop(exercise):
    """In a program with an event loop, those that were awaited or closed aren't listed.

    The program runs `upload`. That awaits `fetch()`, closes `save()`, and forgets to await first
    `asyncio.sleep(1)`, and then its own function `inner`.
    """

    def program():
        asyncio.run(upload())

    with plain_python():
        names = exercise.never_awaited(program)

    assert same(names, ["sleep", "upload.<locals>.inner"])


def test_in_debug_mode(exercise):
    """In asyncio's debug mode, where the warning has more text, all are listed, too.

    The program runs `forgetful` in debug mode. That calls `fetch()` and then `save()`, and awaits
    neither; Python's warnings also say where the coroutines were made.
    """

    def program():
        asyncio.run(forgetful(), debug=True)

    with plain_python():
        names = exercise.never_awaited(program)

    assert same(names, ["fetch", "save"])


def test_returned_by_the_program(exercise):
    """A coroutine that the program returns was not awaited, either.

    The program returns `fetch()`.
    """

    def program():
        return fetch()

    with plain_python():
        names = exercise.never_awaited(program)

    assert same(names, ["fetch"])


def test_other_warnings(exercise):
    """Other warnings aren't listed.

    The program warns "don't" (a UserWarning) and "rt" (a RuntimeWarning), and forgets `fetch()`.
    """
    with plain_python():
        names = exercise.never_awaited(warns_and_forgets)

    assert same(names, ["fetch"])


def test_other_warnings_reach_the_caller(exercise):
    """Other warnings reach the caller.

    The program warns "don't" (a UserWarning) and "rt" (a RuntimeWarning), and forgets `fetch()`.
    The caller catches warnings around the call.
    """
    with plain_python("always") as seen:
        exercise.never_awaited(warns_and_forgets)

    reached_the_caller = [(each.category, str(each.message)) for each in seen]
    assert same(reached_the_caller, [(UserWarning, "don't"), (RuntimeWarning, "rt")])


@pytest.mark.parametrize("action", ["error", "ignore"])
def test_the_callers_filters(exercise, action):
    """Whatever filters the caller has set, forgotten coroutines are listed.

    The caller has told Python to make errors of all warnings, or to ignore them all. The program
    forgets `fetch()`.
    """

    def program():
        fetch()

    with plain_python(action):
        names = exercise.never_awaited(program)

    assert same(names, ["fetch"])


def test_all_as_before(exercise):
    """Filters and hooks of `warnings` are as they were before the call.

    The program does nothing worth a warning.
    """
    with plain_python():
        before = settings()
        names = exercise.never_awaited(gc.isenabled)
        unchanged = settings() == before

    assert same(names, [])
    assert unchanged, "the filters or hooks of `warnings` have changed"


def test_a_program_that_fails(exercise):
    """An exception of the program reaches the caller, who finds filters and hooks as they were.

    The program raises OSError.
    """
    error, outcome = OSError("no signal"), None

    def program():
        raise error

    with plain_python():
        before = settings()
        try:
            exercise.never_awaited(program)
        except OSError as raised:
            outcome = raised
        unchanged = settings() == before

    assert same(outcome, error)
    assert unchanged, "the filters or hooks of `warnings` have changed"
