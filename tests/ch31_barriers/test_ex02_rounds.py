"""Hidden behaviours of work in rounds, each of which begins with the result of the one before."""

import asyncio

import pytest

from grader.testing import every_cancellation, every_order, same


def computing(jobs, unit=1, **each):
    """A `compute` whose worker n takes n + 1 units of time, and returns `(prev or 0) + n`.

    `each` has other arguments for the job of one worker in one round: `w1r1={"raises": error}`.
    """

    def compute(worker, number, prev):
        arguments = {"takes": unit * (worker + 1), "returns": (prev or 0) + worker}
        name = f"w{worker}r{number}"
        return jobs.make(name, **(arguments | each.get(name, {})))(worker, number, prev)

    return compute


def reducing(jobs, takes=2, **arguments):
    """A `reduce` that returns the sum, after 2 s."""
    return jobs.make("reduce", takes, lambda _number, values: sum(values), **arguments)


@every_order
async def test_one_reduce_a_round(exercise, jobs, start, clock):
    """In each round there is one `reduce`, and it is told the number of the round.

    3 workers take 1, 2 and 3 s; 3 rounds; `reduce` takes 2 s.
    """
    reduce = reducing(jobs)
    start("call", exercise.run_rounds(3, 3, computing(jobs), reduce))

    await clock.until(50)

    numbers = [call[0] for call in reduce.calls]
    assert same(numbers, [0, 1, 2])


@every_order
async def test_one_after_the_other(exercise, jobs, start, clock, log):
    """A round begins when the `reduce` before it has returned: not sooner, and not later.

    3 workers take 1, 2 and 3 s; 2 rounds; `reduce` takes 2 s, from 3 till 5 s and from 8 till 10 s.
    """
    start("call", exercise.run_rounds(3, 2, computing(jobs), reducing(jobs)))

    await clock.until(50)

    first = sorted(line for line in log if "r0 started" in line)
    second = sorted(line for line in log if "r1 started" in line)
    assert first == ["w0r0 started 0", "w1r0 started 0", "w2r0 started 0"]
    assert second == ["w0r1 started 5", "w1r1 started 5", "w2r1 started 5"]
    reduces = ["reduce started 3", "reduce returned 5", "reduce started 8", "reduce returned 10"]
    assert log.of("reduce") + log.of("call") == [*reduces, "call returned 10"]


@every_order
async def test_results(exercise, jobs, start):
    """Every worker of a round is handed what the last `reduce` returned; all of these come out.

    3 workers; 2 rounds. Worker n returns n in round 0, and prev + n in round 1; `reduce` returns
    the sum: 3 in round 0, and 12 in round 1.
    """
    compute = jobs.make("w", takes=1, returns=lambda worker, _number, prev: (prev or 0) + worker)

    results = await exercise.run_rounds(3, 2, compute, reducing(jobs))

    handed = [call[2] for call in compute.calls]
    assert same(handed, [None, None, None, 3, 3, 3])
    assert same(results, [3, 12])


@every_order
async def test_empty_results(exercise, jobs):
    """A result of `reduce` that counts as false is handed on like any other.

    2 workers; 3 rounds; `reduce` returns 0, "" and an empty list.
    """
    empty, compute = [0, "", []], jobs.make("w", takes=1)
    reduce = jobs.make("reduce", 1, lambda number, _values: empty[number])

    results = await exercise.run_rounds(2, 3, compute, reduce)

    handed = [call[2] for call in compute.calls]
    assert same(handed, [None, None, 0, 0, "", ""])
    assert same(results, [0, "", []])


@every_order
async def test_values(exercise, jobs, log):
    """`reduce` gets a list of all values of its round, in the order of the workers.

    4 workers take 3, 1, 4 and 2 s; 2 rounds; they return "r0w0", "r0w1", and so on.
    """
    seen, takes = [], [3, 1, 4, 2]

    async def compute(worker, number, _prev):
        await asyncio.sleep(takes[worker])
        return f"r{number}w{worker}"

    await exercise.run_rounds(4, 2, compute, jobs.make("r", 1, lambda *given: seen.append(given)))

    assert same(list(seen[0][1]), ["r0w0", "r0w1", "r0w2", "r0w3"])
    assert same(list(seen[1][1]), ["r1w0", "r1w1", "r1w2", "r1w3"])


@every_order
async def test_a_compute_fails(exercise, jobs, start, clock, log):
    """When a `compute` fails, the others are cancelled at once, and that very exception comes out.

    3 workers take 1, 2 and 3 s; 3 rounds; `reduce` takes 2 s. In round 1, which begins at 5 s,
    worker 1 fails, at 7 s. Worker 0 would need 9 s there; it is cancelled, and so is worker 2.
    """
    error = OSError("no route")
    compute = computing(jobs, w0r1={"takes": 9}, w1r1={"raises": error})
    call = start("call", exercise.run_rounds(3, 3, compute, reducing(jobs)))

    await clock.until(50)

    assert sorted(log[-4:-1]) == ["w0r1 cancelled 7", "w1r1 raised OSError 7", "w2r1 cancelled 7"]
    assert log[-1] == "call raised OSError 7"
    assert same(call.exception(), error)


