"""Hidden behaviours of a list of everything that is under way."""

import asyncio

from grader.testing import every_order, same


def main_task(name):
    """Name the test's task, and return its entry."""
    task = asyncio.current_task()
    task.set_name(name)
    return name, task.get_coro().__name__


async def in_a_callback(function):
    """What `function()` comes to when the loop calls it, outside of any task."""
    loop = asyncio.get_running_loop()
    answer = loop.create_future()

    def call():
        try:
            answer.set_result(function())
        except Exception as error:
            answer.set_exception(error)

    loop.call_soon(call)
    return await answer


async def test_alone(exercise):
    """A task that is alone gets an empty list, also in a coroutine that it awaits.

    There is the main task only. It makes the call itself, and then by way of a helper.
    """

    async def helper():
        return exercise.census()

    found = exercise.census(), await helper()

    assert same(found, ([], []))


async def test_a_task_that_has_not_begun(exercise, jobs):
    """A task is listed as soon as it is made, before it has begun.

    The main task makes a task "b" that runs the coroutine "job", and calls at once.
    """
    asyncio.create_task(jobs.make("job", takes=1)(), name="b")

    found = exercise.census()

    assert same(found, [("b", "job")])


async def test_in_a_child_task(exercise, jobs):
    """Called in a child task, the list has the main task and a sibling, but not the child.

    The main task is called "main". It makes a task "sibling" that runs "job", and a task "child"
    that makes the call.
    """
    main = main_task("main")
    asyncio.create_task(jobs.make("job", takes=1)(), name="sibling")

    async def child():
        return exercise.census()

    found = await asyncio.create_task(child(), name="child")

    assert same(found, [main, ("sibling", "job")])


async def test_a_twin_of_the_caller(exercise):
    """A task that has the caller's name, and runs the same coroutine, is listed all the same.

    Two tasks are called "twin" and run the coroutine "twin". One sleeps, one makes the call.
    """

    async def twin(seconds):
        await asyncio.sleep(seconds)
        return exercise.census()

    main = main_task("main")
    twins = [asyncio.create_task(twin(seconds), name="twin") for seconds in (1, 2)]

    found = await twins[0]

    assert same(found, [main, ("twin", "twin")])


async def test_in_a_callback(exercise, jobs):
    """Called in a callback of the loop, where no task is the current one, the list has them all.

    The main task, called "main", has made a task "other" that runs "job". It has the loop make the
    call, by `call_soon`.
    """
    main = main_task("main")
    asyncio.create_task(jobs.make("job", takes=1)(), name="other")

    found = await in_a_callback(exercise.census)

    assert same(found, [main, ("other", "job")])


@every_order
async def test_sorted(exercise, jobs):
    """The list is sorted by name.

    The main task, called "main", makes tasks z, m, a and k, in this order, and makes the call.
    """
    main_task("main")
    for name in "zmak":
        asyncio.create_task(jobs.make("job", takes=1)(), name=name)

    found = exercise.census()

    assert same(found, [("a", "job"), ("k", "job"), ("m", "job"), ("z", "job")])


async def test_equal_entries(exercise, jobs):
    """Tasks with equal names are listed one by one.

    The main task makes three tasks that run "job": one is called "a", and two are called "b".
    """
    for name in "abb":
        asyncio.create_task(jobs.make("job", takes=1)(), name=name)

    found = exercise.census()

    assert same(found, [("a", "job"), ("b", "job"), ("b", "job")])


async def test_done_tasks(exercise, jobs, clock):
    """A task that is done is not in the list any more.

    Tasks of 1, 2 and 3 s begin at 0 s. The main task, "main", calls at 0.5, 1.5 and 2.5 s.
    """
    main_task("main")
    for seconds in (1, 2, 3):
        asyncio.create_task(jobs.make("job", takes=seconds)(), name=f"{seconds} s")
    names = []

    for when in (0.5, 1.5, 2.5):
        await clock.until(when)
        names.append([name for name, _ in exercise.census()])

    assert same(names, [["1 s", "2 s", "3 s"], ["2 s", "3 s"], ["3 s"]])


async def test_a_task_that_was_cancelled(exercise, jobs, clock):
    """A task that was cancelled is listed until it has ended.

    At 1 s two tasks are cancelled, "quick" and "slow". "slow" cleans up until 3 s. Calls are made
    right after that, and when everything has had a turn.
    """
    work = {"quick": jobs.make("job", takes=9), "slow": jobs.make("job", takes=9, cleanup=2)}
    tasks = [asyncio.create_task(job(), name=name) for name, job in work.items()]
    await clock.until(1)

    for task in tasks:
        task.cancel()
    at_once = list(exercise.census())
    await clock.settle()
    later = exercise.census()

    assert same((at_once, later), ([("quick", "job"), ("slow", "job")], [("slow", "job")]))


async def test_tasks_of_gather(exercise, jobs):
    """What `gather` runs are tasks like others; the future that it returns, and others, are none.

    The main task has called `gather` for the coroutines "a" and "b", and has made a bare future.
    The names of the two tasks are asyncio's own, such as "Task-2".
    """
    both = asyncio.gather(jobs.make("a", takes=1)(), jobs.make("b", takes=1)())
    asyncio.get_running_loop().create_future()

    found = exercise.census()
    await both

    assert same(found, [("Task-2", "a"), ("Task-3", "b")])


async def test_a_new_list(exercise, jobs):
    """A list that was returned before stays as it was.

    There is a task "a" at the first call, and a task "b", too, at the second one.
    """
    asyncio.create_task(jobs.make("job", takes=1)(), name="a")
    before = exercise.census()
    asyncio.create_task(jobs.make("job", takes=1)(), name="b")

    after = exercise.census()

    assert same((before, after), ([("a", "job")], [("a", "job"), ("b", "job")]))


@every_order
async def test_equal_names(exercise, jobs):
    """Tasks with the same name are sorted by the names of their coroutines.

    The main task makes four tasks, in this order: "b" runs "move", "b" runs "copy", "b" runs
    "delete", and "a" runs "zip".
    """
    for name, work in (("b", "move"), ("b", "copy"), ("b", "delete"), ("a", "zip")):
        asyncio.create_task(jobs.make(work, takes=1)(), name=name)

    found = exercise.census()

    assert same(found, [("a", "zip"), ("b", "copy"), ("b", "delete"), ("b", "move")])
