"""The log tells what happened while the test's body ran, and nothing else."""

import asyncio

from grader.testing._scene import Scene, Setting


async def leave_a_job_running(jobs, log):
    asyncio.create_task(jobs.make("left", takes=10)())
    await asyncio.sleep(1)
    assert log == ["left started 0", "left returned 1"]


def test_cancelled_leftovers_of_a_failed_test_are_not_logged():
    with Scene(Setting()) as scene:
        error = scene.run(leave_a_job_running, {})

    assert isinstance(error, AssertionError)
    assert scene.log == ["left started 0"]
