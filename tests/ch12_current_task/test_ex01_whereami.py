"""Hidden behaviours of a prefix for log lines."""

import asyncio

from grader.testing import every_order, same


def answer(exercise):
    """What `whereami` says here, or the exception that it raises."""
    try:
        return exercise.whereami()
    except Exception as error:
        return error


async def test_in_a_task(exercise):
    """In a task, the answer is its name and the name of its coroutine.

    A task called 'job-1' is made from `fetch()`, and `fetch` asks.
    """

    async def fetch():
        return exercise.whereami()

    found = await asyncio.create_task(fetch(), name="job-1")

    assert same(found, "job-1/fetch")


async def test_in_an_awaited_helper(exercise):
    """A helper that is awaited belongs to the task of whoever awaits it.

    A task called 'job-1' is made from `fetch()`. `fetch` awaits `helper()`, which sleeps and asks.
    """

    async def helper():
        await asyncio.sleep(1)
        return exercise.whereami()

    async def fetch():
        return await helper()

    found = await asyncio.create_task(fetch(), name="job-1")

    assert same(found, "job-1/fetch")


async def test_in_a_task_of_its_own(exercise):
    """A helper that is run as a task of its own is not in its creator's task.

    A task called 'job-1' is made from `fetch()`. `fetch` asks; then it makes a task called 'child'
    from `helper()`, and `helper` asks.
    """

    async def helper():
        return exercise.whereami()

    async def fetch():
        first = exercise.whereami()
        return [first, await asyncio.create_task(helper(), name="child")]

    found = await asyncio.create_task(fetch(), name="job-1")

    assert same(found, ["job-1/fetch", "child/helper"])


async def test_in_callbacks(exercise, clock):
    """In a callback of the event loop no task is running, so the answer is '-', and nothing raises.

    Functions that were given to `call_soon`, to `call_later` and to `add_done_callback` ask.
    """
    loop, found = asyncio.get_running_loop(), {}
    task = asyncio.create_task(asyncio.sleep(1))

    task.add_done_callback(lambda _: found.update({"done callback": answer(exercise)}))
    loop.call_soon(lambda: found.update({"call_soon": answer(exercise)}))
    loop.call_later(2, lambda: found.update({"call_later": answer(exercise)}))
    await clock.until(3)

    assert same(found, {"call_soon": "-", "done callback": "-", "call_later": "-"})


def test_without_a_loop(exercise):
    """Where no event loop runs, the answer is '-', and nothing raises.

    A plain program asks before it runs an event loop, in a thread beside the loop, and afterwards.
    """
    before = answer(exercise)
    in_a_thread = asyncio.run(asyncio.to_thread(answer, exercise))
    afterwards = answer(exercise)

    found = {"before": before, "in a thread": in_a_thread, "afterwards": afterwards}
    assert same(found, {"before": "-", "in a thread": "-", "afterwards": "-"})


async def test_renamed(exercise):
    """After a task was renamed, the answer has its new name.

    A task called 'old' asks, gets the name 'new', and asks again.
    """

    async def fetch():
        first = exercise.whereami()
        asyncio.current_task().set_name("new")
        return [first, exercise.whereami()]

    found = await asyncio.create_task(fetch(), name="old")

    assert same(found, ["old/fetch", "new/fetch"])


@every_order
async def test_three_at_once(exercise):
    """Tasks that run at the same time get answers of their own.

    Tasks called 'a', 'b' and 'c' are made from `fetch()`. Each asks, lets the others run, and asks
    again.
    """

    async def fetch():
        first = exercise.whereami()
        await asyncio.sleep(0)
        return [first, exercise.whereami()]

    tasks = {name: asyncio.create_task(fetch(), name=name) for name in "abc"}
    found = {name: await task for name, task in tasks.items()}

    assert same(found, {name: [f"{name}/fetch"] * 2 for name in "abc"})


async def test_in_a_callback_of_a_task_that_has_asked(exercise, clock):
    """A callback belongs to no task, even if the task that gave it to the loop has asked before.

    A task called 'job-1' is made from `fetch()`. `fetch` asks, and then gives `call_soon` a
    function that asks, too.
    """
    loop, found = asyncio.get_running_loop(), {}

    async def fetch():
        found["task"] = answer(exercise)
        loop.call_soon(lambda: found.update({"its callback": answer(exercise)}))

    await asyncio.create_task(fetch(), name="job-1")
    await clock.settle()

    assert same(found, {"task": "job-1/fetch", "its callback": "-"})
