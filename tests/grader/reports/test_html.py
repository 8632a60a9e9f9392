"""The page: what is on it, that nothing in it is anybody's markup, and how it is in a browser."""

import json
import re
import shutil
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from grader.records import Moment
from grader.reports.html import page
from grader.reports.terminal import LearnerFile
from tests.grader.builders import exercise, failed, judgement, outcome
from tests.grader.reports.grades import GRADES, make

BROWSER = next(
    filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None
)
HOSTILE = "</script><script>alert(1)</script>\x1b[31m<img src=x onerror=alert(2)>'\"&\u202e"

ROWS = (
    Moment(0, "the test", "started", "", None, 1),
    Moment(0, "first", "created", "the test, to run `deposit`", 3, 2),
    Moment(0, "second", "created", "the test, to run `deposit`", 3, 3),
    Moment(0, "the test", "suspended", "sleep until 9", None, 1),
    Moment(0, "first", "started", "", None, 2),
    Moment(0, "first", "acquired", "Lock `lock`", 2, 2),
    Moment(0, "first", "suspended", "`store.read`", 2, 2),
    Moment(0, "second", "started", "", None, 3),
    Moment(0, "second", "suspended", "Lock `lock`, held by first", 2, 3),
    Moment(1.5, "second", "cancel-requested", "the loop", None, 3),
    Moment(1.5, "second", "resumed", "", None, 3),
    Moment(1.5, "second", "cancelled", "", None, 3),
    Moment(2, "", "left-out", "… 3 more …", None, 0),
    Moment(3, "first", "resumed", "", None, 2),
    Moment(3, "first", "released", "Lock `lock`", 4, 2),
    Moment(3, "first", "failed", "OSError", 4, 2),
)


def graded(**fields):
    known = exercise("ch27/ex01", "a b c", title="A title")
    wrong = failed("a", "wrong-order", message="b came before a", line=2, **fields)
    return make(judgement(known, wrong, outcome("b"), outcome("c")))


SOURCES = {"ch27/ex01": LearnerFile(shown="ex01.py", lines=("import asyncio", "x < y & z", ""))}
EXAMPLE = graded(
    expected="['a 0', 'b 1']", observed="['b 1', 'a 0']", output="printed\n", timeline=ROWS
)


PROMISED = (
    Moment(0, "the test", "started", "", None, 1),
    Moment(0, "a task with a name", "created", "the test", None, 2),
    Moment(0, "a task with a name", "started", "", None, 2),
    Moment(0, "a task with a name", "suspended", "something", None, 2),
    Moment(1.5, "a task with a name", "done", "", None, 2),
    Moment(2, "the test", "done", "", None, 1),
)


def with_promised(grade, rows=PROMISED):
    """The same grade, with what was promised beside its first failure."""
    (chapter,) = grade.chapters
    (known,) = chapter.exercises
    first = replace(known.behaviours[0], promised=rows)
    changed = replace(known, behaviours=(first, *known.behaviours[1:]))
    return replace(grade, chapters=(replace(chapter, exercises=(changed,)),))


class Tags(HTMLParser):
    """Which tags and attributes there are."""

    def __init__(self, text):
        super().__init__()
        self.seen = set()
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        self.seen.add((tag, *sorted(name for name, _ in attributes)))


def test_all_that_a_failure_says_is_there():
    text = page(EXAMPLE, SOURCES)

    for part in ("wrong-order", "b came before a", "in line 2", "printed", "x &lt; y &amp; z"):
        assert part in text
    assert "<tr class='first'><td>a 0</td><td>b 1</td></tr>" in text
    assert "<mark>   2  x &lt; y &amp; z</mark>" in text
    found = json.loads(re.search(r'id="timelines">(.*?)</script>', text)[1])
    assert len(found["timelines"][0]) == len(ROWS)


@pytest.mark.parametrize("name", GRADES)
def test_every_kind_of_grade_makes_a_page(name):
    text = page(GRADES[name], {})

    assert f"{GRADES[name].points}/{GRADES[name].possible} points" in text
    assert not re.search(r"(src|href)\s*=\s*[\"']?(https?:|//)", text)


