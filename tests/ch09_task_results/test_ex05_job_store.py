"""Hidden behaviours of a store of long jobs."""

import asyncio
import inspect

import pytest

from grader.testing import every_cancellation, every_order, same


async def fails_in_clean_up(error):
    """Work for 10 s, and fail when that is cut short."""
    try:
        await asyncio.sleep(10)
    finally:
        raise error


async def submits_in_clean_up(store, coroutine, found):
    """Work for 10 s, and submit another job when that is cut short."""
    try:
        await asyncio.sleep(10)
    finally:
        try:
            store.submit("late", coroutine)
            found.append("submitted")
        except RuntimeError:
            found.append("RuntimeError")


async def asked(store, method):
    """What a method says of an unknown job: "KeyError", or what it gives."""
    try:
        answer = getattr(store, method)("unknown")
        return await answer if method == "wait" else answer
    except KeyError:
        return "KeyError"


def is_closed(coroutine):
    """Whether it has ended, or was closed before it began."""
    return inspect.getcoroutinestate(coroutine) == inspect.CORO_CLOSED


async def test_a_job_and_its_result(exercise, jobs, clock):
    """A job is "running" until it has returned, then "done"; its result can be asked for again.

    The job takes 2 s and returns "42 pages". It is looked at after 1 s, and at 2.5 s.
    """
    store, job = exercise.JobStore(), jobs.make("job", takes=2, returns="42 pages")
    store.submit("report", job())
    begun = list(job.calls)

    await clock.until(1)
    statuses = [store.status("report")]
    await clock.until(2.5)
    statuses += [store.status("report")]

    assert not begun, "the job ran before `submit` had returned"
    assert same(statuses, ["running", "done"])
    assert same([store.result("report"), store.result("report")], ["42 pages", "42 pages"])


async def test_unknown_ids(exercise):
    """An id that the store doesn't know is a KeyError, for every method.

    The store is asked for the job "unknown", and there are no jobs.
    """
    store = exercise.JobStore()
    methods = ["status", "result", "cancel", "wait"]

    answers = {method: await asked(store, method) for method in methods}

    assert same(answers, dict.fromkeys(methods, "KeyError"))


async def test_asked_too_early(exercise, jobs, clock, log):
    """To ask for a result too early is JobNotReady, and the job goes on.

    The job takes 2 s; its result is asked for at 1 s.
    """
    store = exercise.JobStore()
    store.submit("report", jobs.make("job", takes=2)())
    await clock.until(1)

    with pytest.raises(exercise.JobNotReady):
        store.result("report")
    await clock.until(3)

    assert log.of("job") == ["job started 0", "job returned 2"]


async def test_a_failed_job(exercise, jobs, clock):
    """A job that has failed is JobFailed each time one asks, with its own exception as the cause.

    The job raises OSError at 1 s; its result is asked for twice.
    """
    store, error, causes = exercise.JobStore(), OSError("disk full"), []
    store.submit("report", jobs.make("job", takes=1, raises=error)())
    await clock.until(2)

    for _ in range(2):
        with pytest.raises(exercise.JobFailed) as caught:
            store.result("report")
        causes.append(caught.value.__cause__)

    assert same(store.status("report"), "failed")
    assert same(causes, [error, error])


async def test_a_cancelled_job(exercise, jobs, clock):
    """A job that is cancelled is "running" until its end, and JobCancelled from then on.

    `cancel` is called at 1 s; the job cleans up till 2 s. It is looked at right after the request,
    and at 3 s.
    """
    store = exercise.JobStore()
    store.submit("report", jobs.make("job", takes=10, cleanup=1)())
    await clock.until(1)

    answers = [store.cancel("report"), store.status("report")]
    await clock.until(3)
    answers += [store.status("report")]

    assert same(answers, [True, "running", "cancelled"])
    with pytest.raises(exercise.JobCancelled):
        store.result("report")


async def test_too_late_to_cancel(exercise, jobs, clock):
    """`cancel` returns False for a job that has ended, and nothing changes for it.

    One job has returned, and one was cancelled at 1 s. At 2 s both are cancelled, too late.
    """
    store = exercise.JobStore()
    store.submit("good", jobs.make("job", returns="42 pages")())
    store.submit("stopped", jobs.make("job", takes=10)())
    await clock.until(1)
    store.cancel("stopped")
    await clock.until(2)

    answers = [store.cancel("good"), store.cancel("stopped")]

    assert same(answers, [False, False])
    assert same([store.status("good"), store.status("stopped")], ["done", "cancelled"])


