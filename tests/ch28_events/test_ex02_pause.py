"""Hidden behaviours of a gate that pauses work."""

import asyncio

from grader.testing import every_cancellation, every_order, same


async def passed(gate):
    """Pass the gate; return whether it is paused then."""
    await gate.checkpoint()
    return gate.paused


async def switch(gate, *actions):
    """Do one thing after the other, with a chance for others to run in between."""
    for action in actions:
        getattr(gate, action)()
        await asyncio.sleep(0)


def fails_on(item):
    """What a work does that raises OSError for one item."""

    def done(this):
        if this == item:
            raise OSError("no paper")

    return done


async def test_never_paused(exercise, jobs, start, clock, log):
    """If the gate is never paused, one item is worked on after the other, without a break.

    Three items, 1 s each, out of an iterator; the second one is None.
    """
    work = jobs.make("work", takes=1)
    start("process", exercise.process(iter(["a", None, "c"]), work, exercise.Gate()))

    await clock.until(20)

    a_b = ["work started 0", "work returned 1", "work started 1", "work returned 2"]
    assert log == [*a_b, "work started 2", "work returned 3", "process returned 3"]
    assert same(work.calls, [("a",), (None,), ("c",)])


async def test_paused_in_the_middle(exercise, jobs, start, clock, log):
    """An item that was begun is finished; the next one begins at the moment of the `resume`.

    Three items, 1 s each. The gate is paused at 1.5 s, and resumed at 10.0625 s.
    """
    gate = exercise.Gate()
    start("process", exercise.process("abc", jobs.make("work", takes=1), gate))

    await clock.until(1.5)
    gate.pause()
    await clock.until(10.0625)
    gate.resume()
    await clock.until(20)

    assert log[2:5] == ["work started 1", "work returned 2", "work started 10.0625"]
    assert log[5:] == ["work returned 11.0625", "process returned 11.0625"]


async def test_paused_at_the_end(exercise, jobs, start, clock, log):
    """After its last item a call returns, although the gate is paused.

    Two items, 1 s each. The gate is paused at 1.5 s, for good.
    """
    gate = exercise.Gate()
    start("process", exercise.process("ab", jobs.make("work", takes=1), gate))
    await clock.until(1.5)

    gate.pause()
    await clock.until(20)

    assert log.of("process") == ["process returned 2"]


async def test_five_processes(exercise, jobs, start, clock, log):
    """One `resume` lets all of them go on.

    The gate is paused from the start, and resumed at 5 s. Five calls wait, with an item of 1 s each.
    """
    gate, work = exercise.Gate(), jobs.make("work", takes=1)
    gate.pause()
    calls = [start("process", exercise.process("a", work, gate)) for _ in range(5)]
    await clock.until(5)

    gate.resume()
    await asyncio.wait(calls, timeout=9)

    assert log.of("work") == ["work started 5"] * 5 + ["work returned 6"] * 5
    assert log.of("process") == ["process returned 6"] * 5


async def test_the_property(exercise):
    """`paused` says what was called last.

    It is looked at in a new gate; after a `resume`; after two `pause`; and after a `resume`.
    """
    gate, seen = exercise.Gate(), []

    for actions in ([], ["resume"], ["pause", "pause"], ["resume"]):
        for action in actions:
            getattr(gate, action)()
        seen.append(gate.paused)

    assert same(seen, [False, False, True, False])


async def test_paused_twice(exercise, start, clock, log):
    """However often the gate was paused, one `resume` lets those go on who wait.

    The gate is paused at 0 s, a call of `checkpoint` waits, and at 1 s the gate is paused once more.
    It is resumed at 2 s.
    """
    gate = exercise.Gate()
    gate.pause()
    _call = start("call", gate.checkpoint())
    await clock.until(1)
    gate.pause()
    await clock.until(2)
    gate.resume()
    await clock.until(9)

    assert log == ["call returned 2"]


async def test_resumed_twice(exercise, start, clock, log):
    """A `resume` that nobody was waiting for isn't kept for later.

    A new gate is resumed, twice, and then paused. A call of `checkpoint` waits until it is resumed
    at 1 s.
    """
    gate = exercise.Gate()
    gate.resume()
    gate.resume()
    gate.pause()
    _call = start("call", gate.checkpoint())
    await clock.until(1)
    gate.resume()
    await clock.until(9)

    assert log == ["call returned 1"]


