"""The pytest plugin: fixtures, virtual time and the house rules for hidden tests.

It leaves every other test alone. A test is its business if its file lies in a chapter's folder
(`ch27_locks/`), or if it carries the mark `virtual_time` or `manual_clock`.
"""

from __future__ import annotations

import asyncio
import functools
import gc
import inspect
import re
import warnings
from collections.abc import Callable, Generator
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import pytest

from . import _compare, _hygiene
from ._again import look_again, look_at_pass
from ._children import Children
from ._chrome import to_chrome
from ._clock import Mode, has_own_policy, install_time
from ._codes import HYGIENE, NEXT
from ._errors import ForgedError
from ._every_order import Exploration, run_again
from ._explain import explain
from ._findings import Finding
from ._frames import clear
from ._keyboard import Keyboard
from ._loop import VirtualTimeLoop
from ._muted import muted
from ._peers import Peers
from ._probes import Jobs, Log, Starter
from ._scene import Clock, Repeat, Scene, Setting, forget_failure, parameters
from ._schedules import parse
from ._source import Source, read
from ._sweep import parse_cut
from ._trace import Row, Trace
from ._watchdog import OutOfTimeError, Watchdog

_frozen = False
_failed = False
CHAPTER = re.compile(r"ch\d\d_\w+")
TEST = re.compile(r"test_(ex\d\d_\w+)\.py")

_watchdog_key = pytest.StashKey[Watchdog]()
_scene_key = pytest.StashKey[Scene]()
_source_key = pytest.StashKey[Source]()
_sources_key = pytest.StashKey[dict[Path, Source]]()
_show_key = pytest.StashKey[bool]()

MARKS = (
    "virtual_time: run this test on a virtual clock, under the house rules",
    "manual_clock: real I/O; the loop's timers fire only when the test calls `clock.advance(seconds)`",
    "allow(*codes, reason): this test is about these house rules, so breaking them doesn't count",
    "code(name): the failure code for a value that differs, where one says more than wrong-value",
    "points(n): what this behaviour is worth; 1 unless told",
)


def use_source(config: pytest.Config, source: Path | Source) -> None:
    """Make `exercise` load this file, or this text of one, whatever the test's name says."""
    config.stash[_source_key] = source if isinstance(source, Source) else read(source)


def show_passing(config: pytest.Config) -> None:
    """Give what passes a timeline, too; of many orders of events only the first is run then."""
    config.stash[_show_key] = True
    config.option.schedule = "fifo"


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add our options."""
    parser.addoption(
        "--submission",
        default=".",
        metavar="DIR",
        help="the tree whose exercises the hidden tests load: a checkout, or a folder of chapters such as `solutions`",
    )
    parser.addoption(
        "--schedule",
        metavar="TOKEN",
        help="run tests under `every_order` in this one order of events, as printed with a failure",
    )
    parser.addoption(
        "--chrome-trace",
        metavar="DIR",
        help="write what each task did into DIR, a file a test, for https://ui.perfetto.dev",
    )


def pytest_configure(config: pytest.Config) -> None:
    """Register marks, and put the clock into the time module before learner code is imported."""
    for mark in MARKS:
        config.addinivalue_line("markers", mark)
    config.stash[_sources_key] = {}
    install_time()
    _hygiene.install()


def pytest_itemcollected(item: pytest.Item) -> None:
    """Refuse an explored test that asks for a fixture of which there is no fresh one for each run."""
    wanted = getattr(getattr(item, "obj", None), "parametrized", ())
    given = getattr(getattr(item, "callspec", None), "params", {})
    for name in wanted:
        if name not in given:
            raise pytest.UsageError(
                f"{item.nodeid}: a test that runs in many orders may ask for {', '.join(Scene.FIXTURES)} and "
                f"parametrized values, and `{name}` is neither; build it in the test"
            )
    token = item.config.getoption("--schedule")
    if token is not None and parse(token) is None and parse_cut(token) is None:
        raise pytest.UsageError(
            f"{token!r} is no token of a schedule, such as `fifo`, `h3.2` or `p17.40`, "
            "nor of a cancellation, such as `c3`"
        )


def pytest_collection_finish(session: pytest.Session) -> None:
    """What exists now is no behaviour's litter: keep the collector from looking at it each time."""
    if any(_is_ours(item) for item in session.items):
        freeze()