async def test_cancelled_before_it_began(exercise, jobs, clock):
    """A job that is cancelled before it has begun never runs, and ends as cancelled.

    `cancel` is called right after `submit`, before anything else has a turn.
    """
    store, job = exercise.JobStore(), jobs.make("job", takes=10)
    store.submit("report", job())

    answer = store.cancel("report")
    await clock.settle()

    assert not job.calls, "the job ran, and should not have begun"
    assert same((answer, store.status("report")), (True, "cancelled"))


async def test_a_wait_with_a_timeout(exercise, jobs, start, clock, log):
    """When the timeout is over, a wait returns "running", and the job goes on.

    The job takes 2 s; the call waits for it from 0 s on, for half a second at most.
    """
    store = exercise.JobStore()
    store.submit("report", jobs.make("job", takes=2)())

    call = start("call", store.wait("report", timeout=0.5))
    await clock.until(3)

    assert log.of("job") == ["job started 0", "job returned 2"]
    assert log.of("call") == ["call returned 0.5"]
    assert same(call.result(), "running")


@pytest.mark.parametrize(
    ("ending", "status"),
    [(None, "done"), (OSError, "failed"), (asyncio.CancelledError, "cancelled")],
)
@every_order
async def test_waits_for_the_end(exercise, jobs, start, log, ending, status):
    """A wait ends at the moment at which the job does, and returns the status, however that was.

    The job returns, raises OSError, or ends as cancelled by itself, at 1.25 s. Two calls wait for
    it from 0 s on, and a third one waits when it has ended.
    """
    store = exercise.JobStore()
    store.submit("report", jobs.make("job", takes=1.25, raises=ending)())

    calls = [start(name, store.wait("report")) for name in ("one", "two")]
    await asyncio.wait(calls)

    assert log.of("one") + log.of("two") == ["one returned 1.25", "two returned 1.25"]
    assert same([call.result() for call in calls], [status, status])
    assert same(await store.wait("report"), status)


async def test_a_cancelled_wait(exercise, jobs, start, clock, log):
    """A wait that is cancelled ends as cancelled, at once, and the job goes on.

    The job takes 5 s. A call waits for it, for 9 s at most, and is cancelled at 1 s.
    """
    store = exercise.JobStore()
    store.submit("report", jobs.make("job", takes=5)())
    call = start("call", store.wait("report", timeout=9))
    await clock.until(1)

    call.cancel()
    await clock.until(6)

    assert log.of("job") == ["job started 0", "job returned 5"]
    assert log.of("call") == ["call cancelled 1"]


@every_cancellation
async def test_a_wait_cancelled_anywhere(exercise, jobs, start, clock, log, cancel):
    """Wherever a wait is cancelled, the job goes on.

    The job takes 5 s. A call waits for it without a limit, and is cancelled wherever it waits.
    """
    store = exercise.JobStore()
    store.submit("report", jobs.make("job", takes=5)())

    await cancel(start("call", store.wait("report")), comes_out=False)
    await clock.until(6)

    assert log.of("job") == ["job started 0", "job returned 5"]


@pytest.mark.code("missing-event")
async def test_a_known_id(exercise, jobs, clock, log):
    """A known id is a ValueError; the new coroutine is closed, and the first job goes on.

    A job takes 2 s. At once a second one is submitted under the same id.
    """
    store, second = exercise.JobStore(), jobs.make("second")()
    store.submit("report", jobs.make("first", takes=2)())

    with pytest.raises(ValueError):  # noqa: PT011 - any text will do
        store.submit("report", second)
    await clock.until(3)

    assert is_closed(second), "the refused coroutine was not closed"
    assert log == ["first started 0", "first returned 2"]


async def test_a_failure_that_nobody_asked_for(exercise, jobs, clock, log):
    """The exceptions of jobs that nobody asks about aren't lost, once the store is closed.

    One job raises OSError at 1 s. Another one raises it when it is stopped, for the store is
    closed at 2 s. Nobody asks for their results.
    """
    store = exercise.JobStore()
    store.submit("bad", jobs.make("job", takes=1, raises=OSError("disk full"))())
    store.submit("clumsy", fails_in_clean_up(OSError("disk full, too")))
    await clock.until(2)

    await store.close()
    del store

    assert log == ["job started 0", "job raised OSError 1"]


