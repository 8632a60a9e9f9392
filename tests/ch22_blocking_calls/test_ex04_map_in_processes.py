"""Hidden behaviours of a function that is applied in other processes."""

import asyncio
import math
import multiprocessing
import operator
import os

from grader.testing import same


def bare(outcome):
    """The exception in a group of one, or what it is."""
    while isinstance(outcome, BaseExceptionGroup) and len(outcome.exceptions) == 1:
        [outcome] = outcome.exceptions
    return outcome


async def test_in_their_order(exercise):
    """The values come in the order of the items.

    `math.factorial` of 5, 3 and 4, with 2 processes.
    """
    assert same(await exercise.map_in_processes(math.factorial, [5, 3, 4], 2), [120, 6, 24])


async def test_equal_items(exercise):
    """Each item has its own value, also one that equals another.

    `str` of 1, True and 1.0, with 2 processes: "1", "True" and "1.0".
    """
    assert same(await exercise.map_in_processes(str, [1, True, 1.0], 2), ["1", "True", "1.0"])


async def test_no_items(exercise):
    """Without items, the list is empty.

    No items, 2 processes.
    """
    assert same(await exercise.map_in_processes(str, [], 2), [])


async def test_in_other_processes(exercise):
    """The function runs in other processes than this one.

    4 calls, 2 processes. Each call gives the number of the process in which it runs.
    """
    pids = await exercise.map_in_processes(operator.call, [os.getpid] * 4, 2)

    calls_in_this_process = pids.count(os.getpid())

    assert same(calls_in_this_process, 0)


async def test_the_limit(exercise):
    """The calls share no more processes than allowed.

    6 calls, 2 processes. Each call gives the number of the process in which it runs.
    """
    pids = await exercise.map_in_processes(operator.call, [os.getpid] * 6, 2)

    assert len(set(pids)) <= 2


async def test_a_single_process(exercise):
    """If a single process is allowed, that is another than this one, too.

    6 calls, 1 process. Each call gives the number of the process in which it runs.
    """
    pids = await exercise.map_in_processes(operator.call, [os.getpid] * 6, 1)

    calls_in_this_process = pids.count(os.getpid())

    assert same(calls_in_this_process, 0)


async def test_no_second_process(exercise, start):
    """If a single process is allowed, that one makes all calls, and there is no other.

    6 calls, 1 process. While the calls are under way, the children are counted. Each call gives the
    number of the process in which it runs.
    """
    children = []
    call = start("call", exercise.map_in_processes(operator.call, [os.getpid] * 6, 1))
    for _ in range(5):  # turns of the event loop: processes may be started in any of them
        await asyncio.sleep(0)
        children.append(len(multiprocessing.active_children()))

    pids = await call

    assert max(children) <= 1
    assert len(set(pids)) <= 1


async def test_the_loop_goes_on(exercise, start, log):
    """The event loop keeps going while the processes compute.

    A callback of the event loop is due as soon as the call has begun; so it comes before the call's
    end.
    """
    call = start("call", exercise.map_in_processes(math.factorial, [3], 2))
    asyncio.get_running_loop().call_soon(lambda: log.add("callback", "came"))

    await asyncio.wait([call])

    assert [line.rpartition(" ")[0] for line in log] == ["callback came", "call returned"]


async def test_no_process_is_left(exercise):
    """No child process is left when the call returns.

    3 items, 2 processes; then the children are counted.
    """
    await exercise.map_in_processes(math.factorial, [3, 4, 5], 2)

    children = len(multiprocessing.active_children())

    assert same(children, 0)


async def test_a_failure(exercise):
    """What a call raises comes out, as it is or in a group.

    `math.sqrt` of -1, which raises ValueError.
    """
    call = exercise.map_in_processes(math.sqrt, [-1], 2)

    [outcome] = await asyncio.gather(call, return_exceptions=True)

    assert same(type(bare(outcome)), ValueError)


async def test_no_process_is_left_after_a_failure(exercise):
    """No child process is left when the call raises.

    `math.sqrt` of -1, which raises ValueError; then the children are counted.
    """
    call = exercise.map_in_processes(math.sqrt, [-1], 2)

    [outcome] = await asyncio.gather(call, return_exceptions=True)

    children = len(multiprocessing.active_children())
    assert same((type(bare(outcome)), children), (ValueError, 0))