async def test_an_exception_group(exercise, jobs, start, clock):
    """An exception group that a `compute` raises comes out as it is.

    There are 3 workers. In round 0 worker 1 raises a group of two exceptions.
    """
    error = ExceptionGroup("twice", [OSError("no route"), ValueError("no number")])
    compute = computing(jobs, w1r0={"raises": error})
    call = start("call", exercise.run_rounds(3, 3, compute, reducing(jobs)))

    await clock.until(50)

    assert same(call.exception(), error)


@every_order
async def test_a_reduce_fails(exercise, jobs, start, clock, log):
    """When `reduce` fails, that very exception comes out, and no further round begins.

    3 workers take 1, 2 and 3 s; 3 rounds; `reduce` fails in round 0, at 5 s.
    """
    error = OSError("no space")
    reduce = reducing(jobs, raises=error)
    call = start("call", exercise.run_rounds(3, 3, computing(jobs), reduce))

    await clock.until(50)

    assert log[-3:] == ["reduce started 3", "reduce raised OSError 5", "call raised OSError 5"]
    assert same(call.exception(), error)


@pytest.mark.code("cancelled")
@every_order
async def test_clean_up(exercise, jobs, start, clock, log):
    """The exception comes out when the computations that were cancelled have cleaned up.

    3 workers; worker 0 fails at 1 s, and the others clean up for 2 s and 1 s, till 3 s and 2 s.
    """
    others = {"w1r0": {"takes": 9, "cleanup": 2}, "w2r0": {"takes": 9, "cleanup": 1}}
    compute = computing(jobs, w0r0={"raises": OSError("no route")}, **others)
    start("call", exercise.run_rounds(3, 3, compute, reducing(jobs)))

    await clock.until(50)

    assert not log.times("interrupted"), "a clean-up was cut short by a second `cancel()`"
    assert log[-3:] == ["w2r0 cancelled 2", "w1r0 cancelled 3", "call raised OSError 3"]


@every_order
async def test_a_single_worker(exercise, jobs, clock):
    """A single worker works in rounds like many.

    1 worker, which takes 1 s and returns prev, or 0 in round 0; 2 rounds; `reduce` takes 2 s.
    """
    results = await exercise.run_rounds(1, 2, computing(jobs), reducing(jobs))

    assert same(results, [0, 0])
    assert clock.now == 6


@every_order
async def test_no_rounds(exercise, jobs, start, clock, log):
    """For 0 rounds the list is empty, and nothing is called.

    3 workers, 0 rounds.
    """
    call = start("call", exercise.run_rounds(3, 0, computing(jobs), reducing(jobs)))

    await clock.until(9)

    assert log == ["call returned 0"]
    assert same(call.result(), [])


@every_order
async def test_in_any_order(exercise, jobs, clock):
    """Rounds don't run into each other, in every order of events.

    3 workers, all of which take 1 s; 3 rounds; `reduce` takes 1 s. The values of a round come to
    3, then 12, then 39.
    """
    compute = jobs.make("w", takes=1, returns=lambda worker, _number, prev: (prev or 0) + worker)

    results = await exercise.run_rounds(3, 3, compute, reducing(jobs, takes=1))

    assert same([call[1] for call in compute.calls], [0, 0, 0, 1, 1, 1, 2, 2, 2])
    assert same(results, [3, 12, 39])
    assert clock.now == 6


@pytest.mark.code("leaked-task")
@every_order
async def test_all_fail_at_once(exercise, jobs, start, log):
    """When computations fail at the same moment, one exception comes out, and none is lost.

    3 workers fail at 1 s, a fourth one takes 2 s, in every order of events. Exceptions that don't
    come out have to be retrieved.
    """
    failing = {f"w{n}r0": {"takes": 1, "raises": OSError(n)} for n in range(3)}
    compute = computing(jobs, **failing, w3r0={"takes": 2})

    await asyncio.wait([start("call", exercise.run_rounds(4, 2, compute, reducing(jobs)))])

    assert log.of("call") == ["call raised OSError 1"]
    assert jobs.running == 0, "a computation is still running"


@pytest.mark.code("leaked-task")
@every_cancellation
async def test_cancelled_at_any_moment(exercise, jobs, start, cancel):
    """Whenever the call is cancelled, it ends as cancelled, and nothing of it is left running.

    3 workers take 1, 2 and 3 s, and 1 s to clean up; 2 rounds; `reduce` takes 2 s, and 1 s to clean
    up. The call is cancelled wherever it waits, in each run of the test at another moment.
    """
    slow = {f"w{n}r{m}": {"cleanup": 1} for n in range(3) for m in range(2)}
    compute, reduce = computing(jobs, **slow), reducing(jobs, cleanup=1)
    call = start("call", exercise.run_rounds(3, 2, compute, reduce))

    await cancel(call)

    assert jobs.running == 0, "a computation, or a `reduce`, is still running"