def test_what_a_learner_says_is_text():
    fields = dict.fromkeys(("expected", "observed", "next", "output", "traceback"), HOSTILE)
    honest = graded(**dict.fromkeys(fields, "x"), advice=("x",), timeline=ROWS)
    rows = tuple(row._replace(task=HOSTILE, detail=HOSTILE) for row in ROWS)
    hostile = graded(**fields, advice=(HOSTILE,), timeline=rows)
    source = {"ch27/ex01": LearnerFile(shown=HOSTILE, lines=(HOSTILE, HOSTILE))}

    text = page(hostile, source)

    assert Tags(text).seen == Tags(page(honest, SOURCES)).seen
    assert text.count("</script>") == 2
    assert "\x1b" not in text


def test_many_failures_make_no_heap():
    known = [exercise(f"ch{n // 5 + 2:02}/ex{n % 5 + 1:02}", "a b c d e f g h") for n in range(170)]
    rows = (ROWS * 4)[:60]
    all_fail = make(
        *(
            judgement(
                one,
                *(
                    failed(
                        name, message="m" * 200, timeline=rows, output="o" * 500, expected="e" * 300
                    )
                    for name in "abcdefgh"
                ),
            )
            for one in known
        )
    )
    lines = tuple("    await asyncio.sleep(0)  # a line of code" for _ in range(80))
    sources = {one.id: LearnerFile(shown="ex.py", lines=lines) for one in known}

    assert len(page(all_fail, sources).encode()) < 6 << 20


# -- in a browser


@pytest.fixture(scope="module")
def chromium():
    if BROWSER is None:
        pytest.skip("browser tests are left out: no Chromium is installed")
    playwright = pytest.importorskip("playwright.sync_api")
    with playwright.sync_playwright() as tool:
        browser = tool.chromium.launch(
            executable_path=BROWSER,
            args=["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
                  "--disable-background-networking", "--disable-component-update", "--disable-sync"],
        )  # fmt: skip
        yield browser
        browser.close()


@pytest.fixture
def opened(chromium, tmp_path):
    """Opens a page, and tells at the end whether the browser complained."""
    complaints, contexts = [], []

    def open_page(grade, sources, **options):
        file = tmp_path / "report.html"
        file.write_text(page(grade, sources), encoding="utf-8")
        context = chromium.new_context(**options)
        contexts.append(context)
        shown = context.new_page()
        shown.on("console", lambda message: complaints.append(message.text))
        shown.on("pageerror", lambda error: complaints.append(str(error)))
        shown.on(
            "request",
            lambda request: (
                complaints.append(request.url)
                if request.url[:5] not in ("file:", "blob:")
                else None
            ),
        )
        shown.goto(file.as_uri())
        return shown

    yield open_page
    for each in contexts:
        each.close()
    assert complaints == []


def test_the_first_failure_is_open_and_drawn(opened):
    shown = opened(EXAMPLE, SOURCES)

    assert shown.locator("details.exercise[open]").count() == 1
    assert shown.locator(".timeline svg .run").count() > 3
    assert shown.locator(".timeline svg .hold").count() == 1
    assert shown.locator(".timeline svg .end.cancelled").count() == 1
    assert shown.locator(".names div").all_inner_texts() == ["the test", "first", "second"]


def test_keys_go_from_event_to_event(opened):
    shown = opened(EXAMPLE, SOURCES)
    chart, told = shown.locator(".scroll"), shown.locator(".told")

    chart.focus()
    for _ in range(2):
        shown.keyboard.press("ArrowRight")
    second = told.inner_text()
    shown.keyboard.press("End")
    last = told.inner_text()

    assert second == "0 s: first created by the test, to run `deposit`, line 3"
    assert last == "3 s: first failed with OSError, line 4"


def test_zoom_and_fit(opened):
    shown = opened(EXAMPLE, SOURCES)
    width = "Number(document.querySelector('.timeline svg').getAttribute('width'))"

    before = shown.evaluate(width)
    shown.get_by_role("button", name="zoom in").click()
    wider = shown.evaluate(width)
    shown.locator(".scroll").focus()
    shown.keyboard.press("-")
    again = shown.evaluate(width)
    shown.get_by_role("button", name="fit the width").click()
    fitted = shown.evaluate(width)

    assert wider == pytest.approx(before * 1.5)
    assert again == pytest.approx(before)
    assert fitted <= shown.evaluate("document.querySelector('.scroll').clientWidth")


