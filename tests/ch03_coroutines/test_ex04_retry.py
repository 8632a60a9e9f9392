"""Hidden behaviours of trying again."""

import pytest

from grader.testing import every_cancellation, same


def make_func(jobs, *errors):
    """Each call takes no time; the first ones raise these errors, the others return "page"."""
    endings = [*errors]

    def end(*args):
        if endings:
            raise endings.pop(0)
        return "page"

    return jobs.make("func", takes=None, returns=end)


async def test_success_at_once(exercise, jobs, clock):
    """When the first attempt succeeds, its result comes back, and there is no other one.

    The arguments for `func` are 1 and 2.
    """
    func = make_func(jobs)

    result = await exercise.retry(func, 1, 2)

    assert same(result, "page")
    assert func.calls == [(1, 2)]
    assert clock.now == 0


async def test_a_result_of_none(exercise, jobs):
    """An attempt that gives None has succeeded, and there is no other one.

    The first attempt gives None. Another one would give "page".
    """
    results = [None, "page", "page"]
    func = jobs.make("func", takes=None, returns=lambda: results.pop(0))

    result = await exercise.retry(func)

    assert len(func.calls) == 1
    assert same(result, None)


async def test_two_failures(exercise, jobs, log):
    """After a failure, and a pause, comes another attempt.

    The first attempt raises OSError, the second one ConnectionError, which is a subclass of it, and
    the third one succeeds; `pause` is 0.5. So attempts begin at 0, 0.5 and 1 s.
    """
    func = make_func(jobs, OSError("no route"), ConnectionError("no answer"))

    result = await exercise.retry(func, 1, 2, pause=0.5)

    starts = [line for line in log if "started" in line]
    assert same(result, "page")
    assert starts == ["func started 0", "func started 0.5", "func started 1"]
    assert func.calls == [(1, 2)] * 3


async def test_two_failures_of_another_kind(exercise, jobs):
    """What is in `retry_on` leads to another attempt each time.

    `retry_on` is (ValueError,). The first two attempts raise ValueError, the third one succeeds.
    """
    func = make_func(jobs, ValueError("no page"), ValueError("no page"))

    result = await exercise.retry(func, retry_on=(ValueError,))

    assert same(result, "page")
    assert len(func.calls) == 3


async def test_no_pause(exercise, jobs, clock):
    """A pause of 0 s takes no time.

    `pause` is 0. The first attempt raises OSError, the second one succeeds.
    """
    func = make_func(jobs, OSError("no route"))

    result = await exercise.retry(func, pause=0)

    assert same(result, "page")
    assert clock.now == 0


async def test_failures_only(exercise, jobs, clock):
    """When the last attempt fails, its exception comes out, at once.

    All three attempts raise an OSError of their own; the pauses take 1 s. The third one fails at
    2 s. A fourth one would fail, too.
    """
    errors = [OSError(f"no {what}") for what in ("route", "answer", "time", "hope")]
    func = make_func(jobs, *errors)

    with pytest.raises(OSError, match="no ") as caught:
        await exercise.retry(func)

    assert same(caught.value, errors[2])
    assert len(func.calls) == 3
    assert clock.now == 2


async def test_another_kind_of_error(exercise, jobs):
    """An exception that isn't in `retry_on` comes out at once.

    The first attempt raises ValueError; only OSErrors are to be tried again.
    """
    error = ValueError("no such page")
    func = make_func(jobs, error)

    with pytest.raises(ValueError, match="no such page") as caught:
        await exercise.retry(func)

    assert same(caught.value, error)
    assert len(func.calls) == 1


@every_cancellation
async def test_cancelled(exercise, jobs, start, cancel):
    """A cancellation is no failure: it ends the call, whatever is in `retry_on`.

    Each attempt raises OSError after 1 s, and the pauses take 1 s; `retry_on` is (Exception,). The
    call is cancelled once, wherever it waits: during an attempt, or during a pause.
    """
    func = jobs.make("func", takes=1, raises=OSError("no route"))
    call = start("call", exercise.retry(func, retry_on=(Exception,)))

    await cancel(call)

    assert jobs.running == 0


async def test_no_attempts(exercise, jobs):
    """Fewer attempts than one are a ValueError.

    `attempts` is 0.
    """
    func = make_func(jobs)

    with pytest.raises(ValueError, match=r".*"):
        await exercise.retry(func, attempts=0)

    assert func.calls == []


async def test_less_than_no_attempts(exercise, jobs):
    """A negative number of attempts is a ValueError, too.

    `attempts` is -1.
    """
    func = make_func(jobs)

    with pytest.raises(ValueError, match=r".*"):
        await exercise.retry(func, attempts=-1)

    assert func.calls == []


async def test_one_attempt(exercise, jobs, clock):
    """With one attempt, there is no second one, and no pause.

    `attempts` is 1, and the attempt raises OSError.
    """
    error = OSError("no route")
    func = make_func(jobs, error)

    with pytest.raises(OSError, match="no route") as caught:
        await exercise.retry(func, attempts=1, pause=5)

    assert same(caught.value, error)
    assert clock.now == 0
