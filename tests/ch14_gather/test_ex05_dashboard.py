"""Hidden behaviours of assembling a page of widgets."""

import asyncio

import pytest

from grader.testing import every_cancellation, every_order, same


def need(exercise, job):
    """A required widget with the name of its job; its fallback must never be seen."""
    return exercise.Widget(job.__name__, job, required=True, fallback="fallback")


def want(exercise, job, fallback="fallback"):
    """A widget that isn't required, with the name of its job."""
    return exercise.Widget(job.__name__, job, required=False, fallback=fallback)


async def test_the_page(exercise, jobs, clock):
    """All widgets load at the same time, and the page has their order.

    `a` takes 3 s and is required, `b` takes 1 s and isn't, `c` takes 2 s and is required again.
    """
    a, b, c = (jobs.make(name, n, returns=n) for name, n in (("a", 3), ("b", 1), ("c", 2)))
    widgets = [need(exercise, a), want(exercise, b), need(exercise, c)]

    page = await exercise.build_dashboard(widgets)

    assert same(list(page.items()), [("a", 3), ("b", 1), ("c", 2)])
    assert clock.now == 3


async def test_optional_widgets_fail(exercise, jobs, clock):
    """A widget that fails and isn't required shows its fallback; the others show what they loaded.

    `news` fails after 1 s, and its fallback is "no news"; `weather` fails after 2 s, and its
    fallback is None. `user` is required and takes 3 s; `mail` isn't and takes 4 s.
    """
    news = want(exercise, jobs.make("news", takes=1, raises=OSError), "no news")
    weather = want(exercise, jobs.make("weather", takes=2, raises=ValueError), None)
    user = need(exercise, jobs.make("user", takes=3, returns="Ada"))
    mail = want(exercise, jobs.make("mail", takes=4, returns="2 mails"))

    page = await exercise.build_dashboard([news, weather, user, mail])

    assert same(page, {"news": "no news", "weather": None, "user": "Ada", "mail": "2 mails"})
    assert clock.now == 4


async def test_a_fallback_that_is_a_list(exercise, jobs):
    """A fallback may be any value, such as a list.

    `mail` fails, and its fallback is []. `news` shows what it loaded; its fallback is a list, too.
    """
    mail = want(exercise, jobs.make("mail", takes=1, raises=OSError), [])
    news = want(exercise, jobs.make("news", takes=1, returns="rain"), ["no news"])

    page = await exercise.build_dashboard([mail, news])

    assert same(page, {"mail": [], "news": "rain"})


async def test_a_required_widget_fails(exercise, jobs, start, log):
    """When a required widget fails, its exception comes out, the same object, without delay.

    `user` is required and fails after 1 s. `news` isn't, would take 5 s, and needs no time to
    clean up.
    """
    error = OSError("who are you?")
    news, user = jobs.make("news", takes=5), jobs.make("user", takes=1, raises=error)

    call = start("call", exercise.build_dashboard([want(exercise, news), need(exercise, user)]))
    await asyncio.wait([call])

    assert log.of("call") == ["call raised OSError 1"]
    assert same(call.exception(), error)


@pytest.mark.code("cancelled")
async def test_clean_up(exercise, jobs, start, log):
    """Before the exception of a required widget comes out, the others have cleaned up.

    `user` is required and fails at 1 s. `a` isn't, and cleans up for 2 s, till 3 s; `b` is
    required, and cleans up for 1 s, till 2 s.
    """
    user = need(exercise, jobs.make("user", takes=1, raises=OSError))
    a = want(exercise, jobs.make("a", takes=9, cleanup=2))
    b = need(exercise, jobs.make("b", takes=9, cleanup=1))

    await asyncio.wait([start("call", exercise.build_dashboard([a, user, b]))])

    assert not log.times("interrupted"), "a clean-up was cut short by a second `cancel()`"
    assert log.of("call") == ["call raised OSError 3"]
    assert log[4:6] == ["b cancelled 2", "a cancelled 3"]


