"""Hidden behaviours of writes that survive their saver."""

import asyncio

import pytest

from grader.testing import every_cancellation, every_order, same

ERROR = OSError("disk full")


def behind(exercise, write):
    """A `WriteBehind`, and the list of what its `on_error` is told."""
    told = []
    return exercise.WriteBehind(write, lambda *report: told.append(report)), told


def fails_on(record):
    """What a write does that fails with ERROR for one record."""

    def written(this):
        if this == record:
            raise ERROR

    return written


async def test_it_saves(exercise, jobs, start, clock, log):
    """A saver returns when its record is written.

    The write takes 1 s.
    """
    write = jobs.make("write", takes=1)
    writer, _told = behind(exercise, write)
    start("saver", writer.save("a"))
    await clock.until(9)

    assert log == ["write started 0", "write returned 1", "saver returned 1"]
    assert same(write.calls, [("a",)])


async def test_a_cancelled_saver(exercise, jobs, start, clock, log):
    """A saver that is cancelled is out at once, and its record gets written all the same.

    The write takes 1 s; the saver is cancelled at 0.25 s.
    """
    writer, told = behind(exercise, jobs.make("write", takes=1))
    saver = start("saver", writer.save("a"))
    await clock.until(0.25)

    saver.cancel()
    await clock.until(9)

    assert log == ["write started 0", "saver cancelled 0.25", "write returned 1"]
    assert same(told, [])


@every_cancellation
async def test_cancelled_at_any_moment(exercise, jobs, start, cancel, clock, log):
    """Whenever a saver is cancelled, its record gets written, and `close` waits for that.

    The write takes 1 s. The saver is cancelled wherever it waits; then `close` is called.
    """
    writer, _told = behind(exercise, jobs.make("write", takes=1))
    saver = start("saver", writer.save("a"))

    await cancel(saver, comes_out=False)
    await asyncio.wait([start("close", writer.close())])

    assert log.of("write") + log.of("close") == [
        *("write started 0", "write returned 1", "close returned 1"),
    ]


async def test_close_waits(exercise, jobs, start, clock, log):
    """`close` returns when the writes have ended whose savers were cancelled.

    Each write takes 1 s: "a" is to be saved at 0 s, "b" at 0.25 s. At 0.5 s both savers are cancelled,
    and `close` is called.
    """
    writer, _told = behind(exercise, jobs.make("write", takes=1))
    savers = [start("saver a", writer.save("a"))]
    await clock.until(0.25)
    savers.append(start("saver b", writer.save("b")))
    await clock.until(0.5)

    for saver in savers:
        saver.cancel()
    await asyncio.wait([start("close", writer.close())])

    assert log.of("write")[2:] + log.of("close") == [
        *("write returned 1", "write returned 1.25", "close returned 1.25"),
    ]


async def test_equal_records(exercise, jobs, start, clock, log):
    """`close` waits for each write, also if records are equal.

    "a" is to be saved twice at 0 s: one write takes 2 s, the other one 1 s. `close` is called at
    1.5 s.
    """
    writes = iter([jobs.make("long", takes=2), jobs.make("short", takes=1)])
    writer, _told = behind(exercise, lambda record: next(writes)(record))
    for name in ("first saver", "second saver"):
        start(name, writer.save("a"))
    await clock.until(1.5)

    await asyncio.wait([start("close", writer.close())])

    assert log.of("close") == ["close returned 2"]


async def test_a_record_during_close(exercise, jobs, start, clock, log):
    """As soon as `close` is called, nothing new is written: `save` raises RuntimeError.

    The write of "a" takes 1 s, and `close` is called at 0.25 s. At 0.5 s "b" is to be saved.
    """
    write = jobs.make("write", takes=1)
    writer, _told = behind(exercise, write)
    start("a", writer.save("a"))
    await clock.until(0.25)
    start("close", writer.close())
    await clock.until(0.5)

    start("b", writer.save("b"))
    await clock.until(9)

    assert log.of("b") == ["b raised RuntimeError 0.5"]
    assert same(write.calls, [("a",)])


async def test_a_record_after_close(exercise, jobs, start, clock, log):
    """When `close` has returned, nothing new is written either: `save` raises RuntimeError.

    "a" is written, `close` is called at 1 s and returns; then "b" is to be saved.
    """
    write = jobs.make("write", takes=1)
    writer, _told = behind(exercise, write)
    await writer.save("a")
    await writer.close()

    start("b", writer.save("b"))
    await clock.until(9)

    assert log.of("b") == ["b raised RuntimeError 1"]
    assert same(write.calls, [("a",)])


