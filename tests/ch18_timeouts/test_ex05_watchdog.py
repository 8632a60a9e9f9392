"""Hidden behaviours of the watchdog."""

import asyncio

import pytest

from grader.testing import every_cancellation, same


def make_job(clock, log, *touches, ends, cleanup=0):
    """A job that touches at those times and returns "done" at `ends`; its touch is `job.touch`.

    If it needs seconds for its clean-up, it begins that with a touch.
    """

    async def job(touch):
        job.touch = touch
        try:
            for when in touches:
                await clock.until(when)
                touch()
            await clock.until(ends)
        except asyncio.CancelledError:
            log.add("job", "cancelled")
            if cleanup:
                touch()
                await asyncio.sleep(cleanup)
                log.add("job", "cleaned up")
            raise
        return "done"

    return job


async def test_touches_keep_it_alive(exercise, clock, log):
    """A job that touches often enough may take as long as it likes.

    The job may be silent for 3 s. It touches every 2 s and is ready at 10 s.
    """
    job = make_job(clock, log, 2, 4, 6, 8, ends=10)

    result = await exercise.run_with_watchdog(job, 3)

    assert same(result, "done")
    assert clock.now == 10


async def test_silence_after_touches(exercise, start, clock, log):
    """Each touch grants its seconds from that moment on, not on top of the old ones.

    The job may be silent for 3 s. It touches at 2 s and at 4 s, and would go on till 20 s: it is
    cancelled at 7 s.
    """
    job = make_job(clock, log, 2, 4, ends=20)

    await asyncio.wait([start("call", exercise.run_with_watchdog(job, 3))])

    assert log == ["job cancelled 7", "call raised TimeoutError 7"]


async def test_no_touch_at_all(exercise, start, clock, log):
    """The first seconds count from the start, without any touch.

    The job may be silent for 3 s. It never touches, and would go on till 20 s.
    """
    job = make_job(clock, log, ends=20)

    await asyncio.wait([start("call", exercise.run_with_watchdog(job, 3))])

    assert log == ["job cancelled 3", "call raised TimeoutError 3"]


async def test_a_touch_during_clean_up(exercise, start, clock, log):
    """A touch during the clean-up neither raises nor saves the job, nor cuts its clean-up short.

    The job may be silent for 3 s, and never touches till then. Cancelled, it touches once and
    cleans up for 4 s, till 7 s.
    """
    job = make_job(clock, log, ends=20, cleanup=4)

    await asyncio.wait([start("call", exercise.run_with_watchdog(job, 3))])

    assert log == ["job cancelled 3", "job cleaned up 7", "call raised TimeoutError 7"]


async def test_a_touch_after_the_end(exercise, start, clock, log):
    """A touch after the job has ended does nothing, and nothing comes of it later.

    The job may be silent for 3 s. It touches at 1 s and is ready at 2 s. Its touch is called again
    at 3 s. The caller goes on with other things till 20 s.
    """
    job = make_job(clock, log, 1, ends=2)

    async def program():
        await exercise.run_with_watchdog(job, 3)
        await clock.until(20)

    caller = start("caller", program())
    await clock.until(3)
    job.touch()
    await asyncio.wait([caller])

    assert log == ["caller returned 20"]


async def test_the_caller_is_cancelled(exercise, start, clock, log):
    """A cancellation from outside is no silence: the call ends as cancelled.

    The job may be silent for 3 s, and would go on till 20 s. The call is cancelled at 1 s.
    """
    call = start("call", exercise.run_with_watchdog(make_job(clock, log, ends=20), 3))
    await clock.until(1)

    call.cancel()
    await asyncio.wait([call])

    assert log.of("call") == ["call cancelled 1"]


@pytest.mark.code("leaked-task")
@every_cancellation
async def test_the_job_ends_with_its_caller(exercise, jobs, start, cancel):
    """When the call is cancelled, at whatever moment, the job has ended with it.

    The job may be silent for 3 s; it never touches, and would take 10 s. The call is cancelled
    wherever it waits.
    """
    call = start("call", exercise.run_with_watchdog(jobs.make("job", takes=10), 3))

    await cancel(call, comes_out=False)

    assert jobs.running == 0


async def test_many_quick_touches(exercise, start, clock, log):
    """Many touches in a short time grant no more than the last one does.

    The job may be silent for 3 s. It touches every 0.25 s till 2 s, and would be ready at 8 s:
    it is cancelled at 5 s.
    """
    job = make_job(clock, log, *(n / 4 for n in range(1, 9)), ends=8)

    await asyncio.wait([start("call", exercise.run_with_watchdog(job, 3))])

    assert log == ["job cancelled 5", "call raised TimeoutError 5"]


async def test_a_timeout_of_its_own(exercise, jobs):
    """A `TimeoutError` that the job itself raises reaches the caller as it is.

    The job may be silent for 3 s; it gives up with a `TimeoutError` of its own after 1 s.
    """
    error = TimeoutError("no route to the host")
    job = jobs.make("job", takes=1, raises=error)

    [outcome] = await asyncio.gather(exercise.run_with_watchdog(job, 3), return_exceptions=True)

    assert same(outcome, error)