def test_pointing_at_a_wait_tells_what_for(opened):
    shown = opened(EXAMPLE, SOURCES)

    shown.locator(
        ".timeline svg .hit", has=shown.locator("title", has_text="Lock `lock`, held by first")
    ).first.hover()

    assert (
        shown.locator(".told").inner_text()
        == "0 s: second waits for Lock `lock`, held by first, line 2"
    )


def test_the_trace_can_be_saved(opened):
    shown = opened(EXAMPLE, SOURCES, accept_downloads=True)

    with shown.expect_download() as download:
        shown.get_by_role("button", name="save the trace").click()
    events = json.loads(download.value.path().read_text())["traceEvents"]

    assert download.value.suggested_filename == "test_a.json"
    assert {each["args"]["name"] for each in events if each["ph"] == "M"} == {
        "the test",
        "first",
        "second",
    }
    assert [each["dur"] for each in events if each["ph"] == "X"] == [
        pytest.approx(1.5e6, abs=20),
        pytest.approx(3e6, abs=20),
    ]


def test_what_was_promised_is_on_the_same_scale(opened):
    shown = opened(with_promised(EXAMPLE), SOURCES)
    left = """chart => [...document.querySelectorAll('.timeline')[chart].querySelectorAll('text')].map(
        each => [each.textContent, each.getBoundingClientRect().x])"""
    before = opened(EXAMPLE, SOURCES).locator(".timeline svg").first.inner_html()

    assert "promised (the reference's run)" in shown.locator(".failure .promised").inner_text()
    assert shown.locator(".timeline svg").first.inner_html() == before
    for _ in range(2):
        above, below = (dict(shown.evaluate(left, chart)) for chart in (0, 1))
        assert above.keys() >= below.keys() == {"0 s", "1.5 s", "2 s"}
        assert {time: above[time] for time in below} == pytest.approx(below)
        shown.get_by_role("button", name="zoom in").nth(1).click()


def test_the_steps_of_what_was_promised_can_be_read(opened):
    shown = opened(with_promised(EXAMPLE), SOURCES)

    shown.get_by_text("step by step").nth(1).click()

    steps = shown.locator(".steps").nth(1).locator("li").all_inner_texts()
    assert steps[3] == "0 s: a task with a name waits for something"


def test_a_link_opens_its_exercise(opened):
    shown = opened(EXAMPLE, SOURCES)
    shown.get_by_role("button", name="close all").click()

    assert shown.locator("#ch27-ex01[open]").count() == 0

    shown.locator("nav .dots a").click()

    shown.locator("#ch27-ex01[open]").wait_for()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1100, 420])
@pytest.mark.parametrize("name", ["example", "promised", "one_failing", "errors"])
def test_everybody_can_read_it(opened, scheme, width, name):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    grades = GRADES | {"example": EXAMPLE, "promised": with_promised(EXAMPLE)}
    grade, sources = grades[name], SOURCES if grades[name] not in GRADES.values() else {}
    shown = opened(
        grade,
        sources,
        color_scheme=scheme,
        viewport={"width": width, "height": 800},
        bypass_csp=True,
    )
    shown.get_by_role("button", name="open all").click()
    shown.evaluate("for (const each of document.querySelectorAll('details')) each.open = true")

    found = axe.run(shown).response["violations"]

    assert [
        (each["id"], each["nodes"][0]["html"])
        for each in found
        if each["impact"] in ("serious", "critical")
    ] == []


def test_it_prints_with_its_failures_open(opened):
    shown = opened(GRADES["one_failing"], {})
    shown.get_by_role("button", name="close all").click()
    shown.emulate_media(media="print")
    shown.evaluate("dispatchEvent(new Event('beforeprint'))")

    assert shown.locator("details.exercise.bad:not([open])").count() == 0
    assert not shown.locator(".tools").first.is_visible()
