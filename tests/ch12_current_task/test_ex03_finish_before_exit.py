"""Hidden behaviours of a program that writes events down before it ends."""

import asyncio

import pytest

from grader.testing import same


async def source(clock, *names, error=None):
    """Events at 0, 1, 2 s and so on; a second after the last one is the end, or the error."""
    for when, name in enumerate(names):
        await clock.until(when)
        yield name
    await clock.until(len(names))
    if error is not None:
        raise error


def refusing(event_to_refuse, error):
    """A disk that refuses one event."""

    def store(event):
        if event == event_to_refuse:
            raise error

    return store


def ends(log):
    """The lines of the log that tell how writes ended."""
    return [line for line in log.of("write") if "started" not in line]


def test_the_last_write(exercise, jobs, clock, log):
    """A write that is still under way when all has been read is completed before the program ends.

    The program is `asyncio.run(main(…))`. There is one event, at 0 s, whose write takes 5 s; at 1 s
    all has been read.
    """
    write = jobs.make("write", takes=5)

    count = asyncio.run(exercise.main(source(clock, "a"), write))

    assert log == ["write started 0", "write returned 5"]
    assert same(count, 1)


def test_in_the_background(exercise, jobs, clock, log):
    """Each write starts at once, whatever is under way, and the program ends with the last write.

    There are events at 0, 1 and 2 s, and each write takes 5 s.
    """
    write = jobs.make("write", takes=5)

    count = asyncio.run(exercise.main(source(clock, "a", "b", "c"), write))

    assert log == [
        *("write started 0", "write started 1", "write started 2"),
        *("write returned 5", "write returned 6", "write returned 7"),
    ]
    assert clock.now == 7
    assert same((count, write.calls), (3, [("a",), ("b",), ("c",)]))


@pytest.mark.parametrize("takes", [0.5, 5])
def test_a_write_that_fails(exercise, jobs, clock, log, takes):
    """A write that fails isn't counted, and neither the reading nor the other writes mind.

    There are events at 0, 1 and 2 s. Each write takes 0.5 s, or 5 s; the second one fails with
    OSError then.
    """
    write = jobs.make("write", takes, refusing("b", OSError("disk full")))

    count = asyncio.run(exercise.main(source(clock, "a", "b", "c"), write))

    assert ends(log) == [
        f"write returned {takes:g}",
        f"write raised OSError {takes + 1:g}",
        f"write returned {takes + 2:g}",
    ]
    assert same(count, 2)


def test_events_that_fail(exercise, jobs, clock, log):
    """If reading fails, the writes under way are completed, and then that exception comes out.

    There are events at 0 and 1 s; at 2 s reading raises OSError. Each write takes 5 s.
    """
    error, write = OSError("no signal"), jobs.make("write", takes=5)

    with pytest.raises(OSError, match="no signal") as caught:
        asyncio.run(exercise.main(source(clock, "a", "b", error=error), write))

    assert ends(log) == ["write returned 5", "write returned 6"]
    assert same(caught.value, error)


async def test_tasks_of_others(exercise, jobs, start, clock, log):
    """Tasks of others are neither waited for nor cancelled, and none of its own is left.

    Somebody else's task takes 1000 s. There is one event, at 0 s, whose write takes 5 s.
    """
    start("somebody", jobs.make("other", takes=1000)())

    count = await exercise.main(source(clock, "a"), jobs.make("write", takes=5))
    await clock.settle()

    assert log == ["other started 0", "write started 0", "write returned 5"]
    assert clock.now == 5
    assert same(count, 1)


def test_no_events(exercise, jobs, clock):
    """Without events, the answer is 0.

    `events` ends at 0 s, and there was none.
    """
    write = jobs.make("write")

    count = asyncio.run(exercise.main(source(clock), write))

    assert same((count, write.calls), (0, []))


def test_the_same_event_again(exercise, jobs, clock, log):
    """An event is written also if the same one came before it, and whatever its text is.

    The events are "a" at 0 s, "a" again at 1 s, and an empty one at 2 s. Each write takes 5 s.
    """
    write = jobs.make("write", takes=5)

    count = asyncio.run(exercise.main(source(clock, "a", "a", ""), write))

    assert ends(log) == ["write returned 5", "write returned 6", "write returned 7"]
    assert same((count, write.calls), (3, [("a",), ("a",), ("",)]))
