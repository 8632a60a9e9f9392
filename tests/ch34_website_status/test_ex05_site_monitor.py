"""Hidden behaviours of a monitor of pages, with real connections."""

import asyncio
import socket
from contextlib import aclosing

import pytest

from grader.testing import every_cancellation, same

pytestmark = pytest.mark.manual_clock

SAYS = {
    "ok": b"HTTP/1.1 200 OK\r\n",
    "missing": b"HTTP/1.1 404 Not Found\r\n",
    "bad": b"220 smtp ready\r\n",
    "held": b"HTTP/1.1 200 OK\r\n",
}


class Site:
    """A server, and a `get_status` that asks it for pages such as "ok 1", over real connections.

    The first word of a page says how it is answered: see `SAYS`; "held" only when `let_go` is set;
    "silent" never; "dead" is at a port where nobody listens, "away" at a host that there isn't.
    """

    def __init__(self, exercise, peers):
        self.exercise, self.peers = exercise, peers
        self.let_go = asyncio.Event()
        self.under_way = self.peak = 0

    async def open(self):
        self.server = await self.peers.serve(self.serve)
        return self

    async def serve(self, peer):
        page = (await peer.readline()).decode().strip().partition(" ")[0]
        if page == "held":
            await self.let_go.wait()
        if page in SAYS:
            await peer.send(SAYS[page])
        await peer.ended()
        await peer.close()

    async def get_status(self, page):
        self.under_way += 1
        self.peak = max(self.peak, self.under_way)
        try:
            return await self.ask(page)
        finally:
            self.under_way -= 1

    async def ask(self, page):
        if page == "away":
            raise socket.gaierror(socket.EAI_NONAME, "no such host")
        port = self.peers.refusing_port() if page == "dead" else self.server.port
        reader, writer = await self.peers.open_connection(self.server.host, port)
        try:
            writer.write(page.encode() + b"\n")
            words = (await reader.readline()).split()
            if not words or not words[0].startswith(b"HTTP/"):
                raise self.exercise.BadResponse(page)
            return int(words[1])
        finally:
            writer.close()
            await writer.wait_closed()

    def check(self, *pages, limit=2, timeout=8):
        """The generator under test."""
        return self.exercise.check_sites(pages, self.get_status, limit=limit, timeout=timeout)


@pytest.fixture
async def site(exercise, peers):
    """A server, and a `get_status` that asks it."""
    return await Site(exercise, peers).open()


def on_the_clock(jobs, **pages):
    """A `get_status` without connections, for pages that take as long as is said here."""
    made = {url: jobs.make(url, returns=200, **arguments) for url, arguments in pages.items()}

    def get_status(url):
        return made[url]()

    return get_status


async def collect(reports, log=None):
    """All reports, up to 20; each is noted when it comes, if there is a log."""
    found = []
    async with aclosing(reports):
        async for report in reports:
            found.append(report)
            if log is not None:
                log.add(report.url, "reported")
            if len(found) == 20:
                break
    return found


def told(reports):
    """The reports as lines of text, in the order of their URLs."""
    return sorted("{}: {}, {}".format(*report) for report in reports)


async def test_the_kinds(site):
    """Each page has a report that says what came of it.

    There are pages with 200 and 404, one whose server doesn't speak HTTP, one at a port where
    nobody listens, and one at a host whose name isn't known (socket.gaierror). The limit is 2. The
    lines below are URL, kind and status.
    """
    reports = await collect(site.check("ok", "missing", "bad", "dead", "away"))

    lines = [
        "away: unreachable, None",
        "bad: bad-response, None",
        "dead: unreachable, None",
        "missing: ok, 404",
        "ok: ok, 200",
    ]
    assert same(told(reports), lines)


async def test_twice(site):
    """A URL that is there twice has two reports.

    The pages are "ok", "missing" and "ok".
    """
    reports = await collect(site.check("ok", "missing", "ok"))

    assert same(told(reports), ["missing: ok, 404", "ok: ok, 200", "ok: ok, 200"])


