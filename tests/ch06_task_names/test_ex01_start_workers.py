"""Hidden behaviours of workers with names."""

import asyncio

from grader.testing import same


def names_of(tasks):
    return [task.get_name() for task in tasks]


async def test_named_at_once(exercise, jobs):
    """Each task has its name when the call returns.

    The ids are 'db', 7 and 'mail'; the names are looked at before any task has had a turn.
    """
    tasks = exercise.start_workers(jobs.make("work", takes=1), ["db", 7, "mail"])

    names = names_of(tasks)
    await asyncio.wait(tasks)

    assert same(names, ["worker-db", "worker-7", "worker-mail"])


async def test_seen_from_inside(exercise):
    """The first line of the work sees the name of its task, and doesn't run before the call returns.

    The ids are 1, 2 and 3, the prefix is 'job'. Each work asks for the name of the current task.
    """
    seen = []

    async def work(number):
        seen.append(asyncio.current_task().get_name())
        await asyncio.sleep(1)

    tasks = exercise.start_workers(work, [1, 2, 3], "job")
    seen_before_the_return = list(seen)
    await asyncio.wait(tasks)
    names_seen = sorted(seen)

    assert same(seen_before_the_return, [])
    assert same(names_seen, ["job-1", "job-2", "job-3"])


async def test_the_callers_name(exercise, jobs):
    """The task that calls keeps its own name.

    A task called 'caller' starts workers with the ids 'a' and 'b'.
    """
    asyncio.current_task().set_name("caller")

    tasks = exercise.start_workers(jobs.make("work", takes=1), ["a", "b"])
    await asyncio.wait(tasks)
    callers_name = asyncio.current_task().get_name()

    assert same(callers_name, "caller")


async def test_the_results(exercise, jobs, clock):
    """The tasks run at the same time, and give what the work returns, in the order of the ids.

    work(1) and work(2) take 1 s each and return 10 and 20; both have ended at 1 s.
    """
    work = jobs.make("work", takes=1, returns=lambda number: 10 * number)

    tasks = exercise.start_workers(work, [1, 2])
    results = [await task for task in tasks]

    assert same(results, [10, 20])
    assert clock.now == 1


async def test_a_hundred_at_once(exercise, jobs, clock):
    """All tasks run at the same time, however many they are: none waits for another one.

    There are 100 ids. Each work takes 1 s, so all have ended at 1 s.
    """
    work, ids = jobs.make("work", takes=1), [f"table{number}" for number in range(100)]

    tasks = exercise.start_workers(work, ids)
    await asyncio.wait(tasks)

    assert clock.now == 1


async def test_when_it_is_done(exercise, jobs):
    """A task that is done still has its name; its repr shows it, too.

    The ids are 'db' and 12345678, and both works have ended.
    """
    tasks = exercise.start_workers(jobs.make("work", takes=1), ["db", 12345678])

    await asyncio.wait(tasks)
    names, names_in_repr = names_of(tasks), [repr(task).split("'")[1] for task in tasks]

    assert same(names, ["worker-db", "worker-12345678"])
    assert same(names_in_repr, ["worker-db", "worker-12345678"])


async def test_equal_ids(exercise, jobs):
    """Equal ids make a task each; their names are equal.

    The ids are 'a', 'b' and 'a'.
    """
    tasks = exercise.start_workers(jobs.make("work", takes=1), ["a", "b", "a"])

    await asyncio.wait(tasks)
    names, number_of_tasks = names_of(tasks), len(set(tasks))

    assert same(names, ["worker-a", "worker-b", "worker-a"])
    assert same(number_of_tasks, 3)
