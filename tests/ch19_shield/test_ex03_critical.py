"""Hidden behaviours of a section that is never left half-way."""

import asyncio

from grader.testing import every_cancellation, same


async def waits_for(future):
    """What a section does that ends as the future does."""
    await future


async def test_it_returns(exercise, jobs, clock):
    """Without a cancellation, the section's value comes back at once.

    The section takes 1 s.
    """
    section = jobs.make("section", takes=1, returns="value")

    value = await exercise.critical(section)

    assert same(value, "value")
    assert clock.now == 1


async def test_an_error_of_the_section(exercise, jobs):
    """Without a cancellation, an error of the section comes out, as it is.

    The section raises OSError after 1 s.
    """
    error = OSError("disk full")
    section = jobs.make("section", takes=1, raises=error)

    [outcome] = await asyncio.gather(exercise.critical(section), return_exceptions=True)

    assert same(outcome, error)


async def test_cancelled_once(exercise, jobs, start, clock, log):
    """When the call is cancelled, the section runs to its end, and then the call ends as cancelled.

    The section takes 2 s; the call is cancelled at 0.5 s.
    """
    call = start("call", exercise.critical(jobs.make("section", takes=2)))
    await clock.until(0.5)

    call.cancel()
    await clock.until(9)

    assert log.of("section") == ["section started 0", "section returned 2"]
    assert log.of("call") == ["call cancelled 2"]


async def test_cancelled_again_and_again(exercise, jobs, start, clock, log):
    """When the call is cancelled several times, the section runs to its end just the same.

    The section takes 2 s; the call is cancelled at 0.25 s, at 0.5 s and at 0.75 s.
    """
    call = start("call", exercise.critical(jobs.make("section", takes=2)))

    for time in (0.25, 0.5, 0.75):
        await clock.until(time)
        call.cancel()
    await clock.until(9)

    assert log.of("section") == ["section started 0", "section returned 2"]
    assert log.of("call") == ["call cancelled 2"]


@every_cancellation(twice=True)
async def test_cancelled_at_any_moments(exercise, jobs, start, cancel, log):
    """Whenever the call is cancelled, once or twice, the section has run to its end before.

    The section takes 1 s. The call is cancelled wherever it waits, and once more after that.
    """
    call = start("call", exercise.critical(jobs.make("section", takes=1)))

    await cancel(call)

    assert log == ["section started 0", "section returned 1", "call cancelled 1"]


async def test_a_time_limit(exercise, jobs, start, clock, log):
    """In a block with a time limit, `TimeoutError` comes out when the section has ended.

    The section takes 2 s; the block around the call has a limit of 0.5 s.
    """

    async def limited():
        async with asyncio.timeout(0.5):
            await exercise.critical(jobs.make("section", takes=2))

    start("block", limited())
    await clock.until(9)

    assert log.of("section") == ["section started 0", "section returned 2"]
    assert log.of("block") == ["block raised TimeoutError 2"]


async def test_cancelled_beside_a_time_limit(exercise, jobs, start, clock, log):
    """If a time limit passes and somebody cancels as well, the block ends as cancelled.

    The section takes 2 s; the block around the call has a limit of 0.5 s. At 1 s its task is
    cancelled by somebody else.
    """

    async def limited():
        async with asyncio.timeout(0.5):
            await exercise.critical(jobs.make("section", takes=2))

    block = start("block", limited())
    await clock.until(1)
    block.cancel()
    await clock.until(9)

    assert log.of("section") + log.of("block") == [
        *("section started 0", "section returned 2", "block cancelled 2"),
    ]


async def test_an_error_after_a_cancellation(exercise, jobs, start, clock, log):
    """If the section fails after the call was cancelled, the call ends as cancelled all the same.

    The section raises OSError at 2 s; the call is cancelled at 0.5 s.
    """
    section = jobs.make("section", takes=2, raises=OSError("disk full"))
    call = start("call", exercise.critical(section))
    await clock.until(0.5)

    call.cancel()
    await clock.until(9)

    assert log.of("section") == ["section started 0", "section raised OSError 2"]
    assert log.of("call") == ["call cancelled 2"]


async def test_a_section_that_ends_as_cancelled(exercise, jobs, start, clock, log):
    """If the section ends as cancelled after the call was cancelled, the call ends as cancelled.

    The call is cancelled at 0.5 s. The section waits for a future, which is cancelled at 2 s.
    """
    future = asyncio.get_running_loop().create_future()
    call = start("call", exercise.critical(lambda: waits_for(future)))
    await clock.until(0.5)

    call.cancel()
    await clock.until(2)
    future.cancel()
    await clock.until(9)

    assert log.of("call") == ["call cancelled 2"]
