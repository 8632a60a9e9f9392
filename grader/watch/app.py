"""The screen: one exercise, how it stands, and keys for what one does next.

Two threads: this one draws and takes keys; the other one owns the desk, looks at the files, and
grades. Orders go to it through a queue, and what comes of them comes back as calls of this one.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import queue
import signal
import subprocess
import sys
import threading
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar

from rich.text import Text
from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.dom import DOMNode
from textual.screen import ModalScreen, Screen
from textual.widgets import Footer, OptionList, Static
from textual.widgets.option_list import Option

from grader import hints, submission, tree, workbench
from grader.desk import Desk, Standing
from grader.errors import Refusal
from grader.files import learner_file
from grader.progress import State
from grader.records import Exercise, Status
from grader.reports.layout import Line
from grader.reports.terminal import View, details
from grader.reports.text import clean
from grader.watch.editor import editor

__all__ = ["Watch"]

LOOK = 0.008  # seconds between looks at the file in work
_STYLES = {"good": "green", "bad": "bold red", "warn": "yellow", "dim": "dim", "title": "bold"}
_MARKS = {
    State.DONE: ("●", "green"),
    State.FAILING: ("✗", "red"),
    State.STALE: ("~", "yellow"),
    State.NEW: ("?", ""),
    State.NOT_STARTED: ("○", "dim"),
    State.NOT_AVAILABLE: ("–", "dim"),
    State.PROBLEM: ("!", "yellow"),
}


@dataclass(frozen=True, slots=True)
class _Told:
    """What the other thread tells: the exercise, how all of them stand, and how long it took."""

    standing: Standing
    all: tuple[Standing, ...]
    seconds: float | None = None  # from the save's discovery to the verdict
    is_verdict: bool = True  # else the last one stands, and there is more to show of it


class Watch(App[int]):
    """Watches exercises and shows the one in work.

    Args:
        root: the trusted tree; the learner works where that says.
        patterns: which exercises.
        log: a file to which a line of JSON is added for each verdict shown: exercise, points,
            possible, and the time as `time.time` gives it. For programs that look over our shoulder.
    """

    TITLE = "asyncio kata"
    ENABLE_COMMAND_PALETTE = False
    CSS = """
    #head { height: auto; padding: 0 1; background: $panel; }
    #body { padding: 0 1; }
    #hints { height: auto; max-height: 40%; padding: 0 1; border-top: solid $secondary; display: none; }
    #state { height: 1; padding: 0 1; background: $panel; color: $text-muted; }
    Chooser { align: center middle; }
    Chooser OptionList { width: 80%; max-width: 90; height: 80%; border: round $secondary; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("n", "step(1)", "next"),
        Binding("p", "step(-1)", "previous"),
        Binding("l", "choose", "list"),
        Binding("h", "hint", "hint"),
        Binding("e", "edit", "edit"),
        Binding("d", "demo", "demo"),
        Binding("r", "reset", "reset"),
        Binding("u", "undo", "undo"),
        Binding("q", "leave", "quit"),
        Binding("ctrl+c", "leave", "quit", show=False, priority=True),
    ]

    def __init__(self, root: Path, patterns: list[str], log: Path | None = None) -> None:
        super().__init__()
        self._root = root
        self._mine = tree.workplace(root)
        self._patterns = patterns
        self._notes = log
        self._orders: queue.SimpleQueue[Exercise | None] = queue.SimpleQueue()
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._work, name="desk", daemon=True)
        self._told: _Told | None = None
        self.trouble: Refusal | None = None

    # -- the screen

    def compose(self) -> ComposeResult:
        """Head, body, hints, state, keys."""
        yield Static(id="head")
        with VerticalScroll(id="scroll"):
            yield Static("warming up …", id="body")
        yield Static(id="hints")
        yield Static(id="state")
        yield Footer()

    def on_mount(self) -> None:
        """Begin."""
        self.theme = "textual-dark"
        _draw_whole(self, self.screen)
        for name in ("SIGTERM", "SIGHUP"):
            with contextlib.suppress(AttributeError, NotImplementedError, ValueError, RuntimeError):
                loop = asyncio.get_running_loop()
                loop.add_signal_handler(getattr(signal, name), self.action_leave)
        self._thread.start()

    def on_unmount(self) -> None:
        """End the other thread, and wait until its processes are gone."""
        self._stopping.set()
        self._orders.put(None)
        self._thread.join(20)

    def on_resize(self) -> None:
        """Draw what depends on the width."""
        if self._told:
            self._draw(self._told)

    def _draw(self, told: _Told) -> None:
        exercise = told.standing.exercise
        if self._told is None or self._told.standing.exercise.id != exercise.id:
            self.query_one("#hints").display = False
        is_news, self._told = told is not self._told and told.is_verdict, told
        self.query_one("#head", Static).update(_head(told))
        self.query_one("#body", Static).update(self._body(told.standing))
        self.query_one("#state", Static).update(_overall(told))
        if is_news and told.seconds is not None and self._notes is not None:
            self.call_after_refresh(self._note, told)

    def _body(self, standing: Standing) -> Text:
        exercise, grade = standing.exercise, standing.grade
        text = Text()
        if grade is None or grade.status is Status.NOT_STARTED:
            path = submission.home(self._mine) / exercise.folder / f"{exercise.name}.py"
            text.append(f"{_shown(path)}\n", "bold")
            if standing.state is State.NOT_STARTED:
                text.append("Do what its docstring asks for, and save: it is graded at once.\n\n")
            text.append(f"the primer: {_shown(path.with_name('README.md'))}\n\n", "dim")
            for each in exercise.behaviours:
                text.append("○ ", "dim")
                text.append(f"{each.statement}\n")
            return text
        view = View(
            files={exercise.id: learner_file(grade, self._mine)},
            width=max(self.size.width - 5, 40),  # without margins and scroll bar
        )
        for line in details(grade, view):
            _append(text, line)
        if standing.state is State.DONE:
            text.append("\nEvery behaviour passes. ", "bold green")
            text.append(f"n goes on; `nox -s compare -- {exercise.id}` shows another design.\n")
        return text

    def _note(self, told: _Told) -> None:
        grade = told.standing.grade
        assert grade is not None
        assert self._notes is not None
        line = {
            "exercise": grade.exercise.id,
            "points": grade.points,
            "possible": grade.possible,
            "at": time.time(),
        }
        with contextlib.suppress(OSError), self._notes.open("a", encoding="utf-8") as stream:
            stream.write(json.dumps(line) + "\n")

    # -- keys

    @property
    def _exercise(self) -> Exercise | None:
        return self._told.standing.exercise if self._told else None

    def action_step(self, by: int) -> None:
        """Go on or back."""
        if self._told is None:
            return
        order = [each.exercise for each in self._told.all]
        if len(order) == 1:
            self.notify("this is the only exercise that is watched; `watch` alone watches all")
        now = order.index(self._told.standing.exercise)
        self._orders.put(order[(now + by) % len(order)])

    def action_choose(self) -> None:
        """Show the list, and go where one chooses."""
        if self._told is not None:
            _ = self.push_screen(Chooser(self._told), self._go)

    def _go(self, exercise: Exercise | None) -> None:
        if exercise is not None:
            self._orders.put(exercise)

    def action_hint(self) -> None:
        """Show one hint more."""
        if self._exercise is None:
            return
        shown = hints.following(self._mine, self._exercise)
        lines = [f"{number}  {hint}" for number, hint in enumerate(shown, 1)]
        more = "h shows one more" if len(shown) < len(self._exercise.hints) else "that is all"
        panel = self.query_one("#hints", Static)
        panel.update(Text("\n".join([*lines, f"   ({more})"])))
        panel.display = True

    def action_reset(self) -> None:
        """Put the stub back; the file is saved first."""
        self._change(workbench.reset, "the stub is back; u takes that back")

    def action_undo(self) -> None:
        """Take the last reset back."""
        self._change(workbench.undo, "it is what was saved last again")

    def _change(self, change: Callable[[Path, Exercise], Path | None], done: str) -> None:
        if self._exercise is None:
            return
        try:
            saved = change(self._root, self._exercise)
        except Refusal as refusal:
            self.notify(str(refusal), severity="error", markup=False)
            return
        kept = f"\nyours is kept in {saved.relative_to(self._mine)}" if saved else ""
        self.notify(done + kept, markup=False)

    def action_edit(self) -> None:
        """Open the file where its writer writes."""
        if self._told is None:
            return
        exercise, grade = self._told.standing.exercise, self._told.standing.grade
        path = submission.home(self._mine) / exercise.folder / f"{exercise.name}.py"
        line = grade.line if grade else None
        if grade and not line:
            line = next((each.outcome.line for each in grade.behaviours if each.outcome.line), None)
        found = editor(path, line, os.environ)
        if found is None:
            self.notify("set EDITOR to the command of your editor", severity="warning")
            return
        self._run_outside(found.command, in_terminal=found.in_terminal)

    def action_demo(self) -> None:
        """Run the file as a program, in the terminal that we give back meanwhile."""
        if self._exercise is None:
            return
        path = submission.home(self._mine) / self._exercise.folder / f"{self._exercise.name}.py"
        self._run_outside((sys.executable, str(path)), in_terminal=True, pause=True)

    def _run_outside(
        self, command: tuple[str, ...], *, in_terminal: bool, pause: bool = False
    ) -> None:
        try:
            if not in_terminal:
                subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
                return
            with self.suspend():
                # Ctrl-C is for the program, in which a handler that is no more than caught is undone.
                before = signal.signal(signal.SIGINT, lambda *_: None)
                try:
                    subprocess.run(command, check=False)
                finally:
                    signal.signal(signal.SIGINT, before)
                if pause:
                    sys.stdout.write("\n(Enter goes back)")
                    sys.stdout.flush()
                    sys.stdin.readline()
        except OSError as error:
            self.notify(f"{command[0]} can't be run: {error.strerror}", severity="error")
        self.refresh(layout=True)

    def action_leave(self) -> None:
        """End."""
        self._stopping.set()
        self.exit(0)

    # -- the other thread

    def _work(self) -> None:
        try:
            with Desk(self._root, self._patterns, self._beat) as desk:
                self._attend(desk)
        except Refusal as refusal:
            self._call(self._fail, refusal)
        except Exception:  # noqa: BLE001 - shown as ours once the terminal is given back
            self._call(self._fail, Refusal(f"the grader's own fault:\n{traceback.format_exc()}"))

    def _attend(self, desk: Desk) -> None:
        in_work = _first(desk)
        self._show(desk, in_work)
        if desk.standing(in_work).state is not State.NOT_STARTED:
            desk.grade(in_work)
            self._show(desk, in_work)
        seconds = None
        while not self._stopping.is_set():
            with contextlib.suppress(queue.Empty):
                order = self._orders.get(timeout=LOOK)
                if order is None:
                    return
                in_work, seconds = order, None
                standing = desk.standing(in_work)
                self._show(desk, in_work)
                if standing.grade is None and standing.state is not State.NOT_STARTED:
                    desk.grade(in_work)
                    self._show(desk, in_work)
            changed = desk.changed(in_work)
            for exercise in changed:
                since = time.perf_counter()
                in_work = exercise
                desk.grade(exercise)
                seconds = time.perf_counter() - since
                self._show(desk, exercise, seconds)
            if not changed and desk.promise(in_work):  # what is saved comes first
                self._show(desk, in_work, seconds, is_verdict=False)

    def _show(
        self,
        desk: Desk,
        exercise: Exercise,
        seconds: float | None = None,
        *,
        is_verdict: bool = True,
    ) -> None:
        standings = tuple(desk.standing(each) for each in desk.exercises)
        standing = next(each for each in standings if each.exercise.id == exercise.id)
        self._call(self._draw, _Told(standing, standings, seconds, is_verdict))

    def _beat(self) -> None:
        self._call(self._say, "still running …")

    def _say(self, text: str) -> None:
        self.query_one("#state", Static).update(text)

    def _fail(self, refusal: Refusal) -> None:
        self.trouble = refusal
        self.exit(2)

    def _call(self, function: Callable[..., None], *arguments: object) -> None:
        if not self._stopping.is_set():
            self.call_later(function, *arguments)


