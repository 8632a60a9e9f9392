"""Hidden behaviours of checking many pages at once."""

from itertools import cycle

from grader.testing import every_cancellation, every_order, same


def checks(jobs, **pages):
    """A `get_status` for pages: for each, by its URL, what it gives, and how long it takes."""
    made = {url: jobs.make(url, **arguments) for url, arguments in pages.items()}

    def get_status(url):
        return made[url]()

    return get_status


def page(takes=1, returns=200, **arguments):
    """What `checks` needs to know of a page."""
    return {"takes": takes, "returns": returns, **arguments}


def told(pairs):
    """The pairs as lines of text, for a learner to read; anything else as it is."""
    if not isinstance(pairs, list) or not all(isinstance(pair, tuple) for pair in pairs):
        return pairs
    return [": ".join(str(each) for each in pair) for pair in pairs]


def in_any_order(pairs):
    """The pairs as lines of text, sorted; anything else as it is."""
    lines = told(pairs)
    return lines if lines is pairs else sorted(lines)


async def test_all_at_once(exercise, jobs, clock):
    """The checks run at the same time, so the call takes as long as the longest of them.

    The pages a, b and c take 3, 1 and 2 s.
    """
    get_status = checks(jobs, a=page(3), b=page(1), c=page(2))

    await exercise.check_all(["a", "b", "c"], get_status)

    assert clock.now == 3


async def test_many_at_once(exercise, jobs, clock):
    """All checks run at the same time, however many there are; none waits for another.

    There are 300 pages, and each takes 1 s. So the call takes 1 s.
    """
    pages = {f"page {n}": page(1) for n in range(300)}

    await exercise.check_all(list(pages), checks(jobs, **pages))

    assert clock.now == 1


async def test_the_pairs(exercise, jobs):
    """The result is a list of pairs: a URL, and the code that came of it.

    The pages a and b give 200 and 404.
    """
    get_status = checks(jobs, a=page(1, 200), b=page(2, 404))

    pairs = await exercise.check_all(["a", "b"], get_status)

    assert same(pairs, [("a", 200), ("b", 404)])


async def test_the_order(exercise, jobs):
    """The pairs stand in the order of the URLs, however long each check takes.

    There are 8 pages. a takes 8 s and gives 101, b 7 s and 102, and so on, till h: 1 s and 108.
    """
    pages = {url: page(8 - n, 101 + n) for n, url in enumerate("abcdefgh")}

    pairs = await exercise.check_all(list("abcdefgh"), checks(jobs, **pages))

    assert same(told(pairs), [f"{url}: {101 + n}" for n, url in enumerate("abcdefgh")])


@every_order
async def test_at_the_same_moment(exercise, jobs, clock):
    """Checks that end at the same moment don't get mixed up, in every order of events.

    There are 4 pages that take 1 s. a gives 101, b 102, and so on.
    """
    pages = {url: page(1, 101 + n) for n, url in enumerate("abcd")}

    pairs = await exercise.check_all(list("abcd"), checks(jobs, **pages))

    assert same(told(pairs), ["a: 101", "b: 102", "c: 103", "d: 104"])


async def test_a_failure(exercise, jobs, clock):
    """A check that fails has its exception in its pair; the others go on to their ends.

    b raises OSError at 1 s. a takes 3 s, and c 2 s. The call returns at 3 s.
    """
    error = OSError("no route")
    get_status = checks(jobs, a=page(3), b=page(1, raises=error), c=page(2, 404))

    pairs = await exercise.check_all(["a", "b", "c"], get_status)

    assert clock.now == 3
    assert same(pairs, [("a", 200), ("b", error), ("c", 404)])


async def test_other_failures(exercise, jobs):
    """An exception of any kind is kept, and more than one, too.

    a raises TimeoutError, b ValueError, and c KeyError, after 3, 1 and 2 s.
    """
    errors = {"a": TimeoutError("a"), "b": ValueError("b"), "c": KeyError("c")}
    takes = {"a": 3, "b": 1, "c": 2}
    get_status = checks(jobs, **{url: page(takes[url], raises=errors[url]) for url in "abc"})

    pairs = await exercise.check_all(["a", "b", "c"], get_status)

    assert same(pairs, list(errors.items()))