async def test_close_waits_for_all(exercise, jobs, start, clock, log):
    """`close` stops all jobs at the same time, and returns when the last one has ended.

    Two jobs run when the store is closed at 2 s. They clean up for 1 and 1.5 s.
    """
    store = exercise.JobStore()
    store.submit("a", jobs.make("job-a", takes=10, cleanup=1)())
    store.submit("b", jobs.make("job-b", takes=10, cleanup=1.5)())
    await clock.until(2)

    start("call", store.close())
    await clock.until(9)

    assert log.of("job-b") == ["job-b started 0", "job-b cancelled 3.5"]
    assert log.of("call") == ["call returned 3.5"]
    assert same([store.status("a"), store.status("b")], ["cancelled", "cancelled"])


@pytest.mark.code("missing-event")
async def test_after_close(exercise, jobs, clock):
    """After `close`, what was finished can be asked for; a new job is refused, and closed.

    One job has returned "42 pages", and no other runs, when the store is closed.
    """
    store, late = exercise.JobStore(), jobs.make("late")()
    store.submit("early", jobs.make("job", returns="42 pages")())
    await clock.until(1)

    await store.close()
    with pytest.raises(RuntimeError):
        store.submit("late", late)

    assert is_closed(late), "the refused coroutine was not closed"
    assert same((store.status("early"), store.result("early")), ("done", "42 pages"))


async def test_an_invalid_state_of_its_own(exercise, jobs, clock):
    """A job that failed with an InvalidStateError of its own is JobFailed, too.

    The job's code has called `result()` too early on something, and ended with that exception.
    """
    store, error = exercise.JobStore(), asyncio.InvalidStateError("result is not set")
    store.submit("report", jobs.make("job", takes=1, raises=error)())
    await clock.until(2)

    with pytest.raises((exercise.JobFailed, exercise.JobNotReady)) as caught:
        store.result("report")

    assert same(caught.type.__name__, "JobFailed")
    assert same(caught.value.__cause__, error)


async def test_submitted_while_closing(exercise, jobs, clock):
    """While `close` waits, a new job is refused, so that nothing is left when it returns.

    `close` is called at 1 s. The clean-up of the job that it stops submits another job.
    """
    store, late, found = exercise.JobStore(), jobs.make("late", takes=5)(), []
    store.submit("early", submits_in_clean_up(store, late, found))
    await clock.until(1)

    await store.close()

    assert same(found, ["RuntimeError"])


async def test_the_id_of_a_job_that_has_ended(exercise, jobs, clock):
    """The id of a job that has ended is known, too: a new coroutine is refused, and closed.

    One job returns "42 pages", one fails, and one ends as cancelled, at 1 s. At 2 s a coroutine is
    submitted under the id of each of them.
    """
    store, late = exercise.JobStore(), {}
    for job_id, error in (("good", None), ("bad", OSError), ("stopped", asyncio.CancelledError)):
        store.submit(job_id, jobs.make("job", takes=1, returns="42 pages", raises=error)())
    await clock.until(2)

    for job_id in ("good", "bad", "stopped"):
        late[job_id] = jobs.make("late")()
        with pytest.raises(ValueError):  # noqa: PT011 - any text will do
            store.submit(job_id, late[job_id])
    await store.close()

    assert all(map(is_closed, late.values())), "a refused coroutine was not closed"
    assert same(store.result("good"), "42 pages")


async def test_a_timeout_leaves_no_task(exercise, jobs, clock):
    """When the timeout of a wait is over, no more tasks are left than there were before the wait.

    The job takes 5 s. Two calls wait for it, one after the other, with a timeout of 0.5 s each. The
    tasks are counted before, at 0.5 s, and at 2 s.
    """
    store = exercise.JobStore()
    store.submit("report", jobs.make("job", takes=5)())
    await clock.until(0.5)
    before = len(asyncio.all_tasks())

    for _ in range(2):
        await store.wait("report", timeout=0.5)
    await clock.until(2)
    after = len(asyncio.all_tasks())
    await clock.until(6)

    assert same(after, before)
