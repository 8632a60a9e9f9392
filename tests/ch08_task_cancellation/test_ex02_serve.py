"""Hidden behaviours of serving one connection."""

import asyncio
from types import SimpleNamespace

import pytest

from grader.testing import every_cancellation, same


class HardStop(BaseException):
    """What isn't meant for `except Exception`, like the exceptions with which test tools give up."""


def make_conn(jobs, *items, error=None):
    """A connection that takes 1 s to read an item, or to fail with `error`, and 2 s to close."""
    left = iter(items)
    return SimpleNamespace(
        read=jobs.make("read", takes=1, returns=lambda: next(left, None), raises=error),
        close=jobs.make("close", takes=2),
    )


def count(lines, what):
    """How many of the log's lines tell of this."""
    return sum(line.split()[1] == what for line in lines)


async def test_all_items(exercise, jobs):
    """Each item is handled, and the number of items comes back.

    The connection sends "a", "" and "c": only None is the end.
    """
    open_conn = jobs.make("open", returns=make_conn(jobs, "a", "", "c"))
    handle = jobs.make("handle")

    count = await exercise.serve(open_conn, handle)

    assert same(handle.calls, [("a",), ("",), ("c",)])
    assert same(count, 3)


async def test_closed_at_the_end(exercise, jobs, start, log):
    """After the last item, the connection is closed before the call returns.

    Three items and the end take 1 s each to read; closing takes 2 s, from 4 s to 6 s.
    """
    open_conn = jobs.make("open", returns=make_conn(jobs, "a", "b", "c"))

    await asyncio.wait([start("call", exercise.serve(open_conn, jobs.make("handle")))])

    assert log.of("close") == ["close started 4", "close returned 6"]
    assert log.of("call") == ["call returned 6"]


async def test_an_error_comes_out(exercise, jobs):
    """When an item can't be handled, the error comes out.

    The first item is read after 1 s, and `handle` raises OSError.
    """
    open_conn = jobs.make("open", returns=make_conn(jobs, "a", "b"))
    handle = jobs.make("handle", raises=(error := OSError("disk full")))

    with pytest.raises(OSError, match="disk full") as caught:
        await exercise.serve(open_conn, handle)

    assert same(caught.value, error)


async def test_closed_when_handling_fails(exercise, jobs, start, log):
    """When an item can't be handled, the connection is closed.

    The first item is read after 1 s, and `handle` raises OSError; closing takes 2 s, till 3 s.
    """
    open_conn = jobs.make("open", returns=make_conn(jobs, "a", "b"))
    handle = jobs.make("handle", raises=OSError("disk full"))

    await asyncio.wait([start("call", exercise.serve(open_conn, handle))])

    assert log.of("close") == ["close started 1", "close returned 3"]


async def test_closed_when_reading_fails(exercise, jobs, start, log):
    """When reading fails, the connection is closed.

    The first read raises OSError after 1 s; closing takes 2 s, till 3 s.
    """
    conn = make_conn(jobs, error=OSError("connection reset"))
    open_conn = jobs.make("open", returns=conn)

    await asyncio.wait([start("call", exercise.serve(open_conn, jobs.make("handle")))])

    assert log.of("close") == ["close started 1", "close returned 3"]


@pytest.mark.parametrize("handling", [0, 5])
async def test_closed_when_cancelled(exercise, jobs, start, clock, log, handling):
    """A cancelled call closes the connection, once, and waits until that is complete.

    The call is cancelled at 1.5 s, in the second read, or, where handling the first item takes
    5 s, in that. Closing takes 2 s, till 3.5 s.
    """
    open_conn = jobs.make("open", returns=make_conn(jobs, "a", "b"))
    call = start("call", exercise.serve(open_conn, jobs.make("handle", takes=handling)))
    await clock.until(1.5)

    call.cancel()
    await asyncio.wait([call])

    assert log.of("close") == ["close started 1.5", "close returned 3.5"]


@every_cancellation
async def test_ends_as_cancelled(exercise, jobs, start, cancel):
    """Wherever a call is cancelled, it ends as cancelled.

    Opening takes 1 s, each read 1 s, handling an item 1 s, and closing 2 s. The call is cancelled
    in each of these, in one run of the test after the other.
    """
    open_conn = jobs.make("open", takes=1, returns=make_conn(jobs, "a", "b"))

    call = start("call", exercise.serve(open_conn, jobs.make("handle", takes=1)))
    await cancel(call)

    assert same(call.cancelled(), True)


async def test_cancelled_while_opening(exercise, jobs, start, clock, log):
    """A call that is cancelled before there is a connection ends as cancelled, and closes nothing.

    Opening takes 5 s; the call is cancelled after 1 s.
    """
    open_conn = jobs.make("open", takes=5, returns=make_conn(jobs, "a"))
    call = start("call", exercise.serve(open_conn, jobs.make("handle")))
    await clock.until(1)

    call.cancel()
    await asyncio.wait([call])

    assert log.of("call") == ["call cancelled 1"]
    assert log.of("close") == []


@every_cancellation(twice=True)
async def test_closed_once(exercise, jobs, start, cancel, log):
    """Wherever a call is cancelled, and how often, each connection that was opened is closed once.

    The call is cancelled while it opens, reads, handles an item or closes, and a second time while
    it ends, in one run of the test after the other.
    """
    open_conn = jobs.make("open", takes=1, returns=make_conn(jobs, "a", "b"))

    call = start("call", exercise.serve(open_conn, jobs.make("handle", takes=1)))
    await cancel(call, comes_out=False)

    opened, closed = count(log.of("open"), "returned"), count(log.of("close"), "started")
    assert closed == opened


async def test_closed_after_an_exception_of_another_kind(exercise, jobs, start, log):
    """The connection is closed also after an exception whose class isn't derived from `Exception`.

    The first item is read after 1 s, and `handle` raises HardStop, whose class is derived from
    BaseException; closing takes 2 s, till 3 s.
    """
    open_conn = jobs.make("open", returns=make_conn(jobs, "a", "b"))
    handle = jobs.make("handle", raises=HardStop("enough"))

    await asyncio.wait([start("call", exercise.serve(open_conn, handle))])

    assert log.of("close") == ["close started 1", "close returned 3"]
