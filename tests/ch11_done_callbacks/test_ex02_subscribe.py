"""Hidden behaviours of subscriptions to the end of a task."""

import asyncio

from grader.testing import every_order, same


async def test_the_arguments(exercise, jobs, clock):
    """The callback gets the task first, and then the arguments.

    A callback is subscribed with "x" and 2 to a task that returns after 1 s.
    """
    task, calls = asyncio.create_task(jobs.make("job", 1)()), []

    exercise.subscribe(task, lambda *args: calls.append(args), "x", 2)
    await clock.until(2)

    assert same(calls, [(task, "x", 2)])


async def test_in_time(exercise, jobs, clock, log):
    """If a subscription is cancelled before the task's end, its callback is never called.

    The task returns at 1 s. The subscription is cancelled at 0.5 s, and the answer is True.
    """
    task = asyncio.create_task(jobs.make("job", 1)())
    unsubscribe = exercise.subscribe(task, lambda task: log.add("callback", "ran"))
    await clock.until(0.5)

    answer = unsubscribe()
    await clock.until(2)

    assert log == ["job started 0", "job returned 1"]
    assert same(answer, True)


async def test_subscribed_twice(exercise, jobs, clock, log):
    """To cancel one subscription leaves another one of the same callback alone.

    A callback is subscribed twice to a task that returns at 1 s. One of the subscriptions is
    cancelled at 0.5 s, so the callback runs once.
    """
    task, callback = asyncio.create_task(jobs.make("job", 1)()), lambda task: log.add("it", "ran")
    unsubscribe, _ = (exercise.subscribe(task, callback) for _ in range(2))
    await clock.until(0.5)

    answer = unsubscribe()
    await clock.until(2)

    assert log == ["job started 0", "job returned 1", "it ran 1"]
    assert same(answer, True)


async def test_the_later_of_two(exercise, jobs, clock, log):
    """If the later of two equal subscriptions is cancelled, the earlier one keeps its place.

    To a task that returns at 1 s, the callback "a" is subscribed, then "b", then "a" once more. The
    last subscription is cancelled at 0.5 s. So "a" runs, and after it "b".
    """
    task = asyncio.create_task(jobs.make("job", 1)())
    a, b = (lambda task: log.add("a", "ran")), (lambda task: log.add("b", "ran"))
    unsubscribe = [exercise.subscribe(task, callback) for callback in (a, b, a)][2]
    await clock.until(0.5)

    unsubscribe()
    await clock.until(2)

    assert log == ["job started 0", "job returned 1", "a ran 1", "b ran 1"]


async def test_too_late(exercise, jobs, clock):
    """It is too late after the call, and after the subscription was cancelled.

    Two callbacks are subscribed to a task that returns at 1 s. At 0.5 s the first subscription is
    cancelled, twice: the answers are True and False. At 2 s, the second one is cancelled: False.
    """
    task = asyncio.create_task(jobs.make("job", 1)())
    first, second = (exercise.subscribe(task, lambda task: None) for _ in range(2))
    await clock.until(0.5)

    in_time, again = first(), first()
    await clock.until(2)
    after_the_call = second()

    assert same((in_time, again, after_the_call), (True, False, False))


async def test_by_another_callback(exercise, jobs, clock, log):
    """When the task is done, a callback can still prevent those after it.

    Three callbacks are subscribed to a task that returns at 1 s. The first one cancels the
    subscription of the second, and the answer is True: the second one never runs, the third does.
    """
    task, answers = asyncio.create_task(jobs.make("job", 1)()), []

    exercise.subscribe(task, lambda task: answers.append(cancel_second()))
    cancel_second = exercise.subscribe(task, lambda task: log.add("second", "ran"))
    exercise.subscribe(task, lambda task: log.add("third", "ran"))
    await clock.until(2)

    assert log == ["job started 0", "job returned 1", "third ran 1"]
    assert same(answers, [True])


async def test_by_itself(exercise, jobs, clock):
    """For a callback that cancels its own subscription it is too late.

    The callback is subscribed to a task that returns at 1 s. When it is called, it cancels its
    subscription, and the answer is False.
    """
    task, answers = asyncio.create_task(jobs.make("job", 1)()), []

    unsubscribe = exercise.subscribe(task, lambda task: answers.append(unsubscribe()))
    await clock.until(2)

    assert same(answers, [False])


@every_order
async def test_in_order(exercise, jobs, log):
    """Callbacks run in the order of their subscriptions, before those go on who waited later.

    Three callbacks are subscribed to a task that returns at 1 s. Then somebody awaits it.
    """
    task = asyncio.create_task(jobs.make("job", 1)())
    for name in ("first", "second", "third"):
        exercise.subscribe(task, lambda task, name=name: log.add(name, "ran"))

    await task
    log.add("waiter", "went on")

    ran = ["first ran 1", "second ran 1", "third ran 1"]
    assert log == ["job started 0", "job returned 1", *ran, "waiter went on 1"]


async def test_a_task_that_was_done(exercise, jobs, clock, log):
    """If the task is done already, its callback isn't called at once, and can still be prevented.

    The task has returned at 1 s. Then two callbacks are subscribed, and at once the subscription
    of the second is cancelled. The answer is True, and only the first one runs.
    """
    task = asyncio.create_task(jobs.make("job", 1)())
    await task

    first, second = (lambda task: log.add("first", "ran")), (lambda task: log.add("second", "ran"))
    answer = [exercise.subscribe(task, callback) for callback in (first, second)][1]()
    log.add("test", "unsubscribed")
    await clock.settle()

    assert log == ["job started 0", "job returned 1", "test unsubscribed 1", "first ran 1"]
    assert same(answer, True)
