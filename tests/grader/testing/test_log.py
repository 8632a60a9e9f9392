"""The log tells what happened while the test's body ran, and nothing else."""

import asyncio
from types import SimpleNamespace

import pytest

from grader.testing._probes import LIBRARY, Log
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


@pytest.mark.parametrize(
    ("file", "genuine"),
    [
        ("site-packages/asyncio_kata/tests/ch27_locks/test_ex01_account.py", True),
        ("dist-packages/grader/testing/_probes.py", True),
        ("asyncio/events.py", False),
    ],
)
def test_a_hidden_test_that_was_installed_may_write_and_the_library_may_not(file, genuine):
    log = Log(SimpleNamespace(now=0))
    written = compile("log.add('a', 'started')", LIBRARY + file, "exec")

    exec(written, {"log": log})

    assert log.genuine() is genuine