async def test_no_urls(site):
    """Without URLs there are no reports."""
    reports = await collect(site.check())

    assert same(reports, [])


@pytest.mark.code("overlap")
async def test_the_limit(site, start, clock):
    """As many checks are under way as are allowed, no more and no fewer.

    The server holds back its answers to 9 pages; the limit is 3. It has 3 connections then. When it
    lets them go, all 9 are reported, and never were there more than 3.
    """
    call = start("call", collect(site.check(*[f"held {n}" for n in range(9)], limit=3)))
    await clock.settle()

    held = len(site.server.open)
    site.let_go.set()
    reports = await call

    assert (held, site.peak, len(reports)) == (3, 3, 9)


async def test_the_order_of_the_urls(site, start, clock):
    """The checks begin in the order of the URLs.

    The limit is 1, and there are 5 pages. What the server was asked for is looked at.
    """
    pages = ["ok 3", "ok 1", "missing 4", "ok 5", "bad 2"]

    await collect(site.check(*pages, limit=1))

    assert [peer.received.decode().strip() for peer in site.server.peers] == pages


async def test_the_next_begins(site, start, clock):
    """As soon as a check has ended, the next one begins, whatever the others do.

    The first page is never answered, 4 others are at once. The limit is 2. The timeout isn't over
    yet when the pages are counted that the server has been asked for.
    """
    call = start("call", collect(site.check("silent", *["ok"] * 4)))
    await clock.settle()

    asked = len(site.server.peers)
    call.cancel()
    await asyncio.wait([call])

    assert asked == 5


async def test_the_next_ones_begin(exercise, jobs, start, clock, log):
    """If several checks end at the same moment, as many begin, if so many are left.

    The limit is 2. Pages a and b take 1 s, so c and d begin at 1 s. These take 3 s. The consumer
    does nothing but wait for reports.
    """
    pages = {"a": 1, "b": 1, "c": 3, "d": 3}
    get_status = on_the_clock(jobs, **{url: {"takes": time} for url, time in pages.items()})
    start("call", collect(exercise.check_sites(list("abcd"), get_status, limit=2, timeout=8)))

    await clock.settle()
    await clock.advance(60)

    assert log.of("c")[:1] + log.of("d")[:1] == ["c started 1", "d started 1"]


async def test_a_slow_one_is_overtaken(site, start, clock, log):
    """A page that is never answered holds up no report on another one.

    The first page is never answered, 4 others are at once. The limit is 2, and the timeout 8 s. The
    lines below tell when a page was reported.
    """
    call = start("call", collect(site.check("silent", *["ok"] * 4), log))
    await clock.settle()

    await clock.advance(60)
    await asyncio.wait([call])

    assert log == [*["ok reported 0"] * 4, "silent reported 8", "call returned 8"]


async def test_a_timeout(site, start, clock):
    """A page that isn't answered in time is reported as "timeout".

    The page is never answered. The timeout is 8 s.
    """
    call = start("call", collect(site.check("silent")))
    await clock.settle()
    await clock.advance(8)

    reports = await call

    assert same(told(reports), ["silent: timeout, None"])


async def test_each_has_its_time(site, start, clock, log):
    """The time of a check counts from when that check has begun.

    There are 3 pages that are never answered. The limit is 1, and the timeout 8 s: so they are
    given up at 8, 16 and 24 s, and the server has been asked for each of them.
    """
    call = start("call", collect(site.check("silent 1", "silent 2", "silent 3", limit=1), log))
    for _ in range(3):
        await clock.settle()
        await clock.advance(8)
    await asyncio.wait([call])

    times = list(map(float, log.times("reported")))
    asked = [peer.received for peer in site.server.peers]
    assert times == [8.0, 16.0, 24.0]
    assert asked == [b"silent 1\n", b"silent 2\n", b"silent 3\n"]


