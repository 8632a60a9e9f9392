"""Hidden behaviours of step labels."""

import asyncio

from grader.testing import every_cancellation, every_order, same


class HardStop(BaseException):
    """What isn't meant for `except Exception`, like the exceptions with which test tools give up."""


def name():
    """The name of the task that asks."""
    return asyncio.current_task().get_name()


async def two_labels(labelled):
    """The names of a task on its way through a block and one inside that."""
    names = {}
    with labelled("fetch"):
        await asyncio.sleep(1)
        names["in the block"] = name()
        with labelled("retry"):
            names["in the inner block"] = name()
        names["after the inner block"] = name()
    names["after the block"] = name()
    return names


async def test_label_within_label(exercise, start):
    """Inside a block its label is added to the task's name, and is gone after it.

    A task called 'job' is labelled 'fetch', awaits something, and inside that block is labelled
    'retry' for a while.
    """
    names = await start("job", two_labels(exercise.labelled))

    assert same(
        names,
        {
            "in the block": "job:fetch",
            "in the inner block": "job:fetch:retry",
            "after the inner block": "job:fetch",
            "after the block": "job",
        },
    )


async def test_colons_everywhere(exercise, start):
    """Names and labels may contain colons themselves.

    A task called 'j:1' is labelled 'a:b'.
    """

    async def work():
        with exercise.labelled("a:b"):
            inside = name()
        return {"inside": inside, "after": name()}

    names = await start("j:1", work())

    assert same(names, {"inside": "j:1:a:b", "after": "j:1"})


async def test_renamed_in_the_block(exercise, start):
    """After the block the previous name is back, though the task was renamed in it.

    A task called 'job' is labelled 'x', and gets the name 'other' inside the block.
    """

    async def work():
        with exercise.labelled("x"):
            asyncio.current_task().set_name("other")
        return name()

    after = await start("job", work())

    assert same(after, "job")


async def test_an_exception(exercise, start):
    """An exception comes out of the block as it is, and the name is as before.

    A task called 'job' is labelled 'x'; the block raises OSError.
    """
    error = OSError("no signal")

    async def work():
        with exercise.labelled("x"):
            raise error

    task = start("job", work())
    [outcome] = await asyncio.gather(task, return_exceptions=True)

    assert same((outcome, task.get_name()), (error, "job"))


async def test_cancelled_in_the_block(exercise, start, clock):
    """A task that is cancelled in the block ends as cancelled, and has its previous name.

    A task called 'job' is labelled 'x' and sleeps in the block till 10 s. It is cancelled at 1 s.
    """

    async def work():
        with exercise.labelled("x"):
            await clock.until(10)

    task = start("job", work())
    await clock.until(1)
    before = task.get_name()
    task.cancel()
    await asyncio.wait([task])

    assert same((before, task.get_name(), task.cancelled()), ("job:x", "job", True))


@every_cancellation
async def test_cancelled_anywhere(exercise, start, cancel):
    """Wherever a task is cancelled, the labels of the blocks that it leaves are gone.

    A task called 'job' is labelled 'a', and inside that 'b'. It sleeps in each block. In each run
    of the test it is cancelled at another moment.
    """

    async def work():
        with exercise.labelled("a"):
            await asyncio.sleep(1)
            with exercise.labelled("b"):
                await asyncio.sleep(1)
            await asyncio.sleep(1)

    task = start("job", work())
    await cancel(task)

    assert same(task.get_name(), "job")


@every_order
async def test_blocks_that_overlap(exercise, start):
    """Tasks that are in blocks at the same time don't get in each other's way.

    Tasks 'A', 'B' and 'C' enter a block labelled 'x' at 0 s, and leave it after 1 s, 2 s and 1 s.
    """

    async def work(seconds):
        with exercise.labelled("x"):
            await asyncio.sleep(seconds)
            inside = name()
        return {"inside": inside, "after": name()}

    tasks = {"A": start("A", work(1)), "B": start("B", work(2)), "C": start("C", work(1))}
    names = {task: await tasks[task] for task in tasks}

    assert same(names, {task: {"inside": f"{task}:x", "after": task} for task in "ABC"})


async def test_made_by_another_task(exercise, start):
    """The task that enters the block is labelled, not the one that made `labelled(…)`.

    A task called 'maker' calls `labelled('x')`; a task called 'user' enters it, and leaves it.
    """

    async def make():
        return exercise.labelled("x")

    async def use(label):
        with label:
            inside = {"user": name(), "maker": maker.get_name()}
        return inside, {"user": name(), "maker": maker.get_name()}

    maker = start("maker", make())
    inside, after = await start("user", use(await maker))

    assert same(inside, {"user": "user:x", "maker": "maker"})
    assert same(after, {"user": "user", "maker": "maker"})


async def test_an_exception_of_another_kind(exercise, start):
    """The name is as before also after an exception whose class isn't derived from `Exception`.

    A task called 'job' is labelled 'x'; the block raises HardStop, whose class is derived from
    BaseException.
    """
    error = HardStop("enough")

    async def work():
        with exercise.labelled("x"):
            raise error

    task = start("job", work())
    [outcome] = await asyncio.gather(task, return_exceptions=True)

    assert same((outcome, task.get_name()), (error, "job"))
