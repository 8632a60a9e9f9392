"""Hidden behaviours of a greeting made of fetched values."""

import asyncio

from grader.testing import same


async def test_the_greeting(exercise, jobs, clock):
    """The greeting is made of the fetched name and title, written once, and returned.

    The name 'Ada' takes 1 s, then the title 'Dr' takes 2 s.
    """
    lines = []
    fetch_name = jobs.make("fetch_name", takes=1, returns="Ada")
    fetch_title = jobs.make("fetch_title", takes=2, returns="Dr")

    greeting = await exercise.greet(fetch_name, fetch_title, lines.append)

    assert same((greeting, lines), ("Hello Dr Ada", ["Hello Dr Ada"]))
    assert clock.now == 3


async def test_the_title_for_a_name(exercise, jobs):
    """The title is asked for with the name itself, once the name is there.

    The name is 'Ada'; the title depends on it.
    """
    fetch_name = jobs.make("fetch_name", takes=1, returns="Ada")
    fetch_title = jobs.make("fetch_title", returns="Dr")

    await exercise.greet(fetch_name, fetch_title, print)

    assert same(fetch_title.calls, [("Ada",)])


async def test_no_title(exercise, jobs):
    """If the title can't be fetched, that exception comes out, and nothing is written.

    The name is there after 1 s; `fetch_title` raises OSError.
    """
    error, lines = OSError("no signal"), []
    fetch_name = jobs.make("fetch_name", takes=1, returns="Ada")
    fetch_title = jobs.make("fetch_title", takes=1, raises=error)

    call = exercise.greet(fetch_name, fetch_title, lines.append)
    [outcome] = await asyncio.gather(call, return_exceptions=True)

    assert same((outcome, lines), (error, []))


async def test_no_name(exercise, jobs):
    """If the name can't be fetched, that exception comes out, and no title is asked for.

    `fetch_name` raises OSError after 1 s.
    """
    error, lines = OSError("no signal"), []
    fetch_name = jobs.make("fetch_name", takes=1, raises=error)
    fetch_title = jobs.make("fetch_title", returns="Dr")

    call = exercise.greet(fetch_name, fetch_title, lines.append)
    [outcome] = await asyncio.gather(call, return_exceptions=True)

    assert same((outcome, lines, fetch_title.calls), (error, [], []))


async def test_a_name_known_before(exercise, jobs):
    """What `fetch_name` returns need not be a coroutine: any awaitable will do.

    `fetch_name` is a plain function; it returns a Future that already has the result 'Ada'.
    """
    known, lines = asyncio.get_running_loop().create_future(), []
    known.set_result("Ada")
    fetch_title = jobs.make("fetch_title", takes=1, returns="Dr")

    await exercise.greet(lambda: known, fetch_title, lines.append)

    assert same(lines, ["Hello Dr Ada"])
