"""Hidden behaviours of the lock for readers and writers."""

import asyncio

import pytest

from grader.testing import every_cancellation, every_order, same


async def use(guard, work, comes=0):
    """Come after so many seconds, and do the work in the block."""
    await asyncio.sleep(comes)
    async with guard():
        await work()


def beside(jobs, work, others):
    """The same work, which notes how many other jobs run before and after it."""

    async def noted():
        others.append(jobs.running)
        await work()
        others.append(jobs.running)

    return noted


async def test_three_readers(exercise, jobs, clock):
    """Readers are in at the same time.

    Three readers come at 0 s, and read for 1 s.
    """
    lock, read = exercise.ReadWriteLock(), jobs.make("read", takes=1)

    await asyncio.gather(*(use(lock.read, read) for _ in range(3)))

    assert clock.now == 1


async def test_two_writers(exercise, jobs, log):
    """A writer waits until the writer before it is out.

    Writers come at 0 and 1 s, and write for 2 s.
    """
    lock, first, second = exercise.ReadWriteLock(), jobs.make("first", 2), jobs.make("second", 2)

    await asyncio.gather(use(lock.write, first), use(lock.write, second, comes=1))

    assert log == ["first started 0", "first returned 2", "second started 2", "second returned 4"]


async def test_readers_behind_a_writer(exercise, jobs, log):
    """When a writer leaves, all readers that wait go in at that moment.

    A writer is in from 0 to 3 s; readers come at 1 and 2 s, and read for 2 s.
    """
    lock, write, read = exercise.ReadWriteLock(), jobs.make("write", 3), jobs.make("read", 2)

    readers = (use(lock.read, read, comes=when) for when in (1, 2))
    await asyncio.gather(use(lock.write, write), *readers)

    assert log.of("write") == ["write started 0", "write returned 3"]
    assert log.of("read") == ["read started 3"] * 2 + ["read returned 5"] * 2


async def test_a_reader_behind_a_waiting_writer(exercise, jobs, log):
    """A reader that comes while a writer waits goes in after the writer.

    `first` reads from 0 to 3 s, another reader from 0 to 2.5 s. A writer comes at 1 s, and writes for
    1 s; `second` comes at 2 s.
    """
    lock, write = exercise.ReadWriteLock(), jobs.make("write", takes=1)
    first, second = jobs.make("first", takes=3), jobs.make("second", takes=1)

    readers = [use(lock.read, first), use(lock.read, jobs.make("other", takes=2.5))]
    later = use(lock.write, write, comes=1), use(lock.read, second, comes=2)
    await asyncio.gather(*readers, *later)

    assert log.of("first") + log.of("write") + log.of("second") == [
        *("first started 0", "first returned 3", "write started 3", "write returned 4"),
        *("second started 4", "second returned 5"),
    ]


async def test_a_waiting_writer_gives_up(exercise, jobs, start, clock, log):
    """When a writer that waits is cancelled, the readers behind it go in at that moment.

    `first` reads from 0 to 10 s. A writer comes at 1 s, two more readers at 2 s; the writer is
    cancelled at 2.5 s.
    """
    lock, first, read = exercise.ReadWriteLock(), jobs.make("first", 10), jobs.make("read", 1)
    start("first", use(lock.read, first))
    writer = start("writer", use(lock.write, jobs.make("write"), comes=1))
    readers = [start("readers", use(lock.read, read, comes=2)) for _ in range(2)]
    await clock.until(2.5)

    writer.cancel()
    await asyncio.wait(readers)

    assert log.of("writer") + log.of("write") == ["writer cancelled 2.5"]
    assert log.of("read") == ["read started 2.5"] * 2 + ["read returned 3.5"] * 2


async def test_one_of_two_waiting_writers_gives_up(exercise, jobs, start, clock, log):
    """When one of two writers that wait is cancelled, readers don't overtake the other one.

    `first` reads from 0 to 10 s. Writers come at 1 and 2 s, to write for 1 s; the one that came first
    is cancelled at 3 s. `second` comes at 4 s to read.
    """
    lock, first, second = exercise.ReadWriteLock(), jobs.make("first", 10), jobs.make("second", 1)
    write = jobs.make("write", takes=1)
    start("readers", use(lock.read, first))
    writer = start("writer", use(lock.write, write, comes=1))
    start("other", use(lock.write, write, comes=2))
    start("readers", use(lock.read, second, comes=4))
    await clock.until(3)

    writer.cancel()
    await clock.until(50)

    assert log.of("writer") == ["writer cancelled 3"]
    assert log.of("write") + log.of("second") == [
        *("write started 10", "write returned 11", "second started 11", "second returned 12"),
    ]


