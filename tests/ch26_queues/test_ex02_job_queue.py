"""Hidden behaviours of a queue of jobs with priorities."""

import asyncio

from grader.testing import every_cancellation, every_order, same


async def take(queue, count):
    """The next jobs, one after the other."""
    return [await queue.next_job() for _ in range(count)]


async def submit(queue, *jobs):
    """Submit jobs of equal priority."""
    for job in jobs:
        queue.submit(job)


@every_order
async def test_lower_numbers_first(exercise):
    """Jobs come out by their priority numbers, the lowest first.

    Jobs with the numbers 3, 1, -2, 2 and -7 are submitted in this order.
    """
    queue = exercise.JobQueue()

    for priority in (3, 1, -2, 2, -7):
        queue.submit(f"job {priority}", priority)

    taken = await take(queue, 5)
    assert same(taken, ["job -7", "job -2", "job 1", "job 2", "job 3"])


@every_order
async def test_jobs_that_cannot_be_compared(exercise):
    """Jobs of equal priority need not be comparable; they come out as they were submitted.

    Four different dicts are submitted and taken; then the same ones again, in reverse order.
    """
    queue, jobs, taken = exercise.JobQueue(), [{"url": name} for name in "abcd"], []

    for batch in (jobs, jobs[::-1]):
        for job in batch:
            queue.submit(job)
        taken += await take(queue, 4)

    in_order = bool(same(taken, jobs + jobs[::-1]))
    assert same(in_order, True)


@every_order
async def test_equal_priorities(exercise):
    """Jobs of equal priority come out in the order in which they were submitted.

    The jobs are the texts b, a, c, b and z, all of priority 5.
    """
    queue = exercise.JobQueue()

    for job in "bacbz":
        queue.submit(job, 5)

    taken = await take(queue, 5)
    assert same(taken, ["b", "a", "c", "b", "z"])


@every_order
async def test_after_one_was_taken(exercise):
    """The order of equal priorities holds, whatever has been taken out in between.

    x and y are submitted with priority 5, x is taken; then a with priority 5 and u with 1.
    """
    queue, (x, y, a, u) = exercise.JobQueue(), "xyau"
    queue.submit(x, 5)
    queue.submit(y, 5)

    taken = await take(queue, 1)
    queue.submit(a, 5)
    queue.submit(u, 1)

    taken += await take(queue, 3)
    assert same(taken, ["x", "u", "y", "a"])


async def test_many_jobs(exercise):
    """The order holds for however many jobs.

    A job of priority 2 is submitted, then 1,200 of priority 1.
    """
    queue = exercise.JobQueue()
    queue.submit("last", 2)

    for number in range(1200):
        queue.submit(number, 1)

    taken = await take(queue, 1201)
    in_order = bool(same(taken, [*range(1200), "last"]))
    assert same(in_order, True)


@every_order
async def test_an_empty_queue(exercise, start, clock, log):
    """While there is no job, the call waits; it returns the moment that one is submitted.

    The call is made at 0 s, the job is submitted at 2.375 s.
    """
    queue = exercise.JobQueue()
    call = start("call", queue.next_job())

    await clock.until(2.375)
    queue.submit("job")
    await clock.until(9)

    assert log == ["call returned 2.375"]
    assert same(call.result(), "job")


@every_order
async def test_none_is_a_job(exercise):
    """Any object is a job: None and 0 come back like others.

    None, 0 and None are submitted with equal priority.
    """
    queue = exercise.JobQueue()

    for job in (None, 0, None):
        queue.submit(job)

    taken = await take(queue, 3)
    assert same(taken, [None, 0, None])


@every_order
async def test_each_job_to_one_caller(exercise, start, clock):
    """Each job goes to one caller, in every order of events.

    Three callers wait. Two jobs are submitted at 1 s, and a third one at 2 s.
    """
    queue = exercise.JobQueue()
    calls = [start(f"caller {n}", queue.next_job()) for n in range(3)]

    for when, jobs in ((1, "ab"), (2, "c")):
        await clock.until(when)
        for job in jobs:
            queue.submit(job)

    assert same(sorted(await asyncio.gather(*calls)), ["a", "b", "c"])


@every_order
async def test_a_cancelled_caller(exercise, start, clock):
    """A caller that was cancelled while it waited takes nothing.

    A caller waits and is cancelled at 1 s; the jobs a and b come in at 2 s.
    """
    queue = exercise.JobQueue()
    call = start("call", queue.next_job())
    await clock.until(1)
    call.cancel()
    await clock.until(2)

    queue.submit("a")
    queue.submit("b")

    assert same((len(queue), await take(queue, 2), len(queue)), (2, ["a", "b"], 0))


@every_cancellation
async def test_cancelled_at_any_moment(exercise, start, clock, cancel):
    """Whenever a caller is cancelled, it ends as cancelled, and the job is there for another one.

    A caller waits; a job is submitted at 1 s. The caller is cancelled wherever it waits, in each run
    of the test at another moment, such as the one at which the job has just come in.
    """
    queue = exercise.JobQueue()

    async def submit_later():
        await clock.until(1)
        queue.submit("job")

    submitting = start("submit", submit_later())
    await cancel(start("call", queue.next_job()))
    await submitting

    assert len(queue) == 1, "the job is lost"
    assert same(await queue.next_job(), "job")


@every_cancellation
async def test_cancelled_before_another_caller(exercise, start, clock, cancel):
    """When the caller who was first in line is cancelled, the job goes to the other one.

    Two callers wait; a job is submitted at 1 s. The first caller is cancelled wherever it waits, in
    each run of the test at another moment, such as the one at which the job has just come in.
    """
    queue = exercise.JobQueue()

    async def submit_later():
        await clock.until(1)
        queue.submit("job")

    first, second = start("first", queue.next_job()), start("second", queue.next_job())
    start("submit", submit_later())
    await cancel(first)
    await clock.until(9)

    assert second.done(), "the job came in, and the other caller still waits"
    assert same((second.result(), len(queue)), ("job", 0))


@every_order
async def test_how_many_wait(exercise, start, clock):
    """The length is the number of jobs that wait to be taken, whoever waits for jobs.

    A caller waits at the empty queue, and gets a job. Then b and c are submitted; one is taken.
    """
    queue = exercise.JobQueue()
    call = start("call", queue.next_job())
    await clock.settle()
    lengths = [len(queue)]
    queue.submit("a")

    for action in (lambda: call, lambda: submit(queue, "b", "c"), queue.next_job):
        await action()
        lengths.append(len(queue))

    assert same(lengths, [0, 0, 2, 1])
