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


class Cancelled(asyncio.CancelledError):
    pass


class Late(TimeoutError):
    """Named below as what it comes from."""


Late.__name__ = Late.__qualname__ = "TimeoutError"
Own = type("TimeoutError", (Exception,), {"__module__": "exercise"})
OfAsyncio = type("QueueFull", (Exception,), {"__module__": "exercise"})
Placeless = type("OSError", (Exception,), {"__module__": 3})
Mine = type("PoolClosed", (Exception,), {})


class Named(type):
    __name__ = "TimeoutError"


class Liar(Exception, metaclass=Named):
    pass


@pytest.mark.parametrize(
    ("kind", "line"),
    [
        (TimeoutError, "raised TimeoutError"),
        (asyncio.QueueFull, "raised QueueFull"),
        (Late, "raised TimeoutError"),
        (Mine, "raised PoolClosed"),
        (Own, "raised exercise.TimeoutError"),
        (OfAsyncio, "raised exercise.QueueFull"),
        (Placeless, "raised ?.OSError"),
        (Liar, "raised Liar"),
        (Cancelled, "cancelled"),
    ],
)
def test_another_exception_of_the_same_name_is_told_apart(kind, line):
    async def main(start, log):
        async def fail():
            raise kind

        await asyncio.wait([start("call", fail())])
        assert log == [f"call {line} 0"]

    with Scene(Setting()) as scene:
        assert scene.run(main, {}) is None


class Equal:
    def __eq__(self, other):
        return True

    __hash__ = None


@pytest.mark.parametrize(
    ("arguments", "expected", "equal"),
    [
        ((1, "a"), [(1, "a")], True),
        ((1, [2, {"a": None}]), [(1, [2, {"a": None}])], True),
        ((1, "a"), [(1, "b")], False),
        ((1, "a"), [], False),
        ((Equal(), Equal()), [(1, "a")], False),
        (([Equal()],), [([1],)], False),
        ((True,), [(1,)], False),
    ],
)
def test_calls_are_compared_without_asking_the_arguments(arguments, expected, equal):
    async def main(jobs):
        job = jobs.make("job")
        await job(*arguments)
        assert (job.calls == expected) is (expected == job.calls) is equal
        assert (job.calls != expected) is (expected != job.calls) is not equal
        assert job.calls != ([], [])

    with Scene(Setting()) as scene:
        assert scene.run(main, {}) is None


def test_the_same_arguments_are_equal_whatever_they_are():
    one = object()

    async def main(jobs):
        job = jobs.make("job")
        await job(one)
        assert job.calls == [(one,)]

    with Scene(Setting()) as scene:
        assert scene.run(main, {}) is None
