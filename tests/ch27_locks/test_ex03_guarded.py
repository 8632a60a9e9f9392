"""Hidden behaviours of guarded work."""

import asyncio

import pytest

from grader.testing import every_order, same


async def test_a_free_lock(exercise, jobs):
    """The lock is held during the work, and free afterwards.

    Nobody else wants the lock. The work takes 1 s, and returns whether the lock is held then.
    """
    lock = asyncio.Lock()
    work = jobs.make("work", takes=1, returns=lock.locked)

    held = await exercise.guarded(lock, work, 5)

    assert same(held, True)
    assert not lock.locked(), "the lock is still held"


async def test_a_lock_that_comes_late(exercise, jobs, start, clock, log):
    """Only the wait for the lock is limited, not the work.

    The lock is held until 3.125 s, the call waits for 5 s at most, and its work takes 10 s: it
    ends at 13.125 s.
    """
    lock = asyncio.Lock()
    await lock.acquire()
    call = start("call", exercise.guarded(lock, jobs.make("work", takes=10), 5))
    await clock.until(3.125)

    lock.release()
    await asyncio.wait([call])

    assert log == ["work started 3.125", "work returned 13.125", "call returned 13.125"]


async def test_a_lock_that_comes_too_late(exercise, jobs, start, clock, log):
    """A call that gives up raises TimeoutError, and leaves the lock to its holder.

    The lock is held until 10 s. The call waits for 2 s at most; behind it `neighbour` waits in
    `lock.acquire()`, and gets the lock at 10 s.
    """
    lock = asyncio.Lock()
    await lock.acquire()
    start("call", exercise.guarded(lock, jobs.make("work"), 2))
    start("neighbour", lock.acquire())
    await clock.until(10)

    lock.release()
    await clock.settle()

    assert log == ["call raised TimeoutError 2", "neighbour returned 10"]


@pytest.mark.parametrize("timeout", [None, 50])
async def test_cancelled_while_waiting(exercise, jobs, start, clock, log, timeout):
    """A call that is cancelled while it waits leaves the lock to its holder.

    The lock is held until 10 s. The call waits without a limit, or for 50 s at most, and is
    cancelled at 4 s; behind it `neighbour` waits in `lock.acquire()`, and gets the lock at 10 s.
    """
    lock = asyncio.Lock()
    await lock.acquire()
    call = start("call", exercise.guarded(lock, jobs.make("work"), timeout))
    start("neighbour", lock.acquire())
    await clock.until(4)
    call.cancel()
    await clock.until(10)

    lock.release()
    await clock.settle()

    assert log == ["call cancelled 4", "neighbour returned 10"]


async def test_cancelled_during_the_work(exercise, jobs, start, clock, log):
    """A call that is cancelled during its work releases the lock.

    The work takes 5 s; the call is cancelled at 1 s.
    """
    lock = asyncio.Lock()
    call = start("call", exercise.guarded(lock, jobs.make("work", takes=5), None))
    await clock.until(1)

    call.cancel()
    await asyncio.wait([call])

    assert log == ["work started 0", "work cancelled 1", "call cancelled 1"]
    assert not lock.locked(), "the lock is still held"


async def test_work_that_fails(exercise, jobs):
    """An exception of the work comes out as it is, and the lock is free.

    The work raises OSError after 1 s.
    """
    lock, error = asyncio.Lock(), OSError("no paper")
    work = jobs.make("work", takes=1, raises=error)

    results = await asyncio.gather(exercise.guarded(lock, work, 5), return_exceptions=True)

    assert same(results, [error])
    assert not lock.locked(), "the lock is still held"


async def test_work_with_a_timeout_of_its_own(exercise, jobs):
    """A TimeoutError of the work comes out as it is, and the lock is free.

    The work raises TimeoutError after 1 s; the lock was free from the start.
    """
    lock, error = asyncio.Lock(), TimeoutError("the printer doesn't answer")
    work = jobs.make("work", takes=1, raises=error)

    results = await asyncio.gather(exercise.guarded(lock, work, 5), return_exceptions=True)

    assert same(results, [error])
    assert not lock.locked(), "the lock is still held"


async def test_calls_in_a_row(exercise, jobs, log):
    """Calls get the lock in the order in which they began to wait.

    Three calls with work of 1 s begin at 0 s: they work from 0 to 1 s, from 1 to 2 s, and from 2
    to 3 s.
    """
    lock, works = asyncio.Lock(), [jobs.make(name, takes=1) for name in "abc"]

    await asyncio.gather(*(exercise.guarded(lock, work, 5) for work in works))

    a_b = ["a started 0", "a returned 1", "b started 1", "b returned 2"]
    assert log == [*a_b, "c started 2", "c returned 3"]


@pytest.mark.code("overlap")
@every_order
async def test_calls_at_once(exercise, jobs):
    """Only one call works at a time, in every order of events.

    Three calls begin together.
    """
    lock, work = asyncio.Lock(), jobs.make("work")

    await asyncio.gather(*(exercise.guarded(lock, work, 5) for _ in range(3)))

    assert jobs.peak == 1
