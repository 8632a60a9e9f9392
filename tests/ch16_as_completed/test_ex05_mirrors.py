"""Hidden behaviours of finding the mirrors that answer first."""

import asyncio

import pytest

from grader.testing import every_cancellation, every_order, same

# No probe fails in these scenarios, so no exception can be lost.
WAIT_FOR = "in 3.11 a cancelled `wait_for` never looks at the CancelledError of its `gather`"


def make_probe(*probes):
    """A probe that runs the job which has the name of its mirror."""
    by_name = {job.__name__: job for job in probes}

    async def probe(name):
        return await by_name[name]()

    return probe


async def test_order_of_response(exercise, jobs, start, log):
    """The mirrors are listed in the order in which they respond.

    The mirrors "a", "b" and "c" respond after 3, 1 and 2 s; 3 are wanted within 9 s.
    """
    probe = make_probe(*(jobs.make(name, n, "ok") for name, n in (("a", 3), ("b", 1), ("c", 2))))

    call = start("call", exercise.fastest_mirrors(["a", "b", "c"], probe, 3, 9))
    await asyncio.wait([call])

    assert log.of("call") == ["call returned 3"]
    assert same(call.result(), ["b", "c", "a"])


async def test_enough(exercise, jobs, start, log):
    """When enough mirrors have responded, the call ends the other probes before it returns.

    "b" and "c" respond after 1 and 2 s, and 2 are wanted. "a" would respond after 5 s, and cleans
    up for 0.5 s when it is cancelled, till 2.5 s.
    """
    a = jobs.make("a", takes=5, returns="ok", cleanup=0.5)
    probe = make_probe(a, jobs.make("b", takes=1, returns="ok"), jobs.make("c", 2, returns="ok"))

    call = start("call", exercise.fastest_mirrors(["a", "b", "c"], probe, 2, 9))
    await asyncio.wait([call])

    assert log.of("call") == ["call returned 2.5"]
    assert log.of("a") == ["a started 0", "a cancelled 2.5"]
    assert same(call.result(), ["b", "c"])


async def test_the_rest_is_stopped(exercise, jobs, clock, log):
    """The probes that aren't needed any more are cancelled, once.

    "b" responds after 1 s, and that's enough. "a" would respond after 5 s, and cleans up for 0.5 s
    when it is cancelled. The lines tell what becomes of it, up to 9 s.
    """
    a, b = jobs.make("a", takes=5, returns="ok", cleanup=0.5), jobs.make("b", 1, returns="ok")

    await exercise.fastest_mirrors(["a", "b"], make_probe(a, b), 1, 20)
    await clock.until(9)

    assert log.of("a") == ["a started 0", "a cancelled 1.5"]


async def test_probes_that_fail(exercise, jobs, start, log):
    """Mirrors whose probes fail don't count; when no probe is left, fewer are returned.

    "a" fails after 1 s, "b" responds after 2 s, "c" fails after 3 s. 2 are wanted within 9 s.
    """
    a, c = jobs.make("a", 1, raises=OSError("gone")), jobs.make("c", 3, raises=ValueError("what?"))
    probe = make_probe(a, jobs.make("b", takes=2, returns="ok"), c)

    call = start("call", exercise.fastest_mirrors(["a", "b", "c"], probe, 2, 9))
    await asyncio.wait([call])

    assert log.of("call") == ["call returned 3"]
    assert same(call.result(), ["b"])


async def test_time_is_up(exercise, jobs, start, log):
    """When the time is up, the call ends the other probes, and then returns what it has.

    "b" and "a" respond after 3 and 4 s; 3 are wanted within 5 s. "c" would respond after 7 s, and
    cleans up for 0.5 s when it is cancelled, till 5.5 s.
    """
    c = jobs.make("c", takes=7, returns="ok", cleanup=0.5)
    probe = make_probe(jobs.make("a", takes=4, returns="ok"), jobs.make("b", 3, returns="ok"), c)

    call = start("call", exercise.fastest_mirrors(["a", "b", "c"], probe, 3, 5))
    await asyncio.wait([call])

    assert log.of("call") == ["call returned 5.5"]
    assert log.of("c") == ["c started 0", "c cancelled 5.5"]
    assert same(call.result(), ["b", "a"])


async def test_all_fail(exercise, jobs, start, log):
    """When all probes have failed, the call raises `NoMirror` at once.

    "a" and "b" fail after 2 and 1 s; 1 is wanted within 9 s.
    """
    a, b = jobs.make("a", 2, raises=OSError("gone")), jobs.make("b", 1, raises=OSError("gone"))

    call = start("call", exercise.fastest_mirrors(["a", "b"], make_probe(a, b), 1, 9))
    await asyncio.wait([call])

    assert log.of("call") == ["call raised NoMirror 2"]


async def test_none_in_time(exercise, jobs, start, log):
    """When none has responded in time, the call ends the probes, and then raises `NoMirror`.

    "a" would respond after 7 s, and cleans up for 0.5 s when it is cancelled. 1 is wanted within
    5 s.
    """
    a = jobs.make("a", takes=7, returns="ok", cleanup=0.5)

    call = start("call", exercise.fastest_mirrors(["a"], make_probe(a), 1, 5))
    await asyncio.wait([call])

    assert log.of("call") == ["call raised NoMirror 5.5"]
    assert log.of("a") == ["a started 0", "a cancelled 5.5"]


