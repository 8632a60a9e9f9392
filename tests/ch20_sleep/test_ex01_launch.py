"""Hidden behaviours of starting a job beside the caller."""

import asyncio

from grader.testing import same


async def test_it_has_begun(exercise, jobs, clock, log):
    """When the call returns, the job has begun.

    The job takes 1 s. The caller writes a line into the log as soon as the call has returned.
    """
    await exercise.launch(jobs.make("job", takes=1))
    log.add("caller", "went on")
    await clock.until(9)

    assert log == ["job started 0", "caller went on 0", "job returned 1"]


async def test_no_time_passes(exercise, jobs, clock):
    """The call takes no time.

    The job takes 1 s.
    """
    await exercise.launch(jobs.make("job", takes=1))
    returned_at = clock.now
    await clock.until(9)

    assert returned_at == 0


async def test_the_task(exercise, jobs, log):
    """What comes back is a task, still under way; awaited, it gives the job's result.

    The job takes 1 s and returns 7.
    """
    task = await exercise.launch(jobs.make("job", takes=1, returns=7))

    assert isinstance(task, asyncio.Task)
    assert not task.done()
    assert same(await task, 7)
    assert log == ["job started 0", "job returned 1"]


async def test_two_in_a_row(exercise, jobs, clock, log):
    """Each call waits for the beginning of its own job.

    Two jobs, of 1 s and 2 s, are launched one after the other; the caller writes a line into the log
    after each call.
    """
    await exercise.launch(jobs.make("first", takes=1))
    log.add("caller", "went on")
    await exercise.launch(jobs.make("second", takes=2))
    log.add("caller", "went on")
    await clock.until(9)

    assert log == [
        *("first started 0", "caller went on 0", "second started 0", "caller went on 0"),
        *("first returned 1", "second returned 2"),
    ]


async def test_a_job_that_fails_at_once(exercise, jobs, start, log):
    """If the job fails in its first step, the call returns the task all the same.

    The job raises an OSError before it has ever suspended. This comes out when the task is awaited,
    not of the call.
    """
    error = OSError("no fuel")
    call = start("call", exercise.launch(jobs.make("job", takes=None, raises=error)))

    await asyncio.wait([call])
    assert log.of("call") == ["call returned 0"]
    outcomes = await asyncio.gather(call.result(), return_exceptions=True)

    assert same(outcomes, [error])