def freeze() -> None:
    """Keep the collector from looking at all that exists now.

    Collects first; but not if that has been done already, be it by the process that we were forked
    from, for looking at everything again would copy its pages. Nor if the collector was switched off
    so far, to save the time: it is on from here.
    """
    global _frozen  # noqa: PLW0603  # of the process, as what it tells of
    if not _frozen and gc.isenabled():
        gc.collect()
    _frozen = True
    gc.freeze()
    gc.enable()


def _is_ours(item: pytest.Item) -> bool:
    return (
        CHAPTER.fullmatch(item.path.parent.name) is not None
        or item.get_closest_marker("virtual_time") is not None
        or item.get_closest_marker("manual_clock") is not None
    )


def pytest_asyncio_loop_factories(item: pytest.Item) -> dict[str, Callable[[], Any]]:
    """Give our tests the loop of their scene, and all others the ordinary one."""
    return {"scene": _new_loop} if _is_ours(item) else {"asyncio": asyncio.new_event_loop}


_current: list[Scene] = []


def _new_loop() -> VirtualTimeLoop:
    return _current[-1].new_loop()


def _setting(item: pytest.Item) -> Setting:
    allowed: set[str] = set()
    for mark in item.iter_markers("allow"):
        unknown = set(mark.args) - set(HYGIENE)
        if unknown or not mark.kwargs.get("reason"):
            raise pytest.UsageError(
                f"{item.nodeid}: `allow` takes codes out of {', '.join(HYGIENE)}, and a reason=…"
            )
        allowed |= set(mark.args)
    clock: Mode = "manual" if item.get_closest_marker("manual_clock") else "virtual"
    special = item.get_closest_marker("code")
    code = str(special.args[0]) if special is not None else ""
    if code and code not in NEXT:
        raise pytest.UsageError(f"{item.nodeid}: there is no failure code `{code}`")
    return Setting(
        source=_source_of(item),
        clock=clock,
        allowed=frozenset(allowed),
        code=code,
        trace=_wants_trace(item),
    )


def _wants_trace(item: pytest.Item) -> bool:
    if item.config.getoption("--chrome-trace"):
        return True
    return isinstance(item, pytest.Function) and "trace" in parameters(inspect.unwrap(item.obj))


def _source_of(item: pytest.Item) -> Source | None:
    if (given := item.config.stash.get(_source_key, None)) is not None:
        return given
    name = TEST.fullmatch(item.path.name)
    if name is None or CHAPTER.fullmatch(item.path.parent.name) is None:
        return None
    tree = item.config.rootpath / item.config.getoption("--submission")
    base = tree / "exercises" if (tree / "exercises").is_dir() else tree
    path = base / item.path.parent.name / f"{name[1]}.py"
    sources = item.config.stash[_sources_key]
    if path not in sources:
        try:
            sources[path] = read(path)
        except (OSError, UnicodeDecodeError) as error:
            raise pytest.UsageError(f"{item.nodeid} needs the exercise {path}: {error}") from None
    return sources[path]


# -- the life of one test


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    """Open a scene around set-up, call and teardown, for the loop is made in set-up."""
    if not _is_ours(item) or not isinstance(item, pytest.Function):
        return (yield)
    _bury(_source_of(item))
    with Scene(_setting(item)) as scene:
        item.stash[_scene_key] = scene
        kept = scene.kept()  # here, for nobody comes at a variable of this function
        _current.append(scene)
        body = item.obj
        scene.repeat = _repeat_of(item, scene)
        item.obj = scene.guard(body)
        stop = _compare.observe(lambda found: scene.decisive.note(found))  # noqa: PLW0108 - asks anew each time
        try:
            return (yield)
        except Exception as error:
            if name := scene.tampered():
                raise ForgedError(f"somebody else has changed {name}") from error
            raise
        finally:
            exchanged = scene.kept() is not kept
            stop()
            item.obj = body
            del _current[-1:]  # if somebody else has left anything
            del item.stash[_scene_key]
            forget_failure()
            if exchanged:
                raise ForgedError("somebody else has changed what is known of the run")