async def test_no_mirrors(exercise, start, log):
    """Without mirrors the call raises `NoMirror` at once.

    The list of mirrors is empty; 1 is wanted within 9 s.
    """
    call = start("call", exercise.fastest_mirrors([], make_probe(), 1, 9))
    await asyncio.wait([call])

    assert log.of("call") == ["call raised NoMirror 0"]


async def test_a_timeout_of_a_probe(exercise, jobs, start, log):
    """A probe that fails with a `TimeoutError` of its own is a probe that fails; the others go on.

    "a" raises TimeoutError after 1 s, "b" responds after 2 s. 2 are wanted within 9 s.
    """
    a = jobs.make("a", takes=1, raises=TimeoutError("the mirror is silent"))
    probe = make_probe(a, jobs.make("b", takes=2, returns="ok"))

    call = start("call", exercise.fastest_mirrors(["a", "b"], probe, 2, 9))
    await asyncio.wait([call])

    assert log.of("call") == ["call returned 2"]
    assert same(call.result(), ["b"])


async def test_whatever_a_probe_returns(exercise, jobs, start, log):
    """A mirror is usable whatever its probe returns.

    The probes of "a", "b" and "c" return None, False and 0 after 1, 2 and 3 s. 3 are wanted within
    9 s.
    """
    returned = {"a": (1, None), "b": (2, False), "c": (3, 0)}
    probe = make_probe(*(jobs.make(name, n, value) for name, (n, value) in returned.items()))

    call = start("call", exercise.fastest_mirrors(["a", "b", "c"], probe, 3, 9))
    await asyncio.wait([call])

    assert log.of("call") == ["call returned 3"]
    assert same(call.result(), ["a", "b", "c"])


async def test_an_exception_is_returned(exercise, jobs, start, log):
    """A mirror is usable also if its probe returns an exception object, rather than raise it.

    The probe of "a" returns an OSError object after 1 s. 1 is wanted within 9 s.
    """
    probe = make_probe(jobs.make("a", takes=1, returns=OSError("in May")))

    call = start("call", exercise.fastest_mirrors(["a"], probe, 1, 9))
    await asyncio.wait([call])

    assert log.of("call") == ["call returned 1"]
    assert same(call.result(), ["a"])


@every_order
async def test_no_more_than_wanted(exercise, jobs, start):
    """No more than `want` mirrors are returned, even if several respond at the same moment.

    "a", "b" and "c" respond after 1 s; 2 are wanted. It is left open which.
    """
    probe = make_probe(*(jobs.make(name, takes=1, returns="ok") for name in "abc"))

    call = start("call", exercise.fastest_mirrors(["a", "b", "c"], probe, 2, 9))
    await asyncio.wait([call])
    how_many = len(call.result())

    assert same(how_many, 2)
    assert same(len({"a", "b", "c"}.intersection(call.result())), 2)


@every_order
async def test_a_failure_at_the_same_moment(exercise, jobs, start):
    """When a probe fails at the moment at which it is enough, its exception is not lost.

    "a" fails and "b" responds after 1 s; 1 is wanted.
    """
    a, b = jobs.make("a", 1, raises=OSError("gone")), jobs.make("b", takes=1, returns="ok")

    call = start("call", exercise.fastest_mirrors(["a", "b"], make_probe(a, b), 1, 9))
    await asyncio.wait([call])

    assert same(call.result(), ["b"])


@pytest.mark.allow("lost-exception", reason=WAIT_FOR)
async def test_the_caller_is_cancelled(exercise, jobs, start, clock, log):
    """When the call is cancelled, so are the probes; it ends as cancelled when they have ended.

    The call is cancelled at 2 s. "a" has responded at 1 s; "b" and "c" would respond at 5 s, and
    clean up for 0.5 and 0.25 s.
    """
    b, c = (jobs.make(name, 5, "ok", cleanup=n) for name, n in (("b", 0.5), ("c", 0.25)))
    probe = make_probe(jobs.make("a", takes=1, returns="ok"), b, c)
    call = start("call", exercise.fastest_mirrors(["a", "b", "c"], probe, 3, 9))
    await clock.until(2)

    call.cancel()
    await asyncio.wait([call])

    assert log.of("call") == ["call cancelled 2.5"]
    assert log.of("b") + log.of("c")[1:] == ["b started 0", "b cancelled 2.5", "c cancelled 2.25"]


@pytest.mark.allow("lost-exception", reason=WAIT_FOR)
@pytest.mark.code("leaked-task")
@every_cancellation
async def test_cancelled_at_any_moment(exercise, jobs, start, cancel):
    """Whenever the call is cancelled, no probe is left running when it ends.

    "a", "b" and "c" would respond after 1, 2 and 3 s, and clean up for as long. 3 are wanted
    within 9 s. The call is cancelled wherever it waits, in each run of the test at another moment.
    """
    probe = make_probe(*(jobs.make(name, n, "ok", cleanup=n) for n, name in enumerate("abc", 1)))
    call = start("call", exercise.fastest_mirrors(["a", "b", "c"], probe, 3, 9))

    await cancel(call, comes_out=False)

    assert jobs.running == 0, "a probe is still running"
