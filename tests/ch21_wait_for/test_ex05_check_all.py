"""Hidden behaviours of health checks side by side."""

import asyncio

import pytest

from grader.testing import every_cancellation, every_order, same


async def test_four_ends(exercise, jobs, clock):
    """Each check gets its own word: "up", "down", "timeout" or "error".

    The limit is 2 s. Four checks return True at 0.5 s, return False at 0.25 s, take 9 s, and raise
    OSError at 0.75 s.
    """
    checks = {
        "web": jobs.make("web", takes=0.5, returns=True),
        "mail": jobs.make("mail", takes=0.25, returns=False),
        "disk": jobs.make("disk", takes=9, returns=True),
        "door": jobs.make("door", takes=0.75, raises=OSError("no signal")),
    }

    words = await exercise.check_all(checks, 2)

    assert same(words, {"web": "up", "mail": "down", "disk": "timeout", "door": "error"})
    assert clock.now == 2


@every_order
async def test_true_and_false(exercise, jobs):
    """What counts as true is "up", what counts as false is "down", in any order of events.

    Four checks return "yes", 0, [1] and None at the same moment.
    """
    values = {"yes": "yes", "zero": 0, "list": [1], "none": None}
    checks = {name: jobs.make(name, takes=1, returns=value) for name, value in values.items()}

    words = await exercise.check_all(checks, 2)

    assert same(words, {"yes": "up", "zero": "down", "list": "up", "none": "down"})


async def test_all_are_too_slow(exercise, jobs, start, clock, log):
    """Checks share the time: the limit passes for all of them at the same moment.

    The limit is 2 s; each of two checks would take 9 s.
    """
    checks = {name: jobs.make(name, takes=9) for name in ("web", "mail")}

    call = start("call", exercise.check_all(checks, 2))
    await clock.until(30)

    assert log.of("web") + log.of("mail") + log.of("call") == [
        *("web started 0", "web cancelled 2", "mail started 0", "mail cancelled 2"),
        "call returned 2",
    ]
    assert same(call.result(), {"web": "timeout", "mail": "timeout"})


async def test_clean_ups_are_waited_for(exercise, jobs, start, clock, log):
    """The result comes when all checks have ended, their clean-up included.

    The limit is 2 s. Three checks would take 9 s; cancelled, they clean up for 0.5, 1 and 0 s.
    """
    cleanups = {"web": 0.5, "mail": 1, "disk": 0}
    checks = {name: jobs.make(name, takes=9, cleanup=time) for name, time in cleanups.items()}

    call = start("call", exercise.check_all(checks, 2))
    await clock.until(30)

    assert log.of("mail") == ["mail started 0", "mail cancelled 3"]
    assert log.of("call") == ["call returned 3"]
    assert same(call.result(), dict.fromkeys(cleanups, "timeout"))


async def test_cancelled_by_others(exercise, jobs, start, clock, log):
    """A check whose awaited work others cancel is "cancelled", and the other checks go on.

    The limit is 2 s. One check awaits a future that is cancelled at 0.5 s; the other one returns
    True at 1 s.
    """
    work = asyncio.get_running_loop().create_future()

    async def mail():
        return await work

    checks = {"mail": mail, "web": jobs.make("web", takes=1, returns=True)}
    call = start("call", exercise.check_all(checks, 2))
    await clock.until(0.5)

    work.cancel()
    await clock.until(9)

    assert log.of("web") + log.of("call") == ["web started 0", "web returned 1", "call returned 1"]
    assert same(call.result(), {"mail": "cancelled", "web": "up"})


async def test_the_caller_is_cancelled(exercise, jobs, start, clock, log):
    """When the call is cancelled, so are the checks, and the call ends as cancelled after them.

    The limit is 5 s. Three checks take 9 s, and the call is cancelled at 1 s. They clean up for
    0.25, 0.5 and 0 s.
    """
    cleanups = {"web": 0.25, "mail": 0.5, "disk": 0}
    checks = {name: jobs.make(name, takes=9, cleanup=time) for name, time in cleanups.items()}
    call = start("call", exercise.check_all(checks, 5))
    await clock.until(1)

    call.cancel()
    await clock.until(30)

    assert [log.of(name)[-1] for name in ("call", *checks)] == [
        *("call cancelled 1.5", "web cancelled 1.25", "mail cancelled 1.5", "disk cancelled 1"),
    ]


@pytest.mark.code("leaked-task")
@every_cancellation
async def test_cancelled_at_any_moment(exercise, jobs, start, cancel):
    """Whenever the call is cancelled, all checks have ended with it.

    The limit is 2 s; one check takes 1 s, and two take 9 s. The call is cancelled wherever it waits.
    """
    checks = {name: jobs.make(name, takes=time) for name, time in (("a", 1), ("b", 9), ("c", 9))}
    call = start("call", exercise.check_all(checks, 2))

    await cancel(call, comes_out=False)

    assert jobs.running == 0


async def test_no_checks(exercise, clock):
    """Without checks, the result is empty, and no time passes."""
    words = await exercise.check_all({}, 2)

    assert same(words, {})
    assert clock.now == 0


async def test_a_timeout_of_its_own(exercise, jobs):
    """A `TimeoutError` that a check itself raises is an "error".

    The limit is 2 s; one check gives up with a `TimeoutError` of its own at 0.5 s, the other one
    takes 9 s.
    """
    web = jobs.make("web", takes=0.5, raises=TimeoutError("no route to the host"))
    checks = {"web": web, "mail": jobs.make("mail", takes=9)}

    words = await exercise.check_all(checks, 2)

    assert same(words, {"web": "error", "mail": "timeout"})


@pytest.mark.code("wrong-order")
async def test_the_order_of_the_names(exercise, jobs):
    """The names come in the order of the checks, in whatever order these end.

    Four checks, "d", "a", "c" and "b", end at 1, 0.25, 9 and 0.5 s; the limit is 2 s.
    """
    times = {"d": 1, "a": 0.25, "c": 9, "b": 0.5}
    checks = {name: jobs.make(name, takes=time) for name, time in times.items()}

    words = await exercise.check_all(checks, 2)

    assert same(list(words), ["d", "a", "c", "b"])
