"""Hidden behaviours of a lock that belongs to a task."""

import asyncio

import pytest

from grader.testing import every_cancellation, every_order, same


def answer(release):
    """What a call of `release` came to."""
    try:
        release()
    except RuntimeError:
        return "RuntimeError"
    return "released"


def held(lock):
    """Whether it says that a task owns it."""
    return lock.locked()


async def visit(lock, log, name, seconds=1):
    """Hold the lock for some seconds, and log when that begins and ends."""
    async with lock:
        log.add(name, "entered")
        await asyncio.sleep(seconds)
        log.add(name, "left")


async def fail_inside(lock, error):
    """Enter the lock, and fail."""
    async with lock:
        raise error


async def late(clock, when, coro):
    """Await `coro` from then on."""
    await clock.until(when)
    await coro


@every_order
async def test_owned_twice(exercise, start, clock, log):
    """A task that owns the lock gets it again at once, and it is free after the outer block.

    A task is in `async with lock` from 0 s to 3 s. At 1 s it awaits a helper that enters the lock,
    too, and leaves it at 2 s. Another task waits for the lock from 0.5 s on.
    """
    lock = exercise.ReentrantLock()

    async def work():
        async with lock:
            await clock.until(1)
            await visit(lock, log, "helper")
            await clock.until(3)

    calls = [start("owner", work()), start("later", late(clock, 0.5, visit(lock, log, "other")))]
    await asyncio.wait(calls)

    assert log.of("helper") == ["helper entered 1", "helper left 2"]
    assert log.of("other") == ["other entered 3", "other left 4"]
    assert log.of("owner") == ["owner returned 3"]


async def test_as_often_as_acquired(exercise, start, clock, log):
    """The lock is free after as many releases as there were calls of `acquire`.

    A task acquires it three times. It releases it twice at 1 s, and for the third time at 3 s.
    Another task waits for it from 0 s on.
    """
    lock = exercise.ReentrantLock()
    for _ in range(3):
        await lock.acquire()
    call = start("call", visit(lock, log, "other"))

    await clock.until(1)
    answers = [answer(lock.release), answer(lock.release), held(lock)]
    await clock.until(3)
    answers += [answer(lock.release)]
    await call

    assert log.of("other") == ["other entered 3", "other left 4"]
    assert same([*answers, held(lock)], ["released", "released", True, "released", False])


async def test_first_come_first_served(exercise, start, clock, log):
    """Tasks get the lock in the order in which they have asked for it.

    Tasks 'a', 'b' and 'c' ask at 0 s, in this order, and hold it for 1 s each. 'a' asks again in
    the very moment in which it has released it, so it comes last.
    """
    lock = exercise.ReentrantLock()

    async def twice():
        await visit(lock, log, "a")
        await visit(lock, log, "a")

    start("first", twice())
    for name in "bc":
        start(f"visit of {name}", visit(lock, log, name))
    await clock.until(5)

    lines = [line for line in log if line[0] in "abc"]
    assert lines == [
        *("a entered 0", "a left 1", "b entered 1", "b left 2"),
        *("c entered 2", "c left 3", "a entered 3", "a left 4"),
    ]


@pytest.mark.code("overlap")
@every_order
async def test_one_owner_at_a_time(exercise, jobs):
    """In every order of events, only one task is inside at a time, however deep.

    Three tasks enter the lock, inside that enter it once more, and hold it for 1 s.
    """
    lock, job = exercise.ReentrantLock(), jobs.make("job", takes=1)

    async def work():
        async with lock:
            async with lock:
                await job()
            await job()

    await asyncio.gather(work(), work(), work())

    assert job.gauge.peak == 1


async def test_a_child_is_another_task(exercise, clock, log):
    """A task that the owner creates is another task, even if it has the same name.

    A task called 'work' enters the lock and creates a task called 'work', which enters it, too. The
    first one leaves at 1 s.
    """
    lock = exercise.ReentrantLock()

    async def work():
        async with lock:
            task = asyncio.create_task(visit(lock, log, "child"), name="work")
            await clock.until(1)
        return task

    child = await asyncio.create_task(work(), name="work")
    await child

    assert log == ["child entered 1", "child left 2"]


@pytest.mark.parametrize("by", ["a task", "a callback"])
async def test_released_by_others(exercise, start, clock, log, by):
    """Nobody but the owner can release it: that is a RuntimeError, and the lock stays as it is.

    A task holds the lock for 2 s, and another one waits for it. At 1 s a third task, or a callback
    of the event loop, calls `release`.
    """
    lock, loop, answers = exercise.ReentrantLock(), asyncio.get_running_loop(), []
    calls = [start(f"{n}'s visit", visit(lock, log, n, seconds=2)) for n in ("owner", "waiter")]
    await clock.until(1)

    if by == "a task":
        answers.append(answer(lock.release))
    else:
        loop.call_soon(lambda: answers.append(answer(lock.release)))
    await asyncio.wait(calls)

    assert log.of("waiter") == ["waiter entered 2", "waiter left 4"]
    assert answers == ["RuntimeError"]


async def test_released_once_too_often(exercise, clock):
    """To release a free lock is a RuntimeError, and the lock stays free.

    A task acquires the lock, and releases it twice. Then a callback of the event loop releases it.
    Then the task acquires and releases it again.
    """
    lock, answers = exercise.ReentrantLock(), []
    await lock.acquire()
    lock.release()

    answers.append(answer(lock.release))
    asyncio.get_running_loop().call_soon(lambda: answers.append(answer(lock.release)))
    await clock.settle()
    await lock.acquire()
    owned = held(lock)
    lock.release()

    assert answers == ["RuntimeError", "RuntimeError"]
    assert same((owned, held(lock)), (True, False))


@every_cancellation
async def test_a_cancelled_waiter(exercise, start, clock, log, cancel):
    """Wherever a task is cancelled that waits for the lock or holds it, the next one gets it.

    Tasks 'a', 'b' and 'c' ask for the lock at 0 s, and hold it for 1 s each. 'b' is cancelled while
    it waits, or as soon as it has the lock, in each run of the test at another moment.
    """
    lock = exercise.ReentrantLock()
    start("first", visit(lock, log, "a"))
    call = start("second", visit(lock, log, "b"))
    start("third", visit(lock, log, "c"))

    await cancel(call)
    await clock.until(5)

    assert log.of("c") == ["c entered 1", "c left 2"]


@pytest.mark.code("lock-held")
async def test_an_exception(exercise):
    """An exception that leaves both blocks comes out, and leaves the lock free.

    A block inside a block raises OSError.
    """
    lock, error = exercise.ReentrantLock(), OSError("disk full")

    with pytest.raises(OSError, match="disk full") as caught:
        async with lock:
            await fail_inside(lock, error)

    assert same(caught.value, error)
    assert same(held(lock), False)