async def test_a_record_after_a_cancelled_close(exercise, jobs, start, clock, log):
    """A `close` that was cancelled has been called: `save` raises RuntimeError after it.

    The write of "a" takes 1 s. `close` is called at 0.25 s and cancelled at 0.5 s. At 2 s "b" is to
    be saved.
    """
    writer, _told = behind(exercise, jobs.make("write", takes=1))
    start("a", writer.save("a"))
    await clock.until(0.25)
    close = start("close", writer.close())
    await clock.until(0.5)

    close.cancel()
    await clock.until(2)
    start("b", writer.save("b"))
    await clock.until(9)

    assert log.of("b") == ["b raised RuntimeError 2"]


@pytest.mark.code("extra-event")
async def test_a_failed_write(exercise, jobs):
    """If a write fails while its saver waits, the exception comes out there, and only there.

    The write raises OSError after 1 s. Afterwards `close` is called.
    """
    writer, told = behind(exercise, jobs.make("write", takes=1, raises=ERROR))

    [outcome] = await asyncio.gather(writer.save("a"), return_exceptions=True)
    await writer.close()

    assert same(outcome, ERROR)
    assert same(told, [])


@pytest.mark.code("missing-event")
async def test_failed_writes_at_close(exercise, jobs, start, clock, log):
    """If a saver was cancelled and its write fails, `on_error` is told, and `close` raises nothing.

    The writes of "a" and "b" take 1 s, and that of "a" raises OSError. Both savers are cancelled at
    0.25 s, and `close` is called at 0.5 s.
    """
    writer, told = behind(exercise, jobs.make("write", takes=1, returns=fails_on("a")))
    savers = [start(record, writer.save(record)) for record in "ab"]
    await clock.until(0.25)
    for saver in savers:
        saver.cancel()
    await clock.until(0.5)

    await asyncio.wait([start("close", writer.close())])

    assert log.of("close") == ["close returned 1"]
    assert same(told, [("a", ERROR)])
    assert "write returned 1" in log


async def test_a_failed_write_before_close(exercise, jobs, start, clock):
    """`on_error` is told of a failed write without any `close`, and a later one doesn't tell it again.

    The write takes 1 s and raises OSError; its saver is cancelled at 0.25 s. What `on_error` has been
    told is looked at at 2 s, and again after `close`.
    """
    writer, told = behind(exercise, jobs.make("write", takes=1, raises=ERROR))
    saver = start("saver", writer.save("a"))
    await clock.until(0.25)
    saver.cancel()

    await clock.until(2)
    told_before = list(told)
    await writer.close()

    assert same(told_before, [("a", ERROR)])
    assert same(told, [("a", ERROR)])


async def test_closed_twice(exercise, jobs, start, clock, log):
    """`close` may be called again: it waits for what is still under way, and for nothing else.

    The write takes 1 s. `close` is called at 0.25 s, at 0.5 s, and once more at 2 s.
    """
    writer, _told = behind(exercise, jobs.make("write", takes=1))
    start("saver", writer.save("a"))

    for number, time in enumerate((0.25, 0.5, 2)):
        await clock.until(time)
        start(f"close {number}", writer.close())
    await clock.until(9)

    assert log.of("close") == ["close 0 returned 1", "close 1 returned 1", "close 2 returned 2"]


async def test_close_is_cancelled(exercise, jobs, start, clock, log):
    """When `close` is cancelled, it ends at once, as cancelled, and the writes go on.

    The write takes 1 s; `close` is called at 0.25 s and cancelled at 0.5 s.
    """
    writer, _told = behind(exercise, jobs.make("write", takes=1))
    start("saver", writer.save("a"))
    await clock.until(0.25)
    close = start("close", writer.close())
    await clock.until(0.5)

    close.cancel()
    await clock.until(9)

    assert log.of("write") + log.of("close") == [
        *("write started 0", "write returned 1", "close cancelled 0.5"),
    ]


@every_order
async def test_four_at_once(exercise, jobs, clock):
    """Writes don't wait for each other, in any order of events.

    Four records are to be saved at 0 s; each write takes 1 s.
    """
    write = jobs.make("write", takes=1)
    writer, _told = behind(exercise, write)

    await asyncio.gather(*(writer.save(record) for record in "abcd"))
    await writer.close()

    assert clock.now == 1
    assert same(sorted(write.calls), [("a",), ("b",), ("c",), ("d",)])
