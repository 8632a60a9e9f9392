"""Hidden behaviours of an awaitable that gives its value later."""

import asyncio
import inspect

from grader.testing import every_cancellation, every_order, same


async def wait_for(later):
    return await later


async def test_a_value_after_the_delay(exercise, clock):
    """Awaiting it takes its delay, and gives its value.

    The delay is 2 s, and the value "x".
    """
    value = await exercise.Later(2, "x")

    assert same(value, "x")
    assert clock.now == 2


async def test_no_value(exercise, clock):
    """Without a value, it gives None.

    The delay is 1 s.
    """
    value = await exercise.Later(1)

    assert same(value, None)
    assert clock.now == 1


async def test_a_value_that_can_be_awaited(exercise, clock):
    """The value comes back as it is, also if it is something that can be awaited itself.

    The delay is 2 s. The value is a future, whose result is "x".
    """
    future = asyncio.get_running_loop().create_future()
    future.set_result("x")

    value = await exercise.Later(2, future)

    assert same(value, future)
    assert clock.now == 2


async def test_nothing_to_do_meanwhile(exercise, clock):
    """While it is awaited, the event loop isn't kept busy, however long the delay is.

    The delay is a year. To look at the clock every second, say, would take 31 million looks.
    """
    value = await exercise.Later(365 * 86_400, "x")

    assert same(value, "x")
    assert clock.now == 365 * 86_400


async def test_one_await_after_the_other(exercise, clock):
    """Each await takes the whole delay, and gives the value.

    An object with a delay of 2 s is awaited twice: till 2 s, and till 4 s.
    """
    later = exercise.Later(2, "x")

    values = [await later, await later]

    assert same(values, ["x", "x"])
    assert clock.now == 4


async def test_two_tasks(exercise, start, clock, log):
    """Tasks may await the same object; each one waits from when it began.

    The delay is 2 s. One task begins at 0 s, and another one at 1 s: they end at 2 s and at 3 s.
    """
    later = exercise.Later(2, "x")
    first = start("first", wait_for(later))
    await clock.until(1)
    second = start("second", wait_for(later))

    await asyncio.wait([first, second])

    assert log == ["first returned 2", "second returned 3"]
    assert same((first.result(), second.result()), ("x", "x"))


@every_cancellation
async def test_cancelled(exercise, start, cancel):
    """A task that is cancelled while it awaits it ends at once, and nothing goes on afterwards.

    The delay is 2 s; one task awaits it, and is cancelled while it waits.
    """
    call = start("call", wait_for(exercise.Later(2, "x")))

    await cancel(call)

    assert call.cancelled()


@every_order
async def test_one_of_two_is_cancelled(exercise, start, clock, log):
    """When one of the tasks that await it is cancelled, the others get their value all the same.

    The delay is 2 s. Two tasks begin at 0 s, and the first one is cancelled at 1 s.
    """
    later = exercise.Later(2, "x")
    first, second = start("first", wait_for(later)), start("second", wait_for(later))
    await clock.until(1)

    first.cancel()
    await asyncio.wait([first, second])
    await clock.until(5)

    assert log == ["first cancelled 1", "second returned 2"]


def test_never_awaited(exercise):
    """It can be made where no event loop runs, and needn't be awaited: it is no coroutine.

    One is made in plain code and one in a coroutine; neither is ever awaited.
    """

    async def main():
        return exercise.Later(1, "x")

    laters = [exercise.Later(1, "x"), asyncio.run(main())]

    assert not any(map(inspect.iscoroutine, laters)), "it is a coroutine: it must be awaited"
    assert all(map(inspect.isawaitable, laters)), "it can't be awaited"


def test_two_programs(exercise, clock):
    """An object can be awaited in one program, and then in another one.

    The delay is 2 s; two programs, each with its own event loop, await the same object.
    """
    later = exercise.Later(2, "x")

    values = [asyncio.run(wait_for(later)), asyncio.run(wait_for(later))]

    assert same(values, ["x", "x"])
    assert clock.now == 4
