"""Hidden behaviours of reports that come as soon as anything is known."""

from grader.testing import every_cancellation, every_order, same


def checks(jobs, **pages):
    """A `get_status` for pages with one-letter URLs; what it gives, or how long it takes."""
    made = {url: jobs.make(url, **arguments) for url, arguments in pages.items()}

    def get_status(url):
        return made[url]()

    return get_status


def page(takes=1, returns=200, **arguments):
    """What `checks` needs to know of a page."""
    return {"takes": takes, "returns": returns, **arguments}


class Reports:
    """A `report` that notes what it is told, and when; for the URLs in `fails` it raises."""

    def __init__(self, clock, **fails):
        self.clock, self.fails = clock, fails
        self.rows = []

    def __call__(self, url, outcome):
        self.rows.append((float(self.clock.now), url, outcome))
        if url in self.fails:
            raise self.fails[url]


async def test_each_at_its_moment(exercise, jobs, clock):
    """Each page is reported at the moment when its code is known.

    The pages a, b and c take 3, 1 and 2 s, and give 201, 202 and 203. The rows below tell when
    something was reported, the URL, and what came of it.
    """
    get_status, report = (
        checks(jobs, a=page(3, 201), b=page(1, 202), c=page(2, 203)),
        Reports(clock),
    )

    await exercise.report_as_completed(["a", "b", "c"], get_status, report)

    assert same(report.rows, [(1.0, "b", 202), (2.0, "c", 203), (3.0, "a", 201)])


async def test_the_count(exercise, jobs, clock):
    """The call returns how many URLs there were, failed ones included.

    There are 3 pages, one of which fails.
    """
    get_status = checks(jobs, a=page(3), b=page(1, raises=OSError("b")), c=page(2, 404))

    count = await exercise.report_as_completed(["a", "b", "c"], get_status, Reports(clock))

    assert same(count, 3)


async def test_a_failure(exercise, jobs, clock):
    """A check that fails is reported with its exception at that moment, and the others go on.

    b raises OSError at 1 s. a takes 3 s, and c 2 s.
    """
    error, report = OSError("no route"), Reports(clock)
    get_status = checks(jobs, a=page(3), b=page(1, raises=error), c=page(2, 404))

    await exercise.report_as_completed(["a", "b", "c"], get_status, report)

    assert same(report.rows, [(1.0, "b", error), (2.0, "c", 404), (3.0, "a", 200)])


@every_order
async def test_at_the_same_moment(exercise, jobs, clock):
    """Checks that end at the same moment are all reported then, in every order of events.

    a and b take 1 s, and give 201 and 202. c takes 2 s. The order of a and b is left open.
    """
    report = Reports(clock)
    get_status = checks(jobs, a=page(1, 201), b=page(1, 202), c=page(2, 203))

    await exercise.report_as_completed(["a", "b", "c"], get_status, report)

    assert same(sorted(report.rows), [(1.0, "a", 201), (1.0, "b", 202), (2.0, "c", 203)])


async def test_twice(exercise, jobs, clock):
    """A URL that is there twice is reported twice.

    The URLs are a, a and b.
    """
    get_status, report = checks(jobs, a=page(1, 200), b=page(2, 404)), Reports(clock)

    await exercise.report_as_completed(["a", "a", "b"], get_status, report)

    assert same(report.rows, [(1.0, "a", 200), (1.0, "a", 200), (2.0, "b", 404)])


async def test_no_urls(exercise, jobs, clock):
    """Without URLs nothing is reported, and the call returns 0 at once."""
    report = Reports(clock)

    count = await exercise.report_as_completed([], checks(jobs), report)

    assert same((count, report.rows), (0, []))
    assert clock.now == 0


async def test_a_failing_report(exercise, jobs, log, start, clock):
    """If `report` raises, the checks under way are cancelled, and that very exception comes out.

    a, b and c take 3, 1 and 2 s. `report` raises OSError for b, at 1 s.
    """
    error = OSError("the disk is full")
    get_status = checks(jobs, a=page(3), b=page(1), c=page(2))
    report = Reports(clock, b=error)
    call = start("call", exercise.report_as_completed(["a", "b", "c"], get_status, report))

    await clock.until(9)

    assert log.of("call") == ["call raised OSError 1"]
    assert log.of("a")[1:] + log.of("c")[1:] == ["a cancelled 1", "c cancelled 1"]
    assert same(call.exception(), error)


