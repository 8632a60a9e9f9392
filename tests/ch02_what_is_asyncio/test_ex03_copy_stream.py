"""Hidden behaviours of copying a stream."""

import asyncio

import pytest

from grader.testing import every_cancellation, same


class Source:
    """Takes 1 s to open, and no time to close; in between it is iterated through `Items`."""

    def __init__(self, log, *items):
        self.log, self.items = log, Items(log, items)

    async def __aenter__(self):
        await asyncio.sleep(1)
        self.log.add("source", "opened")
        return self.items

    async def __aexit__(self, *exc_info):
        self.log.add("source", "closed")


class Items:
    """Takes 1 s to read an item; finding that there are no more takes no time."""

    def __init__(self, log, items):
        self.log, self.left = log, list(items)

    def __aiter__(self):
        return self

    async def __anext__(self):
        if not self.left:
            raise StopAsyncIteration
        await asyncio.sleep(1)
        self.log.add(str(self.left[0]), "read")
        return self.left.pop(0)


def make_write(log, broken_by=None, error=None):
    """Takes 2 s to write an item; one of them makes it raise `error` instead."""

    async def write(item):
        await asyncio.sleep(2)
        if error and item == broken_by:
            raise error
        log.add(str(item), "written")

    return write


async def test_all_items(exercise, log):
    """All items are written, in their order, and the number of items comes back.

    The source has the items "a", None and "c".
    """
    count = await exercise.copy_stream(lambda: Source(log, "a", None, "c"), make_write(log))
    written = [line.split()[0] for line in log if "written" in line]

    assert written == ["a", "None", "c"]
    assert same(count, 3)


async def test_one_step_after_the_other(exercise, log):
    """Each item is written before the next one is read, and the source stays open until the end.

    It takes 1 s to open the source, 1 s to read an item, and 2 s to write it. There are two items.
    """
    await exercise.copy_stream(lambda: Source(log, "a", "b"), make_write(log))

    assert log == [
        *("source opened 1", "a read 2", "a written 4", "b read 5", "b written 7"),
        "source closed 7",
    ]


async def test_a_failed_write(exercise, log):
    """When an item can't be written, the error comes out, and the source has been closed, once.

    The source has the items "a", "b" and "c"; writing "b" raises OSError.
    """
    error = OSError("disk full")
    write = make_write(log, broken_by="b", error=error)

    with pytest.raises(OSError, match="disk full") as caught:
        await exercise.copy_stream(lambda: Source(log, "a", "b", "c"), write)
    closings = len(log.times("closed"))

    assert same(caught.value, error)
    assert closings == 1


async def test_cancelled_in_a_write(exercise, start, clock, log):
    """When the call is cancelled, the source is closed, and the call ends as cancelled.

    The item "a" is being written from 2 s till 4 s; the call is cancelled at 3 s.
    """
    call = start("call", exercise.copy_stream(lambda: Source(log, "a", "b"), make_write(log)))
    await clock.until(3)

    call.cancel()
    await asyncio.wait([call])

    assert log == ["source opened 1", "a read 2", "source closed 3", "call cancelled 3"]


@every_cancellation
async def test_cancelled_anywhere(exercise, start, log, cancel):
    """Wherever the call is cancelled, a source that was opened is closed, once.

    The source has the items "a" and "b". The call is cancelled wherever it waits: while the source
    is being opened, during a read, during a write.
    """
    call = start("call", exercise.copy_stream(lambda: Source(log, "a", "b"), make_write(log)))

    await cancel(call)
    openings, closings = len(log.times("opened")), len(log.times("closed"))

    assert closings == openings