async def test_a_group(exercise, jobs):
    """If what a check raises is a group, that very group is in its pair, not something in it.

    There is one page, a, whose check raises a group of two exceptions.
    """
    error = ExceptionGroup("two addresses", [OSError("no route"), TimeoutError("no answer")])

    pairs = await exercise.check_all(["a"], checks(jobs, a=page(raises=error)))

    assert same(pairs, [("a", error)])


async def test_no_urls(exercise, jobs, clock):
    """Without URLs the list is empty, at once."""
    pairs = await exercise.check_all([], checks(jobs))

    assert same(pairs, [])
    assert clock.now == 0


async def test_twice(exercise, jobs):
    """A URL that is there twice has two pairs.

    The URLs are a, a and b.
    """
    get_status = checks(jobs, a=page(1, 200), b=page(2, 404))

    pairs = await exercise.check_all(["a", "a", "b"], get_status)

    assert same(told(pairs), ["a: 200", "a: 200", "b: 404"])


async def test_checked_twice(exercise, jobs, log):
    """A URL that is there twice is checked twice.

    The URLs are a, a and b.
    """
    get_status = checks(jobs, a=page(1), b=page(2))

    await exercise.check_all(["a", "a", "b"], get_status)

    assert sorted(line for line in log if "started" in line) == [
        "a started 0",
        "a started 0",
        "b started 0",
    ]


async def test_each_check_has_its_pair(exercise, jobs):
    """If a URL is there twice, each of its pairs has what came of one of the checks.

    The URLs are a and a. One check takes 1 s and gives 200, the other takes 2 s and gives 503.
    Which of them is the first in the list is left open.
    """
    answers = cycle([jobs.make("a", takes=1, returns=200), jobs.make("a", takes=2, returns=503)])

    pairs = await exercise.check_all(["a", "a"], lambda url: next(answers)())

    assert same(in_any_order(pairs), ["a: 200", "a: 503"])


async def test_cancelled(exercise, jobs, log, start, clock):
    """If the call is cancelled, the checks that haven't ended are cancelled at once.

    a, b and c take 3, 1 and 2 s. The call is cancelled at 1.5 s.
    """
    get_status = checks(jobs, a=page(3), b=page(1), c=page(2))
    call = start("call", exercise.check_all(["a", "b", "c"], get_status))
    await clock.until(1.5)

    call.cancel()
    await clock.until(9)

    ends = [line for name in "abc" for line in log.of(name)[1:]]
    assert ends == ["a cancelled 1.5", "b returned 1", "c cancelled 1.5"]
    assert log.of("call") == ["call cancelled 1.5"]


async def test_clean_up(exercise, jobs, log, start, clock):
    """A cancelled call ends when the checks have cleaned up.

    a takes 3 s, and 2 s more to clean up. The call is cancelled at 1 s, so it ends at 3 s.
    """
    get_status = checks(jobs, a=page(3, cleanup=2), b=page(3))
    call = start("call", exercise.check_all(["a", "b"], get_status))
    await clock.until(1)

    call.cancel()
    await clock.until(9)

    assert log.of("a") + log.of("call") == ["a started 0", "a cancelled 3", "call cancelled 3"]


@every_cancellation
async def test_cancelled_at_any_moment(exercise, jobs, start, cancel):
    """Whenever the call is cancelled, it ends as cancelled, and no check is left.

    a, b and c take 3, 1 and 2 s, and b fails. Each needs 1 s to clean up.
    """
    failing = page(1, raises=OSError, cleanup=1)
    get_status = checks(jobs, a=page(3, cleanup=1), b=failing, c=page(2, cleanup=1))

    await cancel(start("call", exercise.check_all(["a", "b", "c"], get_status)))

    assert jobs.running == 0, "a check is still under way"