class Chooser(ModalScreen[Exercise | None]):
    """All exercises, to choose one."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,l,q", "dismiss", "back")]

    def __init__(self, told: _Told) -> None:
        super().__init__()
        self._told = told

    def compose(self) -> ComposeResult:
        """The list."""
        options = []
        for each in self._told.all:
            mark, style = _MARKS[each.state]
            text = Text.assemble((f"{mark} ", style), f"{each.exercise.id}  {each.exercise.title}")
            options.append(Option(text, id=each.exercise.id))
        yield OptionList(*options)

    def on_mount(self) -> None:
        """Begin at the one in work."""
        _draw_whole(self, self)
        ids = [each.exercise.id for each in self._told.all]
        self.query_one(OptionList).highlighted = ids.index(self._told.standing.exercise.id)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """It is chosen."""
        _ = self.dismiss(self._told.all[event.option_index].exercise)


def _draw_whole(node: DOMNode, screen: Screen[Any]) -> None:
    """Draw everything each time that something has moved.

    Textual draws what has changed since it last worked out where things are. It does that for other
    reasons, too, without drawing; then what a notification has covered stays covered when it is gone.
    """
    screen.screen_layout_refresh_signal.subscribe(node, lambda moved: moved.refresh())


def _first(desk: Desk) -> Exercise:
    """Where to begin: at what was begun and isn't done, else at what wasn't begun, else at the first."""
    for wanted in (State.FAILING, State.STALE, State.NEW, State.PROBLEM), (State.NOT_STARTED,):
        for exercise in desk.exercises:
            if desk.standing(exercise).state in wanted:
                return exercise
    return desk.exercises[0]


def _head(told: _Told) -> Text:
    exercise, grade = told.standing.exercise, told.standing.grade
    mark, style = _MARKS[told.standing.state]
    text = Text.assemble((f"{mark} ", style), (f"{exercise.id}  {exercise.title}", "bold"))
    text.append(f"  {'★' * exercise.stars}", "yellow")
    text.append(f"  {told.standing.state.value}")
    if grade and grade.possible:
        text.append(f"  {grade.points}/{grade.possible}")
    if told.seconds is not None:
        text.append(f"  in {told.seconds * 1000:.0f} ms", "dim")
    return text


def _overall(told: _Told) -> Text:
    own = [each for each in told.all if each.exercise.folder == told.standing.exercise.folder]
    text = Text()
    for each in own:
        mark, style = _MARKS[each.state]
        text.append(mark, style)
    done = sum(each.state is State.DONE for each in own)
    text.append(f"  {own[0].exercise.id[:4]}: {done} of {len(own)} done")
    if len(told.all) > len(own):
        done = sum(each.state is State.DONE for each in told.all)
        text.append(f"   all: {done} of {len(told.all)}")
    return text


def _append(text: Text, line: Line) -> None:
    for span in line:
        text.append(span.text, _STYLES.get(span.style, ""))
    text.append("\n")


def _shown(path: Path) -> str:
    here = Path.cwd()
    return clean(str(path.relative_to(here) if path.is_relative_to(here) else path))
