"""Hidden behaviours of a function applied to many items, a few at a time."""

import asyncio

import pytest

from grader.testing import every_cancellation, every_order, same


def make_calls(jobs, **calls):
    """A function of items that are letters: what is said of each are the arguments of its job."""
    made = {name: jobs.make(name, **arguments) for name, arguments in calls.items()}

    def func(name):
        return made[name](name)

    return func


async def test_in_their_order(exercise, jobs):
    """The results have the order of the items, whichever call ends first.

    Four calls take 3, 1, 2 and 0.5 s; the limit is 4.
    """
    takes = iter([3, 1, 2, 0.5])
    calls = {name: {"takes": next(takes), "returns": str.upper} for name in "abcd"}

    results = await exercise.map_limited(make_calls(jobs, **calls), "abcd", 4)

    assert same(results, ["A", "B", "C", "D"])


@every_order
async def test_the_limit(exercise, jobs, clock):
    """As many calls run at the same time as are allowed, no more and no fewer, in every order.

    10 items of 2.375 s each; the limit is 3. They run three at a time, the last one until 9.5 s.
    """
    func = jobs.make("call", takes=2.375)

    await exercise.map_limited(func, range(10), 3)

    assert jobs.peak == 3
    assert clock.now == 9.5


async def test_a_free_place(exercise, jobs, start, log):
    """As soon as a call has returned, the next item's call begins.

    The calls take 1, 3, 1, 1, 2 and 1 s; the limit is 2. So the calls begin at 0, 0, 1, 2, 3 and
    3 s, and all is done at 5 s.
    """
    takes = iter([1, 3, 1, 1, 2, 1])
    func = make_calls(jobs, **{name: {"takes": next(takes)} for name in "abcdef"})

    await asyncio.wait([start("map", exercise.map_limited(func, "abcdef", 2))])

    begun = [line for line in log if "started" in line]
    first = ["a started 0", "b started 0", "c started 1", "d started 2"]
    assert begun == [*first, "e started 3", "f started 3"]
    assert log.of("map") == ["map returned 5"]


async def test_a_failure(exercise, jobs, start, clock, log):
    """When a call fails, the others are cancelled at once, and that very exception comes out.

    a, c, d and e take 5 s; b fails after 2 s. The limit is 3: a and c are cancelled at 2 s, and e
    isn't begun.
    """
    error, slow = OSError("no route"), {"takes": 5}
    func = make_calls(jobs, a=slow, b={"takes": 2, "raises": error}, c=slow, d=slow, e=slow)
    call = start("map", exercise.map_limited(func, "abcde", 3))

    await clock.until(20)

    assert log.of("map") == ["map raised OSError 2"]
    assert log.of("a") + log.of("c")[1:] == ["a started 0", "a cancelled 2", "c cancelled 2"]
    assert log.of("e") == []
    assert same(call.exception(), error)


@pytest.mark.code("cancelled")
async def test_clean_up(exercise, jobs, start, clock, log):
    """The exception comes out when the cancelled calls have cleaned up; they do so together.

    b fails at 2 s. a cleans up for 2 s, till 4 s, and c for 1 s, till 3 s. The limit is 3.
    """
    a, b, c = (
        {"takes": 9, "cleanup": 2},
        {"takes": 2, "raises": OSError},
        {"takes": 9, "cleanup": 1},
    )
    start("map", exercise.map_limited(make_calls(jobs, a=a, b=b, c=c), "abc", 3))

    await clock.until(20)

    assert not log.times("interrupted"), "a clean-up was cut short by a second `cancel()`"
    assert log.of("map") == ["map raised OSError 4"]
    assert log.of("a")[1:] + log.of("c")[1:] == ["a cancelled 4", "c cancelled 3"]


@every_order
async def test_failures_at_the_same_moment(exercise, jobs, start, log):
    """When calls fail at the same moment, one exception comes out, and none is lost.

    a and b fail at 1 s, in every order of events; c takes 5 s. The limit is 3. The exception that
    doesn't come out has to be retrieved.
    """
    calls = {name: {"takes": 1, "raises": OSError(name)} for name in "ab"}
    func = make_calls(jobs, **calls, c={"takes": 5})

    await asyncio.wait([start("map", exercise.map_limited(func, "abc", 3))])

    assert log.of("map") == ["map raised OSError 1"]
    assert jobs.running == 0, "a call is still running"


async def test_no_items(exercise, jobs, clock):
    """Without items the list is empty.

    `items` is [], the limit 3.
    """
    results = await exercise.map_limited(jobs.make("call"), [], 3)

    assert same(results, [])
    assert clock.now == 0


async def test_an_iterator(exercise, jobs):
    """The items may come from an iterator, which has no length and is gone through once.

    A generator yields 1, 2 and 3; the limit is 5.
    """
    func = jobs.make("call", returns=abs)

    results = await exercise.map_limited(func, (n for n in (1, 2, 3)), 5)

    assert same(results, [1, 2, 3])


async def test_items_that_are_equal(exercise, jobs):
    """Each item has a call and a result of its own, though items are equal and can't be hashed.

    The items are three empty lists; the limit is 1. The calls return 1, 2 and 3.
    """
    numbers = iter([1, 2, 3])
    func = jobs.make("call", takes=1, returns=lambda item: next(numbers))

    results = await exercise.map_limited(func, [[], [], []], 1)

    assert same(results, [1, 2, 3])


@every_order
async def test_two_at_once(exercise, jobs, start, log):
    """Each call of `map_limited` has a limit of its own.

    Two calls with a limit of 1 begin at 0 s, each with 3 items of 1 s: both are done at 3 s.
    """
    one, two = (jobs.make(name, takes=1) for name in ("one", "two"))

    first = start("first", exercise.map_limited(one, "abc", 1))
    second = start("second", exercise.map_limited(two, "abc", 1))
    await asyncio.wait([first, second])

    assert log.of("first") + log.of("second") == ["first returned 3", "second returned 3"]


async def test_the_caller_is_cancelled(exercise, jobs, start, clock, log):
    """When `map_limited` is cancelled, so are the calls under way, and no item is begun later.

    Four items of 9 s; the limit is 2. The cancellation comes at 1 s, and all has ended then.
    """
    func = make_calls(jobs, **{name: {"takes": 9} for name in "abcd"})
    call = start("map", exercise.map_limited(func, "abcd", 2))
    await clock.until(1)

    call.cancel()
    await clock.until(20)

    assert log.of("map") == ["map cancelled 1"]
    assert log.of("a")[1:] + log.of("b")[1:] == ["a cancelled 1", "b cancelled 1"]
    assert max(log.times("started")) <= 1


@pytest.mark.code("leaked-task")
@every_cancellation
async def test_cancelled_at_any_moment(exercise, jobs, start, clock, cancel):
    """Whenever `map_limited` is cancelled, it ends as cancelled, and no call is left running.

    Five items of 1 to 3 s; the limit is 2. It is cancelled wherever it waits, in each run of the
    test at another moment.
    """
    takes = iter([1, 3, 1, 2, 1])
    func = make_calls(jobs, **{name: {"takes": next(takes), "cleanup": 1} for name in "abcde"})
    call = start("map", exercise.map_limited(func, "abcde", 2))

    await cancel(call)

    assert jobs.running == 0, "a call is still running"
