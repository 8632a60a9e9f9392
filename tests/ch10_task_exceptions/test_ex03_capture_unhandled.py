"""Hidden behaviours of collecting what an event loop reports."""

import asyncio
import gc

import pytest

from grader.testing import same

LOST = "Task exception was never retrieved"


def report(message):
    """Have the running loop report an exception, and return that."""
    error = OSError(message)
    asyncio.get_running_loop().call_exception_handler({"message": message, "exception": error})
    return error


def listen(loop):
    """Set a handler, as somebody else might; return it, and the list of messages it hears."""
    heard = []

    def handler(loop, context):
        heard.append(context["message"])

    loop.set_exception_handler(handler)
    return handler, heard


async def test_a_task_that_is_held(exercise, jobs, clock):
    """A failed task is reported when nobody holds it any more, and not before.

    The task fails at 1 s. The block holds it until 2 s, and then looks into the list.
    """
    error = OSError("disk full")

    with exercise.capture_unhandled(asyncio.get_running_loop()) as reports:
        task = asyncio.create_task(jobs.make("job", takes=1, raises=error)())
        await clock.until(2)
        while_held = list(reports)
        del task
        gc.collect()
        when_gone = list(reports)

    assert same((while_held, when_gone), ([], [(LOST, error)]))


async def test_tasks_that_nobody_holds(exercise, jobs, clock):
    """A failed task that nobody holds is reported at once; one that was asked is not reported.

    Two tasks fail at 1 s. One is held by nobody. The other one is asked for its exception, and
    then thrown away. At 1.5 s the block looks into the list.
    """
    lost, asked = OSError("disk full"), OSError("no paper")
    with exercise.capture_unhandled(asyncio.get_running_loop()) as reports:
        asyncio.create_task(jobs.make("lost", takes=1, raises=lost)())
        task = asyncio.create_task(jobs.make("asked", takes=1, raises=asked)())
        await clock.until(1.5)
        task.exception()
        del task
        gc.collect()
        found = list(reports)

    assert same(found, [(LOST, lost)])


async def test_a_report_without_an_exception(exercise):
    """A report without an exception is listed with None.

    The loop is asked to report a message alone:
    `loop.call_exception_handler({"message": "plain"})`.
    """
    loop = asyncio.get_running_loop()

    with exercise.capture_unhandled(loop) as reports:
        loop.call_exception_handler({"message": "plain"})

    assert same(reports, [("plain", None)])


@pytest.mark.allow("callback-error", reason="a callback that raises is what the loop reports")
async def test_a_callback_that_raises(exercise):
    """A callback that raises is reported, with its exception.

    The block gives the loop a callback that raises OSError, waits for two turns of the loop, and
    looks into the list.
    """
    loop, error = asyncio.get_running_loop(), OSError("no signal")

    with exercise.capture_unhandled(loop) as reports:
        loop.call_soon(raises, error)
        for _ in range(2):
            await asyncio.sleep(0)
        exceptions = [exception for _, exception in reports]

    assert same(exceptions, [error])


def raises(error):
    raise error


async def test_an_earlier_handler(exercise):
    """A handler that was set before hears nothing during the block, and is set again after it.

    The loop has a handler. It has something to report inside the block, and after it.
    """
    loop = asyncio.get_running_loop()
    handler, heard = listen(loop)

    with exercise.capture_unhandled(loop) as reports:
        error = report("in the block")
    put_back = loop.get_exception_handler() is handler
    report("after the block")

    assert same((reports, heard), ([("in the block", error)], ["after the block"]))
    assert put_back, "another handler is set than before the block"


async def test_no_earlier_handler(exercise):
    """If no handler was set before the block, none is set after it.

    The loop has no handler, and nothing happens in the block.
    """
    loop = asyncio.get_running_loop()

    with exercise.capture_unhandled(loop):
        pass
    none_is_set = loop.get_exception_handler() is None

    assert none_is_set, "a handler is set, and none was set before the block"


async def test_a_block_that_raises(exercise):
    """An exception of the block comes out, is not listed, and the handler is set again.

    The loop has a handler, and the block raises OSError.
    """
    loop, error = asyncio.get_running_loop(), OSError("no signal")
    handler, _ = listen(loop)

    with (
        pytest.raises(OSError, match="no signal") as caught,
        exercise.capture_unhandled(loop) as reports,
    ):
        raise error
    put_back = loop.get_exception_handler() is handler

    assert same((caught.value, reports), (error, []))
    assert put_back, "another handler is set than before the block"


async def test_a_block_that_sets_a_handler(exercise):
    """If the block itself sets another handler, the one from before is set again all the same.

    The loop has a handler. The block sets another one, and leaves that set.
    """
    loop = asyncio.get_running_loop()
    handler, _ = listen(loop)

    with exercise.capture_unhandled(loop):
        listen(loop)
    put_back = loop.get_exception_handler() is handler

    assert put_back, "another handler is set than before the block"


async def test_nested_blocks(exercise):
    """In nested blocks, each list has what was reported while its block was the innermost.

    There is a first report in the outer block, a second one in the inner block, and a third one
    behind that.
    """
    loop = asyncio.get_running_loop()

    with exercise.capture_unhandled(loop) as outer:
        first = report("first")
        with exercise.capture_unhandled(loop) as inner:
            second = report("second")
        third = report("third")

    assert same((outer, inner), ([("first", first), ("third", third)], [("second", second)]))


async def test_after_nested_blocks(exercise):
    """After nested blocks, too, the handler that was set before them is set again.

    The loop has a handler. One block is nested in another; nothing happens in them.
    """
    loop = asyncio.get_running_loop()
    handler, _ = listen(loop)

    with exercise.capture_unhandled(loop), exercise.capture_unhandled(loop):
        pass
    put_back = loop.get_exception_handler() is handler

    assert put_back, "another handler is set than before the blocks"