@pytest.mark.code("cancelled")
async def test_the_caller_is_cancelled(exercise, jobs, start, clock, log):
    """When the call is cancelled, so are the loads, once; it ends when they have cleaned up.

    The call is cancelled at 1 s. `a` isn't required, and cleans up for 2 s, till 3 s; `b` is
    required, and cleans up for 1 s, till 2 s.
    """
    a, b = jobs.make("a", takes=9, cleanup=2), jobs.make("b", takes=9, cleanup=1)
    call = start("call", exercise.build_dashboard([want(exercise, a), need(exercise, b)]))
    await clock.until(1)

    call.cancel()
    await asyncio.wait([call])

    assert not log.times("interrupted"), "a clean-up was cut short by a second `cancel()`"
    assert log.of("call") == ["call cancelled 3"]
    assert log[2:4] == ["b cancelled 2", "a cancelled 3"]


@pytest.mark.code("leaked-task")
@every_cancellation
async def test_cancelled_at_any_moment(exercise, jobs, start, cancel):
    """Whenever the call is cancelled, it ends as cancelled, and nothing is left running.

    Two widgets that aren't required take 1 and 3 s, and a required one takes 2 s; each needs as
    long to clean up. The call is cancelled wherever it waits, in each run of the test at another
    moment; also when only some of the loads have begun.
    """
    a, b, c = (jobs.make(name, takes=n, cleanup=n) for n, name in enumerate("abc", 1))
    widgets = [want(exercise, a), need(exercise, b), want(exercise, c)]

    await cancel(start("call", exercise.build_dashboard(widgets)))

    assert jobs.running == 0, "a load is still running"


async def test_odd_values(exercise, jobs):
    """None, 0 and an exception object that is returned are values like any other.

    Widgets that aren't required show None, 0 and a ValueError; a required one shows an OSError.
    """
    values = {"a": None, "b": 0, "c": ValueError("found in the log")}
    error = OSError("found in the log, too")
    widgets = [want(exercise, jobs.make(name, 1, returns=value)) for name, value in values.items()]

    page = await exercise.build_dashboard([*widgets, need(exercise, jobs.make("d", 1, error))])

    assert same(page, {**values, "d": error})


@every_order
async def test_failures_at_the_same_moment(exercise, jobs, start, log):
    """Of required widgets that fail at the same moment, one exception comes out, and none is lost.

    `a` isn't required and fails after 0.5 s. `b` and `c` are required and fail after 1 s, each with
    an OSError, in every order; `d` is required and would fail after 2 s.
    """
    a = want(exercise, jobs.make("a", takes=0.5, raises=KeyError("a")))
    b, c = (need(exercise, jobs.make(name, takes=1, raises=OSError("no route"))) for name in "bc")
    d = need(exercise, jobs.make("d", takes=2, raises=ValueError("d")))

    await asyncio.wait([start("call", exercise.build_dashboard([a, b, c, d]))])

    assert log.of("call") == ["call raised OSError 1"]


async def test_a_clean_up_fails(exercise, jobs, start, log):
    """What a clean-up raises doesn't come out in place of the first failure, and isn't lost.

    `a`, `b` and `c` are required. `b` fails after 1 s, with an OSError; the others would take 9 s.
    From 1 s on they clean up for 1 s, and then raise ValueError.
    """

    async def fails_in_clean_up():
        try:
            await asyncio.sleep(9)
        finally:
            await asyncio.sleep(1)
            raise ValueError("disk full")

    error = OSError("no route")
    a, c = (exercise.Widget(name, fails_in_clean_up, required=True, fallback=None) for name in "ac")
    b = need(exercise, jobs.make("b", takes=1, raises=error))

    call = start("call", exercise.build_dashboard([a, b, c]))
    await asyncio.wait([call])

    assert log.of("call") == ["call raised OSError 2"]
    assert same(call.exception(), error)


async def test_no_widgets(exercise, clock):
    """Without widgets the page is empty.

    `widgets` is [].
    """
    page = await exercise.build_dashboard([])

    assert same(page, {})
    assert clock.now == 0
