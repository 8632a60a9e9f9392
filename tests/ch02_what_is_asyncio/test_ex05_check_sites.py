"""Hidden behaviours of the status page."""

import pytest

from grader.testing import every_cancellation, same


def make_probe(jobs, error=None):
    """Probing "a" takes 3 s, "b" 1 s, and "c" 2 s; "b" ends with `error`, if there is one."""
    probes = {
        "a": jobs.make("a", takes=3, returns=None),
        "b": jobs.make("b", takes=1, raises=error, returns="fine"),
        "c": jobs.make("c", takes=2, returns=False),
    }
    return lambda site: probes[site](site)


async def test_the_order(exercise, jobs):
    """The sites stand in the dict in the order in which they were given.

    Probing "a" takes 3 s, "b" 1 s, and "c" 2 s.
    """
    status = await exercise.check_sites(make_probe(jobs), ["a", "b", "c"])

    assert same([*status], ["a", "b", "c"])


async def test_all_at_once(exercise, jobs, clock, log):
    """All probes run at the same time.

    Probing "a" takes 3 s, "b" 1 s, and "c" 2 s: all begin at 0 s, and the status is there at 3 s.
    """
    await exercise.check_sites(make_probe(jobs), ["a", "b", "c"])

    assert clock.now == 3
    assert log.times("started") == [0, 0, 0]


async def test_how_long(exercise, jobs):
    """Each site stands there with the time that its own probe took.

    Probing "a" takes 3 s, "b" 1 s until it fails, and "c" 2 s.
    """
    status = await exercise.check_sites(make_probe(jobs, OSError("no route")), ["a", "b", "c"])
    seconds = {site: status[site][1] for site in status}

    assert same(seconds, {"a": 3, "b": 1, "c": 2})


async def test_sites_that_are_up(exercise, jobs):
    """A site whose probe succeeds is up, whatever the result.

    All three probes succeed. That of "a" gives None, that of "b" a text, and that of "c" False.
    """
    status = await exercise.check_sites(make_probe(jobs), ["a", "b", "c"])
    up = {site: status[site][0] for site in status}

    assert same(up, {"a": True, "b": True, "c": True})


@pytest.mark.parametrize(
    "error", [OSError("no route"), ValueError("no host")], ids=["OSError", "ValueError"]
)
async def test_a_site_that_is_down(exercise, jobs, log, error):
    """A site whose probe raises an exception is down, whichever it is, and the other probes go on.

    Probing "b" raises OSError or ValueError at 1 s; "a" takes 3 s, and "c" 2 s.
    """
    status = await exercise.check_sites(make_probe(jobs, error), ["a", "b", "c"])
    up = status["b"][0]

    assert same(up, False)
    assert log.of("a") == ["a started 0", "a returned 3"]


async def test_no_sites(exercise, jobs):
    """No sites have no status.

    `sites` is empty.
    """
    status = await exercise.check_sites(make_probe(jobs), [])

    assert same(status, {})


@pytest.mark.code("leaked-task")
@every_cancellation
async def test_cancelled(exercise, jobs, start, cancel):
    """When the call is cancelled, at whatever moment, the probes have ended with it.

    Probing "a" takes 3 s, "b" 1 s, and "c" 2 s. The call is cancelled wherever it waits.
    """
    call = start("call", exercise.check_sites(make_probe(jobs), ["a", "b", "c"]))

    await cancel(call)

    assert jobs.running == 0
