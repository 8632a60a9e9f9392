"""Hidden behaviours of a blocking function beside the loop."""

import asyncio
import threading
import time
from contextvars import ContextVar

from grader.testing import same

LANGUAGE = ContextVar("language", default="none")


async def test_in_another_thread(exercise):
    """The function runs in another thread than the event loop's.

    The function says in which thread it runs.
    """
    of_the_loop = threading.get_ident()

    def where():
        return "the loop's" if threading.get_ident() == of_the_loop else "another"

    assert same(await exercise.call_blocking(where), "another")


async def test_the_loop_goes_on(exercise, clock):
    """While the function waits, the event loop goes on; the result comes out at once.

    The function is `event.wait(5)`; a timer of the event loop sets the event at 2.375 s, so that the
    wait ends, with True. (Where the loop stands still, the wait ends by itself at 5 s, with False.)
    """
    event = threading.Event()
    asyncio.get_running_loop().call_later(2.375, event.set)

    found = await exercise.call_blocking(event.wait, 5)

    assert same((found, float(clock.now)), (True, 2.375))


async def test_arguments(exercise):
    """Positional and keyword arguments arrive, in a single call of the function.

    The function is called with 1, 2 and `unit="m"`, and returns what it was given.
    """
    calls = []

    def measure(*args, **kwargs):
        calls.append([*args, kwargs])
        return [*args, kwargs]

    found = await exercise.call_blocking(measure, 1, 2, unit="m")

    assert same(found, [1, 2, {"unit": "m"}])
    assert calls == [[1, 2, {"unit": "m"}]]


async def test_a_failure(exercise):
    """What the function raises comes out, the same object.

    The function raises OSError.
    """
    error = OSError("no such device")

    def fail():
        raise error

    call = exercise.call_blocking(fail)
    [outcome] = await asyncio.gather(call, return_exceptions=True)

    assert same(outcome, error)


async def test_context_variables(exercise):
    """The function sees the context variables as the caller has set them.

    The caller sets a variable to 'eo' before the call; its default is 'none'.
    """
    LANGUAGE.set("eo")

    found = await exercise.call_blocking(LANGUAGE.get)

    assert same(found, "eo")


async def test_three_at_once(exercise, clock):
    """Several calls run at the same time.

    Three calls of `time.sleep(2.375)` at once take 2.375 s together, not three times as long.
    """
    calls = [exercise.call_blocking(time.sleep, 2.375) for _ in range(3)]

    await asyncio.gather(*calls)

    assert clock.now == 2.375
