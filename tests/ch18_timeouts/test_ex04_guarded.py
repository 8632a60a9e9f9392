"""Hidden behaviours of an operation with a limit and a rollback."""

import asyncio

from grader.testing import every_cancellation, same


async def test_success(exercise, jobs, log):
    """When the operation succeeds, its value comes back and nothing is rolled back.

    The limit is 5 s; the operation takes 1 s.
    """
    op = jobs.make("op", takes=1, returns="value")

    value = await exercise.guarded(op, jobs.make("rollback", takes=0.5), 5)

    assert same(value, "value")
    assert log.of("rollback") == []


async def test_none_is_a_value(exercise, jobs, log):
    """An operation that gives None has succeeded, too: nothing is rolled back.

    The limit is 5 s; the operation takes 1 s and returns None.
    """
    op = jobs.make("op", takes=1, returns=None)

    value = await exercise.guarded(op, jobs.make("rollback", takes=0.5), 5)

    assert same(value, None)
    assert log.of("rollback") == []


async def test_the_limit_passes(exercise, jobs, start, log):
    """When the limit passes, the rollback runs to its end, and then `TimeoutError` comes out.

    The limit is 5 s, the operation would take 10 s; the rollback takes 0.5 s.
    """
    op, rollback = jobs.make("op", takes=10), jobs.make("rollback", takes=0.5)

    await asyncio.wait([start("call", exercise.guarded(op, rollback, 5))])

    assert log == [
        *("op started 0", "op cancelled 5"),
        *("rollback started 5", "rollback returned 5.5", "call raised TimeoutError 5.5"),
    ]


async def test_the_operation_cleans_up_first(exercise, jobs, start, log):
    """The rollback begins once the operation has ended, its clean-up included.

    The limit is 5 s, the operation would take 10 s; cancelled, it cleans up for 1 s, till 6 s.
    """
    op, rollback = jobs.make("op", takes=10, cleanup=1), jobs.make("rollback", takes=0.5)

    await asyncio.wait([start("call", exercise.guarded(op, rollback, 5))])

    assert log.of("op") == ["op started 0", "op cancelled 6"]
    assert log.of("rollback")[:1] == ["rollback started 6"]


async def test_the_caller_is_cancelled(exercise, jobs, start, clock, log):
    """When the call is cancelled, the rollback runs to its end, and then the call is cancelled.

    The limit is 5 s, the operation takes 10 s, and the call is cancelled at 1 s; the rollback
    takes 0.5 s.
    """
    op, rollback = jobs.make("op", takes=10), jobs.make("rollback", takes=0.5)
    call = start("call", exercise.guarded(op, rollback, 5))
    await clock.until(1)

    call.cancel()
    await asyncio.wait([call])

    assert log == [
        *("op started 0", "op cancelled 1"),
        *("rollback started 1", "rollback returned 1.5", "call cancelled 1.5"),
    ]


@every_cancellation
async def test_stopped_at_any_moment(exercise, jobs, start, cancel, clock, log):
    """Whenever the call is cancelled before the rollback, the rollback runs, once, and fully.

    The limit is 5 s, the operation takes 10 s, the rollback no time. The call is cancelled wherever
    it waits.
    """
    op, rollback = jobs.make("op", takes=10), jobs.make("rollback", takes=None)
    call = start("call", exercise.guarded(op, rollback, 5))

    await cancel(call, comes_out=False)

    assert log.of("rollback") == [f"rollback started {clock.now}", f"rollback returned {clock.now}"]


async def test_both_at_once(exercise, jobs, start, log):
    """When the limit passes and the call is cancelled at the same moment, the rollback runs, too.

    The limit is 5 s, the operation would go on for ever. It is cancelled at 5 s, and before it has
    ended, still at 5 s, the call is cancelled as well; the rollback takes 0.5 s.
    """

    async def op():
        never = asyncio.get_running_loop().create_future()
        never.add_done_callback(lambda _: call.cancel())
        await never

    call = start("call", exercise.guarded(op, jobs.make("rollback", takes=0.5), 5))
    await asyncio.wait([call])

    assert log.of("rollback") == ["rollback started 5", "rollback returned 5.5"]


async def test_a_rollback_beyond_the_limit(exercise, jobs, start, clock, log):
    """A limit that passes during the rollback doesn't cut it short.

    The limit is 5 s, the operation takes 10 s, and the call is cancelled at 4 s; the rollback
    takes 2 s, till 6 s.
    """
    op, rollback = jobs.make("op", takes=10), jobs.make("rollback", takes=2)
    call = start("call", exercise.guarded(op, rollback, 5))
    await clock.until(4)

    call.cancel()
    await asyncio.wait([call])

    assert log.of("rollback") == ["rollback started 4", "rollback returned 6"]
    assert log.of("call") == ["call cancelled 6"]


async def test_an_error_of_the_operation(exercise, jobs, log):
    """When the operation fails, its error comes out and nothing is rolled back.

    The limit is 5 s; the operation raises OSError after 1 s.
    """
    error = OSError("no signal")
    op, rollback = jobs.make("op", takes=1, raises=error), jobs.make("rollback", takes=0.5)

    [outcome] = await asyncio.gather(exercise.guarded(op, rollback, 5), return_exceptions=True)

    assert same(outcome, error)
    assert log.of("rollback") == []


async def test_a_timeout_of_its_own(exercise, jobs, log):
    """An operation that raises a `TimeoutError` itself has failed: nothing is rolled back.

    The limit is 5 s; the operation gives up with a `TimeoutError` of its own after 1 s.
    """
    error = TimeoutError("no route to the host")
    op, rollback = jobs.make("op", takes=1, raises=error), jobs.make("rollback", takes=0.5)

    [outcome] = await asyncio.gather(exercise.guarded(op, rollback, 5), return_exceptions=True)

    assert same(outcome, error)
    assert log.of("rollback") == []
