"""One exercise in one process: collect the trusted test, hide the harness, load the file, run, report.

The learner's code shares this process, so nothing here decides anything: it reports, and the
supervisor believes what fits. Whatever must not be patched away is bound before the learner's file
is loaded.
"""

from __future__ import annotations

import _signal  # type: ignore[import-not-found]
import _thread
import ast
import contextlib
import errno
import inspect
import io
import linecache
import os
import sys
import tempfile
import traceback
import types
from asyncio import events
from collections.abc import Callable, Generator, Mapping, Sequence
from dataclasses import dataclass, fields
from functools import partial
from pathlib import Path
from typing import Any, NoReturn, cast

import pytest

import grader.testing.plugin as toolkit
from grader.testing import virtual_time
from grader.testing._compare import tally
from grader.testing._errors import ForgedError, StuckError
from grader.testing._frames import traceback_of
from grader.testing._source import Source, Syntax
from grader.testing._watchdog import SUPPORTED, OutOfTimeError, Watchdog, leave

from . import channel, compiled, guard, inspection, sentry
from .inspection import Refusal, Suspicion
from .integrity import Snapshot
from .rehearsal import rehearse
from .tripwire import tripwire

UNGUARDED = "off: it was not wanted"
PACKAGE = "grader"
EXIT_STUCK = 98  # as in runs.py, which children don't import
EMPTY: Mapping[str, Any] = types.MappingProxyType(
    dict.fromkeys(("code", "message", "expected", "observed", "next", "traceback"), "")
    | {"verdict": "internal_error", "line": None, "advice": [], "notices": [], "timeline": []}
)
DETAIL_LIMIT = 4000  # characters of a fault of ours
TEXTS = {"message": 4000, "expected": 16000, "observed": 16000, "next": 1000, "traceback": 16000}
LISTS = {"advice": 20, "notices": 20}  # items
ROWS = 100  # of a timeline
ITEM_LIMIT = 400  # characters of each
PRIVATE_ENVIRONMENT = {
    "PATH": os.defpath,
    "LANG": "C.UTF-8",
    "PYTHONUTF8": "1",
    "PYTHONHASHSEED": "0",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Assignment:
    """What a child is asked to do. Plain values, as they come from the supervisor."""

    key: str
    folder: str  # its own working folder
    test: str  # the hidden test file
    path: str  # how the learner's file is called in tracebacks
    text: str | None  # what it holds; None: that comes later, over the channel
    stubs: tuple[str, ...]  # texts, the current one first
    behaviours: tuple[str, ...]  # those to run; the others have been reported already
    traced: Mapping[str, int]  # the only case to run, by behaviour; what passes is traced then
    comparisons: Mapping[str, int]  # how often each behaviour calls `same` at the least
    grants: tuple[str, ...]  # modules and built-ins that the file may use beyond the common list
    guard: bool  # whether to look out for cheats
    demand: tuple[str, ...]  # layers without which the file isn't loaded
    cpu: float  # limits for one behaviour, in seconds
    wall: float
    output: int  # bytes
    send: channel.Sender
    receive: Callable[[], str]  # waits for the text, if it comes later

    @classmethod
    def from_order(cls, order: Mapping[str, Any], descriptor: int) -> Assignment:
        """Take up an order from the supervisor and make this process the child that it is about.

        Args:
            order: with a field for each attribute but `send` and `receive`.
            descriptor: the private channel's writing end. All other descriptors but 0, 1, 2 are closed.
        """
        os.closerange(3, descriptor)
        os.closerange(descriptor + 1, 1 << 16)
        send = channel.open_sender(descriptor, order["key"])
        if hasattr(os, "register_at_fork"):
            os.register_at_fork(after_in_child=lambda: os.close(descriptor))
        own = ("send", "receive")
        values = {each.name: order[each.name] for each in fields(cls) if each.name not in own}
        values |= {
            name: tuple(values[name]) for name in ("stubs", "behaviours", "grants", "demand")
        }
        return cls(send=send, receive=partial(channel.receive, descriptor), **values)

    def layers(self) -> dict[str, str]:
        """The state of each protection: the launcher's, and those that every child has."""
        lines = os.environ.get("KATA_LAYERS", "").splitlines()
        states = {name: state for name, _, state in (line.partition("=") for line in lines)}
        own = dict.fromkeys(("static", "audit", "integrity"), "on" if self.guard else UNGUARDED)
        own |= dict.fromkeys(("folder", "input", "output"), "on")
        own["group"] = "on" if hasattr(os, "setsid") else "off: this platform has no process groups"
        own["time"] = "on" if SUPPORTED else "off: this platform has no timer of processor time"
        return states | own

    def insist(self, layers: Mapping[str, str]) -> None:
        """Give up, before the learner's code is loaded, if a protection is demanded and missing."""
        for name in self.demand:
            if layers.get(name) != "on":
                self.lost(f"the layer `{name}`, which is demanded, is {layers.get(name, 'off')}")

    def lost(self, detail: str) -> NoReturn:
        """Report a fault of ours and leave."""
        try:
            self.send("fault", detail=detail[-DETAIL_LIMIT:])
        finally:
            os._exit(1)  # if even the channel is gone, this alone has to tell


def _move_in(folder: str) -> None:
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(PRIVATE_ENVIRONMENT, HOME=folder, TMPDIR=folder)
    tempfile.tempdir = None


class Output:
    """What the learner's code prints, bounded.

    `sys.stdout` and `sys.stderr` keep the first bytes and drop the rest. What is written to the
    descriptors, by child processes for instance, goes to a file that the kernel bounds.
    """

    def __init__(self, folder: str, limit: int) -> None:
        self._limit = limit
        self._kept = bytearray()
        name = os.path.join(folder, "output")  # quicker
        self._file = os.open(name, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
        with contextlib.suppress(OSError):  # some platforms don't remove what is open
            os.unlink(name)
        os.dup2(self._file, 1)
        os.dup2(self._file, 2)
        os.close(self._file)
        self._file = 1

    def begin(self) -> None:
        """Forget what was printed so far."""
        self._kept = bytearray()
        for name in ("stdout", "stderr"):
            stream = io.TextIOWrapper(
                _Bounded(self._kept, self._limit),  # type: ignore[type-var]
                encoding="utf-8",
                errors="backslashreplace",
                write_through=True,
            )
            setattr(sys, name, stream)
        with contextlib.suppress(OSError):
            if os.fstat(self._file).st_size:
                os.ftruncate(self._file, 0)
                os.lseek(self._file, 0, os.SEEK_SET)

    def take(self) -> str:
        """Return what was printed since `begin`."""
        data = bytes(self._kept)
        with contextlib.suppress(OSError):  # the learner's code may have closed it
            if os.fstat(self._file).st_size:
                data += os.pread(self._file, self._limit, 0)
        text = data[: self._limit].decode("utf-8", "backslashreplace")
        return text + "\n… the rest is left out\n" if len(data) >= self._limit else text


class _Bounded(io.RawIOBase):
    """Keeps the first bytes that are written to it and pretends to keep all."""

    def __init__(self, kept: bytearray, limit: int) -> None:
        self._kept = kept
        self._limit = limit

    def writable(self) -> bool:
        return True

    def fileno(self) -> int:
        return 1

    def write(self, data: Any, /) -> int:
        view = memoryview(data).cast("B")
        self._kept += view[: max(0, self._limit - len(self._kept))]
        return len(view)


class Child:
    """The plugin that makes a session report to the supervisor.

    It is registered before there is anything to do, for that takes as long as a short behaviour: a
    zygote does it once for all its children.

    Args:
        session: warm, and about to collect.
    """

    def __init__(self, session: pytest.Session) -> None:
        self._config = session.config
        self._config.pluginmanager.register(self, "child")
        # Imports look here for the package that learner code has nothing to do with.
        self._paths_of_ours = [entry for entry in sys.path if Path(entry, PACKAGE).is_dir()]
        self._tripping = False
        compiled.tell(self._tell_compiled)

    def _tell_compiled(self, path: Path, content: str) -> None:
        test = Path(self._assignment.test)  # which may have brought others
        its_own = path.parent.parent == test.parent and path.name.startswith(f"{test.stem}.")
        if its_own and len(content) < channel.LINE_LIMIT // 2:
            self._send("compiled", name=path.name, content=content)

    def take_up(self, assignment: Assignment, snapshot: Snapshot) -> None:
        """Make the session collect, run and report this assignment.

        Args:
            assignment: what to do.
            snapshot: of what verdicts stand on, before any learner's code.
        """
        self._assignment = assignment
        self._send = assignment.send
        self._exit = os._exit  # now, for while coverage is measured it is another in each child
        try:
            self._layers = assignment.layers()  # before the environment is emptied
            self._send("hello", pid=os.getpid(), layers=[list(one) for one in self._layers.items()])
            self._output = Output(assignment.folder, assignment.output)
            _move_in(assignment.folder)
        except Exception:  # noqa: BLE001  # a report, before pytest makes one of its own
            assignment.lost(traceback.format_exc())
        self._broken: list[str] = []  # collection errors
        self._reports: list[pytest.TestReport] = []  # of the case under way
        self._counts: dict[
            int, int
        ] = {}  # an item's `id` -> its number among its behaviour's cases
        self._watchdog = Watchdog(
            cpu=assignment.cpu, wall=assignment.wall, give_up=leave(EXIT_STUCK), kernel=True
        )
        self._inquest = Inquest(assignment, snapshot)

    # -- collection

    def collect(self, session: pytest.Session) -> None:
        """Collect the one test file. pytest would look at every folder on the way, and at all in them."""
        module = pytest.Module.from_parent(session, path=Path(self._assignment.test))
        session.items = list(session.genitems(module))
        hook, config = session.config.hook, session.config
        hook.pytest_collection_modifyitems(session=session, config=config, items=session.items)
        hook.pytest_collection_finish(session=session)

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        """Note that the hidden test can't be collected, which is our fault."""
        if not report.passed:
            self._broken.append(str(report.longrepr))

    def pytest_internalerror(self, excrepr: object) -> None:
        """Report an error in pytest or a plugin: again our fault."""
        self._assignment.lost(str(excrepr))

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> NoReturn:
        """Do everything that follows the collection, and leave."""
        try:
            self._run(session)
        except BaseException:  # noqa: BLE001  # nothing of the learner's comes this far
            self._assignment.lost(traceback.format_exc())
        self._send("end")
        self._exit(0)

    def _run(self, session: pytest.Session) -> None:
        cases: dict[str, list[pytest.Item]] = {}
        for item in session.items:
            cases.setdefault(behaviour_of(item), []).append(item)
        if self._broken:
            self._assignment.lost("\n".join(self._broken))
        if self._assignment.traced:
            toolkit.show_passing(self._config)
            for name, case in self._assignment.traced.items():
                cases[name] = cases[name][case : case + 1]
        self._send("collected", cases=[[name, len(items)] for name, items in cases.items()])
        self._assignment.insist(self._layers)
        sys.dont_write_bytecode = True
        self._hide_harness(session)
        self._inquest.open(session.items)
        text = self._assignment.text
        if text is None:
            self._warm_up(session.items[-1])
            text = self._assignment.receive()
        self._output.begin()
        try:
            verdict = self._open(text)
        except BaseException as error:
            # Nothing of the learner's comes this far but by breaking what we stand on.
            notices = self._inquest.notices(broken=True)
            if not notices and not self._inquest.blames(error):
                raise
            message = notices[0] if notices else "the file breaks what loads it"
            verdict = Refusal(status="needs_a_look" if notices else "error", message=message)
        if isinstance(verdict, Refusal):
            self._send("refused", status=verdict.status, message=verdict.message, line=verdict.line)
            return
        self._send(
            "loaded",
            suspicion=verdict.message if verdict else "",
            line=verdict.line if verdict else None,
        )
        items = tuple(item for name in self._assignment.behaviours for item in cases[name])
        self._counts = {
            id(item): number for found in cases.values() for number, item in enumerate(found)
        }
        for item in items:
            _place(item)
        session.items[:] = items
        for item, following in zip(items, (*items[1:], None), strict=True):
            item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)

    def _hide_harness(self, session: pytest.Session) -> None:
        """Take what leads to pytest and the hidden test out of the learner's easy reach."""
        for item in session.items:
            name = item.module.__name__ if isinstance(item, pytest.Function) else ""
            while name:  # importlib mode makes modules of the folders, too
                sys.modules.pop(name, None)
                name = name.rpartition(".")[0]
        sys.meta_path[:] = [
            finder for finder in sys.meta_path if "pytest" not in type(finder).__module__
        ]
        sys.path[:] = [entry for entry in sys.path if entry not in self._paths_of_ours]
        sys.argv[:] = [self._assignment.path]
        sys.modules["__main__"] = types.ModuleType("__main__")
        # Kept alive: to clear it away would copy every page that it is on.
        self._importers, sys.path_importer_cache = sys.path_importer_cache, {}

    def _warm_up(self, item: pytest.Item) -> None:
        """Use the time until the learner's file comes."""
        nothing = Source(Path(self._assignment.path), "", ast.Module(body=[], type_ignores=[]))
        toolkit.use_source(self._config, nothing)
        if not self._fails(item):
            self._assignment.lost("a test that has to fail did not")
        if wrong := rehearse():
            self._assignment.lost(f"the rehearsal failed: {wrong!r}")

    def _open(self, text: str) -> Refusal | Suspicion | None:
        """Look at the learner's file and load it once."""
        assignment = self._assignment
        tree = inspection.parse(text, assignment.path)
        if isinstance(tree, Refusal):
            return tree
        stubs = [ast.parse(stub) for stub in assignment.stubs]
        if refusal := inspection.not_started(tree, stubs):
            return refusal
        tree = inspection.without_demo(tree)
        # `Load` and `Store` are asked for at what they belong to.
        nodes = [node for node in ast.walk(tree) if not isinstance(node, ast.expr_context)]
        refusal = inspection.foreign_import(nodes)
        if not refusal and assignment.guard:
            refusal = guard.forbidden(nodes, assignment.grants)
        if refusal:
            return refusal
        source = Source(Path(assignment.path), text, tree, Syntax.of(nodes))
        toolkit.use_source(self._config, source)
        self._inquest.expect(source)
        module = self._load(source)
        if notices := self._inquest.notices(goes_on=True):
            return Refusal(status="needs_a_look", message=notices[0])
        if isinstance(module, Refusal):
            return module
        stub, test = stubs[0], Path(assignment.test).read_text(encoding="utf-8")
        names = inspection.public_names(stub, test)
        present = tuple(types.ModuleType.__getattribute__(module, "__dict__"))
        refusal = inspection.missing_name(tree, present, names)
        if refusal:
            return refusal
        return inspection.not_async(tree, stub, names)

    def _load(self, source: Source) -> types.ModuleType | Refusal:
        def run() -> types.ModuleType:
            with virtual_time():
                return source.load()

        self._watchdog.arm()
        try:
            with self._inquest.strict():
                return inspection.load(run, source.wrote)
        finally:
            self._watchdog.disarm()

    # -- the life of one case

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Generator[None, object, bool]:
        """Announce the case, let it run, report it."""
        if self._tripping:
            yield
            return True
        name, case = behaviour_of(item), self._counts[id(item)]
        self._send("begin", behaviour=name, case=case)
        self._reports.clear()
        self._output.begin()
        # A runner whose clean-up was cut off leaves its handler, which holds the last test's task.
        # The private module: `signal.signal` would make a text of the old handler, and so of that
        # task and its exception, however long or hostile.
        _signal.signal(_signal.SIGINT, _signal.default_int_handler)
        self._inquest.begin()
        outcome, fresh = dict(EMPTY), ""
        try:
            yield
        except KeyboardInterrupt:
            # Neither pytest nor asyncio can be trusted to be in order after this.
            fresh = "the code raised `KeyboardInterrupt`, which ended everything"
            outcome |= {"verdict": "crashed", "code": "crashed", "message": fresh}
        except OutOfTimeError as error:  # raised while a failure was looked at
            fresh = error.limit_reached
            outcome |= {"verdict": "timed_out", "code": error.code, "message": fresh}
        except BaseException as error:  # noqa: BLE001  # ours, or the code has broken what we stand on
            fresh = "the grader failed"
            if reason := self._inquest.blames(error):
                fresh = reason
                outcome |= {"verdict": "crashed", "code": "crashed"}
            if isinstance(error, ForgedError):
                outcome["notices"] = [str(error)]
            outcome |= {"message": fresh, "traceback": traceback.format_exc()[-DETAIL_LIMIT:]}
        else:
            outcome = outcome_of(self._reports, self._watchdog.fired)
            if outcome["verdict"] == "internal_error":
                fresh = "the grader failed"  # at least the others shall have a fair chance
            elif self._watchdog.fired:
                # A limit strikes anywhere, so also in pytest's clean-up, whose next test then gets
                # this one's fixtures.
                fresh = self._watchdog.fired.limit_reached
        finally:
            self._watchdog.disarm()
        last = item is item.session.items[-1]
        running = "" if last else _still_running()
        goes_on = not (last or fresh or running)
        self._look_for_cheats(item, outcome, goes_on=goes_on)
        fresh = fresh or (running and _still_running())  # it would go on during the next behaviour
        self._send(
            "outcome",
            behaviour=name,
            case=case,
            output=self._output.take(),
            **outcome,
            more=goes_on,
        )
        if fresh:
            self._send("fresh", reason=fresh)
            self._exit(0)
        return True

    def _look_for_cheats(
        self, item: pytest.Item, outcome: dict[str, Any], *, goes_on: bool
    ) -> None:
        """Add what was noticed to an outcome; after the last one, see whether a failure still fails."""
        passed = outcome["verdict"] == "passed"
        notices = self._inquest.notices(
            behaviour_of(item) if passed else "",
            broken=outcome["verdict"] == "internal_error",
            goes_on=goes_on,
        )
        last = item is item.session.items[-1]
        if passed and last and self._assignment.guard and not self._fails(item):
            notices.append("a test that has to fail did not")
        outcome["notices"] = [*outcome["notices"], *notices]

    def _fails(self, item: pytest.Item) -> bool:
        """Run a test that has to fail, in the place of this one."""
        self._reports.clear()
        probe = pytest.Function.from_parent(
            cast(pytest.Collector, item.parent), name="tripwire", callobj=tripwire
        )
        _place(probe)
        self._tripping = True
        try:
            item.config.hook.pytest_runtest_protocol(item=probe, nextitem=None)
        except Exception:  # noqa: BLE001  # that isn't how a test fails
            return False
        finally:
            self._tripping = False
        return bool(outcome_of(self._reports, None)["verdict"] == "failed")

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_makereport(
        self, item: pytest.Item, call: pytest.CallInfo[None]
    ) -> pytest.TestReport:
        """Make a bare report: the toolkit's finding says what there is to say.

        pytest would format the failure, which takes longer than finding it, and for ever where an
        exception has a thousand causes.
        """
        assert call.when != "collect"
        error = call.excinfo.value if call.excinfo else None
        skipped = isinstance(error, pytest.skip.Exception)
        return pytest.TestReport(
            nodeid=item.nodeid,
            location=item.location,
            keywords={},
            outcome="passed" if error is None else "skipped" if skipped else "failed",
            longrepr="" if error is None else type(error).__name__,
            when=call.when,
        )

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Keep the reports of the case under way."""
        self._reports.append(report)

    @pytest.hookimpl(tryfirst=True)
    def pytest_fixture_setup(self) -> None:
        """Hide the test's name, which pytest keeps in the environment."""
        os.environ.pop("PYTEST_CURRENT_TEST", None)

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_pyfunc_call(self) -> Generator[None, object, object]:
        """Hide the test's name again, and let nobody open files of the grader meanwhile."""
        os.environ.pop("PYTEST_CURRENT_TEST", None)
        with self._inquest.strict():
            return (yield)

    @pytest.hookimpl(tryfirst=True)
    def pytest_timeout_set_timer(self, settings: Any) -> bool:
        """Use our watchdog for pytest-timeout's limit, too."""
        self._watchdog.wall = settings.timeout
        self._watchdog.arm()
        return True

    @pytest.hookimpl(tryfirst=True)
    def pytest_timeout_cancel_timer(self) -> bool:
        """Keep the timer: pytest-timeout stops it at the first failure, but the rest may hang too."""
        return True


class Inquest:
    """Looks out for cheats: what the audit hook has noted, what has been replaced, what was never asked."""

    def __init__(self, assignment: Assignment, snapshot: Snapshot) -> None:
        self._assignment = assignment
        self._snapshot = snapshot
        self._sentry: sentry.Sentry | None = None
        # As its code calls it, which says where it lay when pytest compiled it: a tree may be moved.
        self._file = assignment.test

    def open(self, items: Sequence[pytest.Item]) -> None:
        """Begin, just before the learner's file is looked at."""
        assignment = self._assignment
        if not assignment.guard:
            return
        module = items[0].module if items and isinstance(items[0], pytest.Function) else None
        if items and isinstance(items[0], pytest.Function):
            self._file = inspect.unwrap(items[0].obj).__code__.co_filename
        if module is not None:
            self._snapshot.add("the tests", vars(module), module=module.__name__)
            self._snapshot.add_some("the tests", vars(module), vars(module))
        self._sentry = sentry.post(
            root=str(Path(assignment.test).parents[2]),
            folder=assignment.folder,
            path=assignment.path,
            grants=assignment.grants,
        )

    def begin(self) -> None:
        """Forget which source lines and comparisons messages have needed."""
        linecache.cache.pop(self._assignment.test, None)
        tally(self._file)

    def expect(self, source: Source) -> None:
        """Take in how far this file may reach: most can set nothing but attributes that they name."""
        if source.delves or source.syntax.reshapes:
            self._snapshot.look_closely()
        else:
            self._snapshot.expect(source.syntax.assigned)

    @contextlib.contextmanager
    def strict(self) -> Generator[None, None, None]:
        """While the learner's code runs, even code that isn't the learner's can't read what is ours."""
        if self._sentry is None:
            yield
            return
        self._sentry.running(True)
        try:
            yield
        finally:
            self._sentry.running(False)

    def blames(self, error: BaseException) -> str:
        """Why an error in the grader is the learner's code's doing; '' if it is ours, as far as we know."""
        todo: list[BaseException | None] = [error]
        seen = set[int]()  # not the errors: they may be of the learner's classes
        while todo:
            one = todo.pop()
            if one is None or id(one) in seen:
                continue
            seen.add(id(one))
            if isinstance(one, StuckError):
                return "what the code has left can't be ended"
            if isinstance(one, MemoryError) or (
                isinstance(one, OSError) and one.errno in (errno.EMFILE, errno.EBADF)
            ):
                return "the code has used up memory or open files, or closed those of others"
            if isinstance(one, RecursionError):
                return "the code has used up the stack, or left too little of it"
            step = traceback_of(one)
            while step is not None:
                if step.tb_frame.f_code.co_filename == self._assignment.path:
                    return f"the code has broken what looks at it: {type(one).__name__}"
                step = step.tb_next
            todo += [one.__cause__, one.__context__]
        return ""

    def notices(
        self, passed: str = "", *, broken: bool = False, goes_on: bool = False
    ) -> list[str]:
        """What was noticed since the last time.

        Args:
            passed: the behaviour that is said to have passed.
            broken: whether the grader has failed, so that everything is looked at.
            goes_on: whether others follow in this process, after which everything is compared.
        """
        if self._sentry is None:
            return []
        found = self._sentry.take()
        changed = self._snapshot.changed_by_name() if goes_on else self._snapshot.changed()
        if not changed and broken:
            changed = self._snapshot.changed_in_library()
        if changed:
            found.append(f"`{changed}` was replaced")
        asked, denied = tally(self._file)
        if passed and (denied or asked < self._assignment.comparisons[passed]):
            found.append(f"`{passed}` passed though its comparisons did not")
        return found


def _still_running() -> str:
    """What a behaviour has left running; "" if nothing."""
    if _thread._count():
        return "a thread is still running"
    return "an event loop is still running" if events._get_running_loop() else ""


def _place(item: pytest.Item) -> None:
    """Say where an item is, before pytest looks it up in its file: each report carries it, and nobody reads it."""
    vars(item)["location"] = (item.nodeid, None, item.name)


def behaviour_of(item: pytest.Item) -> str:
    """The behaviour that a collected item is a case of: the name of its function."""
    return str(getattr(item, "originalname", None) or item.name)


def outcome_of(
    reports: Sequence[pytest.TestReport], fired: OutOfTimeError | None
) -> dict[str, Any]:
    """Turn the reports of one case into the fields of an `outcome`, without `output`."""
    findings = [report.finding for report in reports if hasattr(report, "finding")]
    passed = [report.when for report in reports if report.passed] == ["setup", "call", "teardown"]
    outcome = dict(EMPTY)
    if not findings:
        outcome["message"] = "the toolkit has nothing to say about this run"
        if failed := [report for report in reports if not report.passed]:
            outcome["traceback"] = str(failed[0].longrepr)
    else:
        finding = next((one for one in findings if one.verdict != "passed"), findings[0])
        for name in ("verdict", "code", "message", "expected", "observed", "next", "traceback"):
            outcome[name] = str(getattr(finding, name))
        outcome["line"] = finding.line
        outcome["advice"] = list(finding.advice)
        outcome["timeline"] = [_bounded(row) for row in finding.timeline[:ROWS]]
        outcome["notices"] = [line for one in findings for line in one.notices]
    if outcome["verdict"] == "passed" and not passed:
        failed = [report for report in reports if not report.passed]
        outcome["verdict"] = "internal_error"
        outcome["message"] = f"{failed[0].when if failed else 'a phase'} of the test did not pass"
        outcome["traceback"] = str(failed[0].longrepr) if failed else ""
    if fired is not None and outcome["verdict"] not in ("timed_out", "internal_error"):
        # The learner's code caught what the watchdog raised.
        verdict = "timed_out" if fired.busy else "internal_error"
        outcome |= {"verdict": verdict, "code": fired.code, "message": fired.limit_reached}
    for name, limit in TEXTS.items():
        outcome[name] = outcome[name][:limit]
    for name, limit in LISTS.items():
        outcome[name] = [str(item)[:ITEM_LIMIT] for item in outcome[name][:limit]]
    return outcome


def _bounded(row: Sequence[Any]) -> list[Any]:
    """A row of a timeline as it is sent, its texts cut short."""
    # Not `item[:…]`: a task's name may be of a learner's class.
    cut = slice(ITEM_LIMIT)
    return [str.__getitem__(item, cut) if isinstance(item, str) else item for item in row]