def _bury(source: Source | None) -> None:
    """Collect what the last test's module and failure still held: it isn't this test's litter.

    Frames have been cleared, but the exception and all that it refers to are part of a cycle, and so
    are the module's functions and what its variables hold.
    """
    global _failed  # noqa: PLW0603  # of the test before
    if source is not None:
        source.forget()
    if _failed or source is not None:
        _failed = False
        with muted(), warnings.catch_warnings(action="ignore"):
            gc.collect()


def _repeat_of(item: pytest.Function, scene: Scene) -> Repeat | None:
    """Runs the item's test once more; None if it needs what only pytest can give."""
    body = item.obj
    values = item.callspec.params if hasattr(item, "callspec") else {}
    wanted = set(item.fixturenames) & parameters(body)
    given = {name: values[name] for name in wanted if name in values}
    if not wanted <= {*Scene.FIXTURES, *given}:
        return None
    return functools.partial(run_again, scene, body, given)


@pytest.hookimpl(wrapper=True)
def pytest_pyfunc_call(pyfuncitem: pytest.Function) -> Generator[None, object, object]:
    """After the body: collect what it left, and let a broken house rule fail the test."""
    scene = pyfuncitem.stash.get(_scene_key, None)
    if scene is None:
        return (yield)
    caught: BaseException | None = None
    result: object = None
    try:
        result = yield
    except KeyboardInterrupt:
        raise
    except BaseException as error:  # noqa: BLE001 - it is the verdict
        caught = error
    wrong = Scene.check(scene, caught)  # not one that somebody has put into the scene
    if wrong is not None:
        raise wrong
    return result