async def test_a_writer_gives_up_behind_a_writer(exercise, jobs, start, clock, log):
    """When a writer that waits is cancelled, the writer that is in stays alone.

    `first` writes from 0 to 5 s. `second` comes at 1 s, and is cancelled at 2 s. `third` comes at
    3 s, and writes for 1 s.
    """
    lock, first, third = exercise.ReadWriteLock(), jobs.make("first", 5), jobs.make("third", 1)
    start("in", use(lock.write, first))
    second = start("second", use(lock.write, jobs.make("second"), comes=1))
    start("in", use(lock.write, third, comes=3))
    await clock.until(2)

    second.cancel()
    await clock.until(50)

    assert log.of("second") == ["second cancelled 2"]
    assert log.of("first") + log.of("third") == [
        *("first started 0", "first returned 5", "third started 5", "third returned 6"),
    ]


@pytest.mark.parametrize("kind", ["read", "write"])
async def test_exceptions(exercise, jobs, clock, kind):
    """An exception in a block comes out as it is, and the lock is free.

    In a block, of a reader and then of a writer, OSError is raised after 1 s. Then comes another
    writer, and writes for 1 s.
    """
    lock, error = exercise.ReadWriteLock(), OSError("no space")
    bad = use(getattr(lock, kind), jobs.make("bad", takes=1, raises=error))

    [outcome] = await asyncio.gather(bad, return_exceptions=True)
    await use(lock.write, jobs.make("good", takes=1))

    assert same((kind, outcome), (kind, error))
    assert clock.now == 2


async def test_a_cancelled_writer(exercise, jobs, start, clock, log):
    """When a writer is cancelled in its block, those who wait go in.

    A writer is in from 0 s on. A reader comes at 1 s, for 1 s, another writer at 2 s, for 1 s; the
    first writer is cancelled at 3 s. In one order or the other, the two are out at 5 s.
    """
    lock = exercise.ReadWriteLock()
    writer = start("writer", use(lock.write, jobs.make("long", takes=100)))
    start("other", use(lock.read, jobs.make("in", takes=1), comes=1))
    start("other", use(lock.write, jobs.make("in", takes=1), comes=2))
    await clock.until(3)

    writer.cancel()
    await clock.until(50)

    assert log.of("writer") + log.of("other") == [
        *("writer cancelled 3", "other returned 4", "other returned 5"),
    ]


@every_cancellation
async def test_cancelled_writers(exercise, jobs, start, cancel, clock, log):
    """Whenever a writer is cancelled, waiting or writing, the lock is as if it had never come.

    A reader is in from 0 to 2 s; a writer comes at 1 s, and writes for 2 s. It is cancelled wherever
    it waits. At 8 s come another writer and, when that is out, a reader.
    """
    lock = exercise.ReadWriteLock()
    start("before", use(lock.read, jobs.make("reads", takes=2)))
    call = start("call", use(lock.write, jobs.make("writes", takes=2), comes=1))

    await cancel(call)
    start("after", use(lock.write, jobs.make("writes", takes=1), comes=8 - float(clock.now)))
    start("after", use(lock.read, jobs.make("reads", takes=1), comes=9 - float(clock.now)))
    await clock.until(50)

    assert log.of("before") + log.of("after") == [
        *("before returned 2", "after returned 9", "after returned 10"),
    ]


@every_cancellation
async def test_cancelled_readers(exercise, jobs, start, cancel, clock, log):
    """Whenever a reader is cancelled, waiting or reading, the lock is as if it had never come.

    A writer is in from 0 to 2 s; a reader comes at 1 s, and reads for 2 s. It is cancelled wherever
    it waits. At 8 s comes another reader, which reads for 2 s, at 9 s another writer, for 1 s.
    """
    lock = exercise.ReadWriteLock()
    start("before", use(lock.write, jobs.make("writes", takes=2)))
    call = start("call", use(lock.read, jobs.make("reads", takes=2), comes=1))

    await cancel(call)
    start("after", use(lock.read, jobs.make("reads", takes=2), comes=8 - float(clock.now)))
    start("after", use(lock.write, jobs.make("writes", takes=1), comes=9 - float(clock.now)))
    await clock.until(50)

    assert log.of("before") + log.of("after") == [
        *("before returned 2", "after returned 10", "after returned 11"),
    ]


@pytest.mark.code("overlap")
@every_order
async def test_all_at_once(exercise, jobs):
    """A writer is alone, and everybody gets in, in every order of events.

    Two readers and two writers begin together. Each writer notes how many others are in, when it
    begins and when it ends.
    """
    lock, read, others = exercise.ReadWriteLock(), jobs.make("read"), []
    write = beside(jobs, jobs.make("write"), others)
    readers = [use(lock.read, read) for _ in range(2)]
    writers = [use(lock.write, write) for _ in range(2)]

    await asyncio.gather(readers[0], writers[0], readers[1], writers[1])

    assert same((others, len(read.calls)), ([0, 0, 0, 0], 2))