async def test_paused_again_at_once(exercise, start, clock, log):
    """If the gate is resumed and paused again before anybody could go on, nobody passes.

    Two calls of `checkpoint` wait. At 1 s the gate is resumed and, with no await in between,
    paused; at 5 s it is resumed.
    """
    gate = exercise.Gate()
    gate.pause()
    _calls = [start("call", gate.checkpoint()) for _ in range(2)]
    await clock.until(1)
    gate.resume()
    gate.pause()
    await clock.until(5)
    gate.resume()
    await clock.until(9)

    assert log == ["call returned 5", "call returned 5"]


async def test_paused_again_twice(exercise, start, clock, log):
    """However often the gate is resumed and paused again at once, nobody passes.

    A call of `checkpoint` waits. At 1 s, and again at 2 s, the gate is resumed and, with no await in
    between, paused; at 5 s it is resumed.
    """
    gate = exercise.Gate()
    gate.pause()
    _call = start("call", gate.checkpoint())
    for when in (1, 2):
        await clock.until(when)
        gate.resume()
        gate.pause()
    await clock.until(5)
    gate.resume()
    await clock.until(9)

    assert log == ["call returned 5"]


async def test_cancelled_as_it_is_resumed(exercise, start, clock, log):
    """A call that is cancelled just before the `resume` is in nobody's way.

    Two calls of `checkpoint` wait. At 1 s the first one is cancelled and, with no await in between,
    the gate is resumed.
    """
    gate = exercise.Gate()
    gate.pause()
    first, _second = (start(name, gate.checkpoint()) for name in ("first", "second"))
    await clock.until(1)

    first.cancel()
    gate.resume()
    await clock.until(9)

    assert log.of("first") + log.of("second") == ["first cancelled 1", "second returned 1"]


async def test_a_cancelled_process(exercise, jobs, start, clock, log):
    """A paused process that is cancelled ends at once; the others go on when they may.

    Three calls wait at the gate. The one in the middle is cancelled at 3 s; the gate is resumed at
    5 s. Each has one item, of 1 s.
    """
    gate, work = exercise.Gate(), jobs.make("work", takes=1)
    gate.pause()
    calls = [start(name, exercise.process("x", work, gate)) for name in "abc"]
    await clock.until(3)
    calls[1].cancel()
    await clock.until(5)
    gate.resume()
    await clock.until(9)

    assert log.of("work") == ["work started 5"] * 2 + ["work returned 6"] * 2
    assert log.of("a") + log.of("b") + log.of("c") == [
        *("a returned 6", "b cancelled 3", "c returned 6"),
    ]


@every_cancellation
async def test_cancelled_at_any_moment(exercise, start, clock, log, cancel):
    """Whenever a call of `checkpoint` is cancelled, it ends as cancelled and disturbs nobody.

    Three calls wait at the gate; it is resumed at 5 s. The one in the middle is cancelled, in each
    run of the test at another moment, up to the one of the `resume`.
    """
    gate = exercise.Gate()
    gate.pause()
    _a, call, _c = (start(name, gate.checkpoint()) for name in ("a", "call", "c"))
    asyncio.get_running_loop().call_later(5, gate.resume)

    await cancel(call)
    await clock.until(9)

    assert log.of("a") + log.of("c") == ["a returned 5", "c returned 5"]


async def test_an_error(exercise, jobs, start, clock, log):
    """When a work fails, its exception comes out, and no other item is begun.

    Three items, 1 s each; the second one fails.
    """
    work = jobs.make("work", takes=1, returns=fails_on("b"))
    start("process", exercise.process("abc", work, exercise.Gate()))

    await clock.until(20)

    assert log.of("process") == ["process raised OSError 2"]
    assert same(work.calls, [("a",), ("b",)])


@every_order
async def test_in_any_order(exercise, start):
    """Whenever somebody passes the gate, it isn't paused, in every order of events.

    Three calls of `checkpoint`, while somebody pauses and resumes the gate, twice each, and lets
    others run in between.
    """
    gate = exercise.Gate()
    calls = [start(f"call {number}", passed(gate)) for number in range(3)]

    await switch(gate, "pause", "resume", "pause", "resume")
    await asyncio.wait(calls)

    paused = [call.result() for call in calls]
    assert same(paused, [False, False, False])
