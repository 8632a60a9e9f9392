"""Hidden behaviours of acting once a task has begun."""

import asyncio

from grader.testing import same


def logged(log, value=None):
    """A plain function that logs its calls and returns `value`."""

    def action():
        log.add("action", "called")
        return value

    return action


async def test_the_order(exercise, jobs, log):
    """The background begins before the action is called.

    The background takes 3 s. It begins at 0 s, and then `action` is called, once, at 0 s.
    """
    background = jobs.make("background", takes=3)

    task, _ = await exercise.start_then(background, logged(log))
    until_the_return = list(log)
    await task

    assert until_the_return == ["background started 0", "action called 0"]


async def test_not_waited_for(exercise, jobs, log, clock):
    """The call doesn't wait for the task, and takes no time.

    The background takes 3 s. The call returns at 0 s, while the task still runs.
    """
    task, _ = await exercise.start_then(jobs.make("background", takes=3), logged(log))

    returned_at, done = clock.now, task.done()
    await task

    assert returned_at == 0
    assert same(done, False)


async def test_the_task_and_the_value(exercise, jobs, log, clock):
    """The task gives the background's result, and comes together with the action's value.

    The background returns "data" after 3 s; `action` returns "ready".
    """
    background = jobs.make("background", takes=3, returns="data")

    task, value = await exercise.start_then(background, logged(log, "ready"))
    result = await task

    assert same((result, value), ("data", "ready"))
    assert clock.now == 3


async def test_a_value_to_await(exercise, jobs, start, clock):
    """What the action gives comes back as it is, even if one could await it: nobody asked for that.

    `action` returns a task, which returns "data" after 2 s. The background takes 3 s.
    """
    reply = start("reply", jobs.make("job", takes=2, returns="data")())

    task, value = await exercise.start_then(jobs.make("background", takes=3), lambda: reply)
    returned_at = clock.now
    await asyncio.wait([task, reply])

    assert returned_at == 0
    came_back_as_it_is = value is reply
    assert same(came_back_as_it_is, True)


async def test_a_background_that_never_suspends(exercise, jobs, log):
    """A background that never suspends has run to its end before the action is called.

    The background returns at once, without waiting for anything.
    """
    task, _ = await exercise.start_then(jobs.make("background", takes=None), logged(log))
    await task

    assert log == ["background started 0", "background returned 0", "action called 0"]


async def test_a_background_that_fails_at_once(exercise, jobs, log):
    """A failure of the background is the caller's to look at: the action is called all the same.

    The background raises OSError before it has suspended once.
    """
    error = OSError("no signal")
    background = jobs.make("background", takes=None, raises=error)

    task, value = await exercise.start_then(background, logged(log, "value"))
    await asyncio.wait([task])

    assert same(value, "value")
    assert same(task.exception(), error)


async def test_a_task_of_its_own(exercise, log):
    """The background runs in the task that is returned, not in the caller's.

    The background notes which task it runs in, and never suspends.
    """
    tasks = []

    async def background():
        tasks.append(asyncio.current_task())

    task, _ = await exercise.start_then(background, logged(log))
    await task

    ran_in_the_returned_task = tasks[0] is task
    assert same(ran_in_the_returned_task, True)


async def test_a_background_of_many_turns(exercise):
    """The background gets the turn in which it begins, and at most one more, before the action.

    The background counts its turns: 50, and between any two it lets others run with
    `await asyncio.sleep(0)`. `action` returns how many it has had.
    """
    turns = 0

    async def background():
        nonlocal turns
        for _ in range(50):
            turns += 1
            await asyncio.sleep(0)

    task, turns_before_action = await exercise.start_then(background, lambda: turns)
    await task

    assert turns_before_action in (1, 2)
