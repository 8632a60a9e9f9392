"""Hidden behaviours of handing results on as they come."""

from grader.testing import every_order, same


def noted_in(log):
    """An `on_result` that notes in the log which result arrived, and when."""

    def on_result(value):
        log.add(value if isinstance(value, str) else f"a {type(value).__name__}", "arrived")

    return on_result


def arrivals(log):
    """What was noted."""
    return [line for line in log if " arrived " in line]


async def test_each_at_its_moment(exercise, jobs, log):
    """Each result is handed on at the moment when its job finishes.

    Three coroutines return "a" after 3 s, "b" after 1 s, and "c" after 2 s. The lines below tell
    which result was handed on, and when.
    """
    works = [jobs.make(f"job-{name}", n, name) for name, n in (("a", 3), ("b", 1), ("c", 2))]

    await exercise.stream_results([work() for work in works], noted_in(log))

    assert arrivals(log) == ["b arrived 1", "c arrived 2", "a arrived 3"]


@every_order
async def test_the_order_of_their_ends(exercise, jobs, start):
    """Results are handed on in the order in which the jobs finish, not in that of the list.

    Ten tasks, `t10` to `t1`, take 10 s, 9 s, 8 s, … 1 s: the last one is the first to finish.
    """
    tasks = [start(f"t{n}", jobs.make(f"job-{n}", takes=n, returns=n)()) for n in range(10, 0, -1)]
    values = []

    await exercise.stream_results(tasks, values.append)

    assert same(values, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10])


async def test_all_at_the_same_time(exercise, jobs, clock):
    """All jobs run at the same time, so the call takes as long as the longest of them.

    Ten coroutines take 10 s, 9 s, 8 s, … 1 s.
    """
    works = [jobs.make(f"job-{n}", takes=n) for n in range(10, 0, -1)]

    await exercise.stream_results([work() for work in works], lambda value: None)

    assert clock.now == 10


async def test_how_many(exercise, jobs):
    """The call returns how many jobs there were.

    Three coroutines return "a", None and 0.
    """
    works = [jobs.make(f"job-{value}", takes=1, returns=value) for value in ("a", None, 0)]

    count = await exercise.stream_results([work() for work in works], lambda value: None)

    assert same(count, 3)


async def test_results_that_look_empty(exercise, jobs):
    """None, 0, an empty list and an empty text are results like any other.

    Four coroutines return these, after 1, 2, 3 and 4 s.
    """
    works = [jobs.make(f"job-{n}", n, value) for n, value in enumerate((None, 0, [], ""), 1)]
    values = []

    await exercise.stream_results([work() for work in works], values.append)

    assert same(values, [None, 0, [], ""])


async def test_no_jobs(exercise, clock):
    """Without jobs the call returns 0, at once, and nothing is handed on.

    The list of jobs is empty.
    """
    values = []

    count = await exercise.stream_results([], values.append)

    assert same((count, values), (0, []))
    assert clock.now == 0


async def test_a_task_that_was_done(exercise, jobs, start, clock, log):
    """The result of a task that was done before the call is handed on at once.

    A task is done at 1 s. The call is made at 2 s, with that task and a coroutine that takes 1 s.
    """
    early = start("early", jobs.make("job-early", takes=1, returns="early")())
    await clock.until(2)

    late = jobs.make("job-late", takes=1, returns="late")()
    await exercise.stream_results([early, late], noted_in(log))

    assert arrivals(log) == ["early arrived 2", "late arrived 3"]


@every_order
async def test_at_the_same_moment(exercise, jobs, log):
    """When several jobs finish at the same moment, each of their results is handed on then.

    Three coroutines return "a", "b" and "c" after 1 s. Only the order of these is left open.
    """
    works = [jobs.make(f"job-{name}", takes=1, returns=name) for name in "abc"]

    await exercise.stream_results([work() for work in works], noted_in(log))

    assert sorted(arrivals(log)) == ["a arrived 1", "b arrived 1", "c arrived 1"]