def pytest_assertrepr_compare(op: str, left: object, right: object) -> None:
    """Keep the operands of a failed comparison; pytest's own explanation stays as it is."""
    if _current:
        _current[-1].decisive.compared = (op, left, right)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Attach a `finding` to the report of the call, or of a phase that failed."""
    report = yield
    scene = item.stash.get(_scene_key, None)
    if scene is None or (call.when != "call" and report.passed):
        return report
    finding = _finding(scene, call)
    if call.excinfo is not None:
        clear(call.excinfo.tb)  # or their objects would be the next test's litter
        forget_failure()
        if call.when == "call":
            finding = look_again(scene, finding)
    elif item.config.stash.get(_show_key, False):
        finding = look_at_pass(scene, finding)
    if scene.remark:
        finding = replace(
            finding,
            message=f"{finding.message} ({scene.remark})",
            advice=(*scene.advice, *finding.advice),
            line=scene.line or finding.line,
        )
    report.finding = finding  # type: ignore[attr-defined]
    if call.when == "call":
        _write_trace(item, scene)
    if report.failed:
        global _failed  # noqa: PLW0603
        _failed = True
        report.sections.append(("what it means", str(finding)))
    return report


@pytest.hookimpl(wrapper=True)
def pytest_report_to_serializable(
    report: object,
) -> Generator[None, dict[str, Any] | None, dict[str, Any] | None]:
    """Write the `finding` in plain values: with pytest-xdist, reports go from process to process."""
    data = yield
    if data is not None and isinstance(found := getattr(report, "finding", None), Finding):
        timeline = tuple(tuple(row) for row in found.timeline)
        data["finding"] = asdict(found) | {"timeline": timeline}
    return data


@pytest.hookimpl(wrapper=True)
def pytest_report_from_serializable(data: dict[str, Any]) -> Generator[None, object, object]:
    """Read it again."""
    if plain := data.get("finding"):
        data["finding"] = Finding(
            **plain | {"timeline": tuple(Row(*row) for row in plain["timeline"])}
        )
    return (yield)


def _write_trace(item: pytest.Item, scene: Scene) -> None:
    folder, trace = item.config.getoption("--chrome-trace"), scene.decisive.trace
    if folder is None or trace is None:
        return
    path = item.config.rootpath / folder / (re.sub(r"[^\w.-]+", "-", item.nodeid) + ".json")
    path.parent.mkdir(parents=True, exist_ok=True)
    text = to_chrome(trace, exact=scene.decisive.is_exact())
    path.write_text(text, encoding="utf-8")


def _finding(scene: Scene, call: pytest.CallInfo[None]) -> Finding:
    error = call.excinfo.value if call.excinfo is not None else None
    ours = call.when != "call" and not scene.learner_raised(error)
    if ours and has_own_policy():
        return Finding(
            verdict="failed",
            code="policy-changed",
            message="the event loop policy that the code has set doesn't work",
            next=NEXT["policy-changed"],
        )
    if ours and (name := scene.tampered()):
        return explain(scene.decisive, ForgedError(f"somebody else has changed {name}"))
    if ours and not isinstance(error, OutOfTimeError):  # only what a test has left can be busy then
        return Finding(
            verdict="internal_error", message=f"{call.when} of the test failed: {error!r}"[:600]
        )
    if isinstance(error, pytest.skip.Exception | pytest.xfail.Exception):
        return Finding(
            verdict="failed",
            code="cut-short",
            message="the test was ended from outside",
            notices=(f"a test ended with {type(error).__name__}",),
        )
    return explain(scene.decisive, error)


# -- limits


@pytest.hookimpl(optionalhook=True)
def pytest_timeout_set_timer(item: pytest.Item, settings: Any) -> bool | None:
    """Have our watchdog end what doesn't end: unlike pytest-timeout's, it tells the loop, too."""
    if not _is_ours(item):
        return None
    watchdog = item.stash.setdefault(_watchdog_key, Watchdog(wall=settings.timeout))
    watchdog.arm()
    return True


@pytest.hookimpl(optionalhook=True)
def pytest_timeout_cancel_timer(item: pytest.Item) -> bool | None:
    """Call it off."""
    watchdog = item.stash.get(_watchdog_key, None)
    if watchdog is None:
        return None
    watchdog.disarm()
    return True


# -- fixtures


@pytest.fixture
def _scene(request: pytest.FixtureRequest) -> Scene:
    scene: Scene | None = request.node.stash.get(_scene_key, None)
    if scene is None:
        raise pytest.UsageError(
            f"{request.node.nodeid} needs the mark `virtual_time` for this fixture"
        )
    return scene


@pytest.fixture
def _exploration(request: pytest.FixtureRequest, _scene: Scene) -> Exploration:
    return Exploration(scene=_scene, token=request.config.getoption("--schedule"))


@pytest.fixture
def exercise(_scene: Scene) -> Any:
    """The learner's module, loaded anew for this test."""
    return _scene.exercise


@pytest.fixture
def clock(_scene: Scene) -> Clock:
    """The test's clock: `now`, `until(t)`, `settle()`, `advance(seconds)`."""
    return _scene.clock


@pytest.fixture
def trace(_scene: Scene) -> Trace | None:
    """What every task did: `rows`, `order(event)`, `status(name)`, `max_concurrency(prefix)`."""
    return _scene.trace


@pytest.fixture
def log(_scene: Scene) -> Log:
    """The lines of what happened."""
    return _scene.log


@pytest.fixture
def jobs(_scene: Scene) -> Jobs:
    """Makes collaborators that log what becomes of them."""
    return _scene.jobs


@pytest.fixture
def start(_scene: Scene) -> Starter:
    """`start(name, awaitable)`: a call as a task of the test."""
    return _scene.start


@pytest.fixture
def peers(_scene: Scene) -> Peers:
    """The other ends of connections: `serve(script)`, `connect(port)`, `open_connection`."""
    return _scene.peers


@pytest.fixture
def children(_scene: Scene) -> Children:
    """Programs for child processes: `make(code)`, `spawn`."""
    return _scene.children


@pytest.fixture
def keyboard(_scene: Scene) -> Keyboard:
    """Somebody who types: `type(*lines)`, `end()`; its `read_line` blocks."""
    return _scene.keyboard