async def test_a_report_that_raises_a_group(exercise, jobs, start, clock):
    """If what `report` raises is a group, that very group comes out, not something that is in it.

    a and b take 3 and 1 s. For b, at 1 s, `report` raises a group of two exceptions.
    """
    error = ExceptionGroup("two mistakes", [ValueError("one"), LookupError("two")])
    get_status, report = checks(jobs, a=page(3), b=page(1)), Reports(clock, b=error)
    call = start("call", exercise.report_as_completed(["a", "b"], get_status, report))

    await clock.until(9)

    assert same(call.exception(), error)


async def test_nothing_after_a_failing_report(exercise, jobs, start, clock):
    """If `report` raises, it isn't called again, neither for that page nor for another one.

    a, b and c take 3, 1 and 2 s. `report` raises OSError for b, at 1 s.
    """
    get_status = checks(jobs, a=page(3), b=page(1), c=page(2))
    report = Reports(clock, b=OSError("the disk is full"))
    start("call", exercise.report_as_completed(["a", "b", "c"], get_status, report))

    await clock.until(9)

    assert same(report.rows, [(1.0, "b", 200)])


@every_order
async def test_failing_reports(exercise, jobs, log, start, clock):
    """If `report` raises for pages that end at the same moment, one exception comes out.

    a and b take 1 s, and `report` raises OSError for both. c takes 3 s. No exception may be lost.
    """
    get_status = checks(jobs, a=page(1), b=page(1), c=page(3))
    report = Reports(clock, a=OSError("a"), b=OSError("b"))
    start("call", exercise.report_as_completed(["a", "b", "c"], get_status, report))

    await clock.until(9)

    assert log.of("call") == ["call raised OSError 1"]
    assert log.of("c") == ["c started 0", "c cancelled 1"]


@every_order
async def test_no_failure_is_lost(exercise, jobs, log, start, clock):
    """If `report` raises, the other checks' exceptions are retrieved, too: none is lost.

    The checks of a and b raise ValueError at 1 s, and `report` raises OSError for whichever of them
    comes first. What the other has raised need not be reported then, but must be retrieved.
    """
    get_status = checks(jobs, a=page(1, raises=ValueError), b=page(1, raises=ValueError))
    report = Reports(clock, a=OSError("a"), b=OSError("b"))
    start("call", exercise.report_as_completed(["a", "b"], get_status, report))

    await clock.until(9)

    assert log.of("call") == ["call raised OSError 1"]


async def test_clean_up(exercise, jobs, log, start, clock):
    """The exception of `report` comes out when the cancelled checks have cleaned up.

    `report` raises OSError at 1 s. a takes 3 s, and 2 s more to clean up. So the call ends at 3 s.
    """
    get_status = checks(jobs, a=page(3, cleanup=2), b=page(1))
    report = Reports(clock, b=OSError("the disk is full"))
    start("call", exercise.report_as_completed(["a", "b"], get_status, report))

    await clock.until(9)

    assert log.of("a") + log.of("call") == ["a started 0", "a cancelled 3", "call raised OSError 3"]


async def test_cancelled(exercise, jobs, log, start, clock):
    """If the call is cancelled, the checks that haven't ended are cancelled at once.

    a, b and c take 4, 1 and 3 s. The call is cancelled at 2 s.
    """
    get_status, report = checks(jobs, a=page(4), b=page(1), c=page(3)), Reports(clock)
    call = start("call", exercise.report_as_completed(["a", "b", "c"], get_status, report))
    await clock.until(2)

    call.cancel()
    await clock.until(9)

    ends = [line for name in "abc" for line in log.of(name)[1:]]
    assert ends == ["a cancelled 2", "b returned 1", "c cancelled 2"]
    assert log.of("call") == ["call cancelled 2"]


@every_cancellation
async def test_cancelled_at_any_moment(exercise, jobs, start, clock, cancel):
    """Whenever the call is cancelled, it ends as cancelled, and no check is left.

    a, b and c take 3, 1 and 2 s, and b fails. Each needs 1 s to clean up.
    """
    failing = page(1, raises=OSError, cleanup=1)
    get_status = checks(jobs, a=page(3, cleanup=1), b=failing, c=page(2, cleanup=1))
    report = Reports(clock)

    await cancel(start("call", exercise.report_as_completed(["a", "b", "c"], get_status, report)))

    assert jobs.running == 0, "a check is still under way"