async def test_a_timeout_ends_the_check(site, start, clock, log):
    """A check whose time is over is cancelled, and has ended when its report comes.

    The page is never answered, and the timeout is 8 s. How many checks are under way is counted
    when the report comes.
    """
    reports = site.check("silent")
    step = start("step", anext(reports))
    await clock.settle()
    await clock.advance(8)
    await asyncio.wait([step])

    under_way = site.under_way
    await reports.aclose()

    assert log == ["step returned 8"]
    assert under_way == 0


async def test_a_place_is_held(exercise, jobs, start, clock, log):
    """A check whose time is over holds its place until it has cleaned up.

    The limit is 1, and the timeout 8 s. Page a takes longer. It is cancelled at 8 s, and needs 2 s
    to clean up. So b begins at 10 s.
    """
    get_status = on_the_clock(jobs, a={"takes": 99, "cleanup": 2}, b={"takes": 1})
    start("call", collect(exercise.check_sites(["a", "b"], get_status, limit=1, timeout=8)))

    await clock.settle()
    await clock.advance(60)

    assert log.of("a") + log.of("b")[:1] == ["a started 0", "a cancelled 10", "b started 10"]


async def test_at_the_same_moment(site, start, clock):
    """When several checks end at the same moment, each has its report.

    The server holds back its answers to 4 pages; the limit is 4. Then it lets them go together.
    """
    pages = [f"held {n}" for n in range(4)]
    call = start("call", collect(site.check(*pages, limit=4)))
    await clock.settle()
    site.let_go.set()

    reports = await call

    assert same(told(reports), [f"{page}: ok, 200" for page in pages])


async def test_none_is_lost(site, start, clock):
    """Checks that end while the consumer is at work have their reports when it asks.

    The server holds back its answers to 3 pages. The first page is answered. While the consumer
    works on that report, the server lets the others go. The limit is 4.
    """
    reports = site.check("ok", "held 1", "held 2", "held 3", limit=4)
    first = await anext(reports)
    site.let_go.set()
    await clock.settle()

    others = await collect(reports)

    lines = ["held 1: ok, 200", "held 2: ok, 200", "held 3: ok, 200", "ok: ok, 200"]
    assert same(told([first, *others]), lines)


async def test_closed(site, clock):
    """If the generator is closed early, its checks are cancelled, and nothing begins any more.

    The first page is answered, 3 others aren't. The limit is 3. After the first report the
    generator is closed. The server has seen the end of all the connections that there were.
    """
    reports = site.check("ok", "silent 1", "silent 2", "silent 3", limit=3)
    await anext(reports)
    await clock.settle()
    count = len(site.server.peers)

    await reports.aclose()
    await clock.settle()

    assert [peer.ending for peer in site.server.peers] == ["end-of-file"] * count


@pytest.mark.code("not-cancelled")
async def test_closed_and_cleaned_up(site, clock):
    """When closing the generator is over, the checks have ended, with their clean-up.

    The first page is answered, the other isn't. After the first report the generator is closed. How
    many checks are under way is counted right after that.
    """
    reports = site.check("ok", "silent")
    await anext(reports)
    await clock.settle()

    await reports.aclose()
    under_way = site.under_way

    assert under_way == 0


async def test_a_cancelled_step(site, start, log, clock):
    """If a step is cancelled, it ends as cancelled, and its checks have ended by then.

    Two pages are never answered. The step that waits for the first report is cancelled. How many
    checks are under way is counted when it has ended.
    """
    reports = site.check("silent 1", "silent 2")
    step = start("step", anext(reports))
    await clock.settle()

    step.cancel()
    await asyncio.wait([step])

    assert log == ["step cancelled 0"]
    assert site.under_way == 0


@every_cancellation
async def test_cancelled_at_any_moment(exercise, peers, start, cancel):
    """Whenever the consumer is cancelled, it ends as cancelled, and no check is left.

    There are 5 pages: some answer, one doesn't speak HTTP, one is at a port where nobody listens.
    The limit is 2. The consumer closes the generator in the end.
    """
    site = await Site(exercise, peers).open()
    reports = site.check("ok 1", "bad", "ok 2", "dead", "missing")

    await cancel(start("call", collect(reports)))

    assert site.under_way == 0, "a check is still under way"
