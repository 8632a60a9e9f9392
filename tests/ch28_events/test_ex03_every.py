"""Hidden behaviours of a job that is done again and again."""

import asyncio

import pytest

from grader.testing import every_cancellation, every_order, same


def fails_after(count, error):
    """What an action does that ends well so often, and then raises `error`."""
    left = [None] * count

    def done():
        if not left:
            raise error
        left.pop()

    return done


async def test_stopped_in_a_pause(exercise, jobs, start, log):
    """If it is stopped during a pause, the call returns at that moment.

    An action every 2 s, which takes no time; `stop` is set at 5.375 s.
    """
    stop, action = asyncio.Event(), jobs.make("action", takes=None)
    asyncio.get_running_loop().call_later(5.375, stop.set)

    call = start("call", exercise.every(2, action, stop))
    await asyncio.wait([call], timeout=20)

    starts = [line for line in log if "started" in line]
    assert starts == ["action started 0", "action started 2", "action started 4"]
    assert log.of("call") == ["call returned 5.375"]
    assert same(call.result(), 3)


async def test_the_pause_is_between(exercise, jobs, start, log):
    """A pause begins when an action has ended, and lasts `interval` seconds.

    An action of 0.5 s, a pause of 2 s, and so on; `stop` is set at 6.375 s.
    """
    stop, action = asyncio.Event(), jobs.make("action", takes=0.5)
    asyncio.get_running_loop().call_later(6.375, stop.set)

    call = start("call", exercise.every(2, action, stop))
    await asyncio.wait([call], timeout=20)

    starts = [line for line in log if "started" in line]
    assert starts == ["action started 0", "action started 2.5", "action started 5"]
    assert log.of("call") == ["call returned 6.375"]
    assert same(call.result(), 3)


async def test_stopped_in_an_action(exercise, jobs, start, log):
    """If it is stopped during an action, this one is finished, counts, and is the last.

    An action of 0.5 s every 2 s; `stop` is set at 0.25 s.
    """
    stop, action = asyncio.Event(), jobs.make("action", takes=0.5)
    asyncio.get_running_loop().call_later(0.25, stop.set)

    call = start("call", exercise.every(2, action, stop))
    await asyncio.wait([call], timeout=20)

    assert log == ["action started 0", "action returned 0.5", "call returned 0.5"]
    assert same(call.result(), 1)


async def test_stopped_before(exercise, jobs, start, log):
    """If it was stopped before the call, there is no action, and the call returns 0 at once."""
    stop, action = asyncio.Event(), jobs.make("action", takes=0.5)
    stop.set()

    call = start("call", exercise.every(2, action, stop))
    await asyncio.wait([call], timeout=20)

    assert log == ["call returned 0"]
    assert same(call.result(), 0)


async def test_stopped_by_the_action(exercise, jobs, start, log):
    """An action that sets `stop` itself counts, and no pause follows.

    The action takes 1 s.
    """
    stop = asyncio.Event()
    action = jobs.make("action", takes=1, returns=stop.set)

    call = start("call", exercise.every(2, action, stop))
    await asyncio.wait([call], timeout=20)

    assert log == ["action started 0", "action returned 1", "call returned 1"]
    assert same(call.result(), 1)


@pytest.mark.code("leaked-task")
async def test_no_more_tasks(exercise, jobs, start, clock):
    """A call that has been running for long has no more tasks than at the beginning.

    An action every 2 s, which takes no time. All tasks are counted in the first pause, at 1 s, and
    in the tenth one, at 19 s; `stop` is set at 20.5 s.
    """
    stop, action = asyncio.Event(), jobs.make("action", takes=None)
    call, counts = start("call", exercise.every(2, action, stop)), []

    for when in (1, 19, 20.5):
        await clock.until(when)
        counts.append(len(asyncio.all_tasks()))
    stop.set()
    await asyncio.wait([call])

    assert counts[1] == counts[0], "the tasks become more and more"


async def test_cancelled_in_a_pause(exercise, jobs, start, clock, log):
    """A call that is cancelled during a pause ends at once, as cancelled.

    An action every 2 s, which takes no time; the call is cancelled at 3 s.
    """
    action = jobs.make("action", takes=None)
    call = start("call", exercise.every(2, action, asyncio.Event()))
    await clock.until(3)

    call.cancel()
    await clock.until(20)

    assert log.of("call") == ["call cancelled 3"]
    assert log.of("action")[::2] == ["action started 0", "action started 2"]


async def test_cancelled_in_an_action(exercise, jobs, start, clock, log):
    """A call that is cancelled during an action ends as cancelled, and the action with it.

    An action of 1 s every 2 s; the call is cancelled at 3.5 s.
    """
    action = jobs.make("action", takes=1)
    call = start("call", exercise.every(2, action, asyncio.Event()))
    await clock.until(3.5)

    call.cancel()
    await clock.until(20)

    assert log[2:] == ["action started 3", "action cancelled 3.5", "call cancelled 3.5"]


@pytest.mark.code("leaked-task")
@every_cancellation
async def test_cancelled_at_any_moment(exercise, jobs, start, cancel):
    """Whenever the call is cancelled, it ends as cancelled, and leaves nothing running.

    An action of 1 s every 2 s, which fails at the third time. The call is cancelled wherever it
    waits, in each run of the test at another moment.
    """
    action = jobs.make("action", takes=1, cleanup=1, returns=fails_after(2, OSError()))
    call = start("call", exercise.every(2, action, asyncio.Event()))

    await cancel(call)

    assert jobs.running == 0, "an action is still running"


async def test_an_error(exercise, jobs, start, log):
    """An exception of the action comes out at once, as it is, even if it is a TimeoutError.

    An action of 1 s, a pause of 2 s, and an action of 1 s that raises TimeoutError.
    """
    error = TimeoutError("the printer doesn't answer")
    action = jobs.make("action", takes=1, returns=fails_after(1, error))

    call = start("call", exercise.every(2, action, asyncio.Event()))
    await asyncio.wait([call], timeout=20)

    assert log.of("call") == ["call raised TimeoutError 4"]
    assert same(call.exception(), error)


async def test_an_error_after_the_stop(exercise, jobs, start, log):
    """An action that fails after `stop` was set isn't forgotten: its exception comes out.

    The action raises OSError after 1 s; `stop` is set at 0.5 s.
    """
    error, stop = OSError("no paper"), asyncio.Event()
    asyncio.get_running_loop().call_later(0.5, stop.set)

    call = start("call", exercise.every(2, jobs.make("action", takes=1, raises=error), stop))
    await asyncio.wait([call], timeout=20)

    assert log.of("call") == ["call raised OSError 1"]
    assert same(call.exception(), error)


@every_order
async def test_stopped_at_the_end_of_an_action(exercise, jobs, start, clock):
    """If `stop` is set at the instant at which an action ends, it counts and is the last one.

    Three calls with an action of 3 s; somebody sets `stop` at 3 s, in every order of events.
    """
    stop, action = asyncio.Event(), jobs.make("action", takes=3)
    calls = [start(f"call {n}", exercise.every(2, action, stop)) for n in range(3)]
    await clock.until(3)

    stop.set()
    await asyncio.wait(calls)

    counts = [call.result() for call in calls]
    assert same(counts, [1, 1, 1])
    assert clock.now == 3
