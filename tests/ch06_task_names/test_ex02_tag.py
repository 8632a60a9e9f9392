"""Hidden behaviours of a tag for log lines."""

import asyncio

from grader.testing import every_order, same


async def deep(tag, depth):
    """Call `tag` at the bottom of some coroutines that are awaited directly."""
    await asyncio.sleep(0)
    return await deep(tag, depth - 1) if depth else tag("x")


async def test_in_a_task(exercise, start):
    """In a task, the line is tagged with the task's name.

    A task called 'alpha' tags 'hi'.
    """

    async def work():
        return exercise.tag("hi")

    line = await start("alpha", work())

    assert same(line, "[alpha] hi")


@every_order
async def test_deep_inside(exercise, start):
    """Deep inside coroutines that are awaited, the line is tagged with the name of their task.

    Tasks called 'a', 'b' and 'c' run at the same time. Each awaits a coroutine that awaits a
    coroutine, and so on, and the innermost one tags 'x'.
    """
    depths = {"a": 3, "b": 2, "c": 4}
    tasks = [start(name, deep(exercise.tag, depth)) for name, depth in depths.items()]

    lines = [await task for task in tasks]

    assert same(lines, ["[a] x", "[b] x", "[c] x"])


async def test_in_a_callback(exercise, clock):
    """In a callback of the event loop no task is running, so the tag is '-'.

    A function that was given to `loop.call_soon` tags 'cb'.
    """
    outcomes = []

    def callback():
        try:
            outcomes.append(exercise.tag("cb"))
        except Exception as error:
            outcomes.append(error)

    asyncio.get_running_loop().call_soon(callback)
    await clock.settle()

    assert same(outcomes, ["[-] cb"])


def test_without_a_loop(exercise):
    """In a program without an event loop no task is running, so the tag is '-'.

    A plain program tags 'x'.
    """
    line = exercise.tag("x")

    assert same(line, "[-] x")


def test_after_a_program(exercise):
    """When the event loop of a program is closed, no task is running any more, so the tag is '-'.

    A plain program runs a coroutine by `asyncio.run`, and then tags 'x'.
    """
    asyncio.run(asyncio.sleep(1))

    line = exercise.tag("x")

    assert same(line, "[-] x")


async def test_an_empty_name(exercise, start):
    """A task whose name is empty is a task all the same: the tag is empty, too.

    A task called '' tags 'x'.
    """

    async def work():
        asyncio.current_task().set_name("")
        return exercise.tag("x")

    line = await start("nameless", work())

    assert same(line, "[] x")


async def test_what_looks_like_a_format(exercise, start):
    """Percent signs and braces are characters like others, in a name and in a message.

    A task called '50% of {disk}' tags '100% of {disk}'.
    """

    async def work():
        return exercise.tag("100% of {disk}")

    line = await start("50% of {disk}", work())

    assert same(line, "[50% of {disk}] 100% of {disk}")


async def test_renamed(exercise, start):
    """After a task was renamed, its lines are tagged with the new name.

    A task called 'old' tags 'x', gets the name 'new', and tags 'x' again.
    """

    async def work():
        first = exercise.tag("x")
        asyncio.current_task().set_name("new")
        return [first, exercise.tag("x")]

    lines = await start("old", work())

    assert same(lines, ["[old] x", "[new] x"])
