"""Hidden behaviours of a stage that packs a stream into batches."""

import asyncio

from grader.testing import same

ERROR = OSError("the line is dead")


async def stream(log, *items):
    """Yield `items`, one each second, and log what is drawn; an exception is raised.

    To clean up takes 0.5 s.
    """
    try:
        for item in items:
            await asyncio.sleep(1)
            if isinstance(item, Exception):
                raise item
            log.add(f"item {item}", "drawn")
            yield item
    finally:
        log.add("source", "closes")
        await asyncio.sleep(0.5)
        log.add("source", "closed")


async def test_a_shorter_last_batch(exercise, log):
    """The items come in lists of `size`, each a list of its own; the last one may be shorter.

    The source yields 0 to 4; batches of 2. They are kept, and looked at when all are there.
    """
    stage = exercise.batched(stream(log, *range(5)), 2)

    batches = [batch async for batch in stage]

    assert same(batches, [[0, 1], [2, 3], [4]])


async def test_empty_items(exercise, log):
    """None, 0 and "" are items like any other.

    The source yields them; batches of 2.
    """
    stage = exercise.batched(stream(log, None, 0, ""), 2)

    batches = [batch async for batch in stage]

    assert same(batches, [[None, 0], [""]])


async def test_full_batches_only(exercise, log):
    """When the items fill their batches, there is no empty one at the end.

    The source yields 0 to 3; batches of 2.
    """
    stage = exercise.batched(stream(log, *range(4)), 2)

    batches = [batch async for batch in stage]

    assert same(batches, [[0, 1], [2, 3]])


async def test_as_soon_as_it_is_full(exercise, start, clock, log):
    """A batch comes as soon as it is full, and nothing is drawn before the next one is asked for.

    The source yields 0 to 4, one each second; batches of 2. One batch is asked for.
    """
    source = stream(log, *range(5))
    stage = exercise.batched(source, 2)

    step = start("step", anext(stage))
    await clock.until(9)

    assert same(await step, [0, 1])
    assert log == ["item 0 drawn 1", "item 1 drawn 2", "step returned 2"]
    await stage.aclose()


async def test_closed_early(exercise, start, clock, log):
    """When the stage is closed, the source has been closed before `aclose()` returns.

    The source yields 0 to 4, one each second; to clean up takes it 0.5 s. After the first batch of
    2, at 2 s, the stage is closed.
    """
    source = stream(log, *range(5))
    stage = exercise.batched(source, 2)
    await anext(stage)

    start("aclose()", stage.aclose())
    await clock.until(9)

    assert log.of("source") == ["source closes 2", "source closed 2.5"]
    assert log.of("aclose()") == ["aclose() returned 2.5"]


async def test_no_items(exercise, log):
    """Without items there are no batches.

    The source ends without an item.
    """
    stage = exercise.batched(stream(log), 2)

    batches = [batch async for batch in stage]

    assert same(batches, [])


async def test_the_source_fails(exercise, log):
    """When the source fails, its exception comes out after the full batches, with no shorter one.

    The source yields 0, 1 and 2, then it raises OSError; batches of 2. Two steps are made.
    """
    stage = exercise.batched(stream(log, 0, 1, 2, ERROR), 2)

    first = await anext(stage)
    [second] = await asyncio.gather(anext(stage), return_exceptions=True)

    assert same((first, second), ([0, 1], ERROR))


async def test_a_step_is_cancelled(exercise, start, clock, log):
    """When a step is cancelled, it ends as cancelled, and the source has been closed.

    The source yields 0 to 4, one each second; to clean up takes it 0.5 s. The first step, for a
    batch of 2, is cancelled at 1.5 s.
    """
    source = stream(log, *range(5))
    stage = exercise.batched(source, 2)
    step = start("step", anext(stage))
    await clock.until(1.5)

    step.cancel()
    await clock.until(9)

    assert log.of("source") == ["source closes 1.5", "source closed 2"]
    assert log.of("step") == ["step cancelled 2"]
