"""A learner's exercises with warm workers beside them: what was saved is graded at once.

Files are watched by looking at them, some hundred times a second at the one in work and now and then
at the others: that works on every file system, tells of files that appear and vanish as of those
that change, and costs little (docs/decisions/0056, 0060).

One thread owns a desk. Nothing here draws.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Self

from grader import catalogue, looks, progress, promised, select, submission, tree
from grader.errors import Refusal
from grader.pipeline import Run
from grader.records import Exercise, ExerciseGrade, Status
from grader.reports.terminal import explained
from grader.score import score_exercise
from grader.workers.supervisor import Settings, Workers

__all__ = ["Desk", "Standing"]

OTHERS = 0.25  # seconds between looks at the files that aren't in work
HALF_WRITTEN = (
    0.3  # seconds in which a file that can't be loaded may still be on its way to the disk
)
LOOK = 0.005  # seconds between looks meanwhile
# How an exercise stands, by its last verdict, as long as its file is the same.
VERDICTS: Mapping[Status, tuple[progress.State, ...]] = {
    Status.GRADED: (progress.State.DONE, progress.State.FAILING),
    Status.NOT_STARTED: (progress.State.NOT_STARTED,),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How one exercise stands, and its last grade of this session if there is one."""

    exercise: Exercise
    state: progress.State
    grade: ExerciseGrade | None = None


class Desk:
    """The exercises that are watched, and what is known of each. A context manager, to be closed.

    Args:
        root: the trusted tree; the learner works where that says.
        patterns: which exercises, as in `select`; none: all.
        beat: called while a run takes longer than half a second.
        settings: limits for learner code.

    Raises:
        UsageError: the patterns name something that there isn't.
        BrokenTree: the tree is damaged.
    """

    def __init__(
        self,
        root: Path,
        patterns: Sequence[str],
        beat: Callable[[], None],
        *,
        settings: Settings | None = None,
    ) -> None:
        self.root = root
        self._mine = tree.workplace(root)
        self._patterns = patterns
        self._beat = beat
        self._workers = Workers(root=root, jobs=1, settings=settings)
        self._grades: dict[str, ExerciseGrade] = {}
        self._bare: set[str] = set()  # those of them that nothing promised has been added to
        self._seen: dict[str, looks.Signature | None] = {}
        self._ended: dict[str, int] = {}  # when its last verdict came, as files are dated
        self._looked = 0.0
        self._stale = False  # whether the tree has changed since it was read
        self.exercises: tuple[Exercise, ...] = ()
        try:
            self._load()
        except BaseException:
            self._workers.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc_info: object) -> None:
        self._workers.close()

    def standing(self, exercise: Exercise) -> Standing:
        """How an exercise stands now."""
        state, _ = progress.state_of(self._memory, exercise)
        return Standing(exercise=exercise, state=state, grade=self._grades.get(exercise.id))

    def changed(self, in_work: Exercise) -> list[Exercise]:
        """The exercises whose files have changed since the last look; tests of theirs count, too.

        Args:
            in_work: the one that is looked at each time.
        """
        now = time.monotonic()
        if self._is_saved(in_work):
            return [in_work]
        self._workers.prepare(in_work)  # at once after a verdict, for the next save may come soon
        if now - self._looked < OTHERS:
            return []
        self._looked = now
        if [place for place in self._trusted() if self._is_new(place)] or self._stale:
            self._stale = not self._reload()
            if not self._stale:
                return [in_work]
        return [each for each in self.exercises if self._is_saved(each)]

    def grade(self, exercise: Exercise) -> ExerciseGrade:
        """Grade an exercise as its file is now, and remember that.

        A file that can't be loaded may be half written. If it is young, the verdict waits until it has
        changed once more or has grown older.
        """
        self._is_new(
            self._path(exercise)
        )  # what is about to be read: it may just have been written
        grade = self._grade(exercise)
        while grade.status is Status.ERROR:
            if self._is_new(self._path(exercise)):
                grade = self._grade(exercise)
            elif _age(looks.signature(self._path(exercise))) < HALF_WRITTEN:
                time.sleep(LOOK)
            else:
                break
        self._ended[exercise.id] = time.time_ns()
        return grade

    def promise(self, exercise: Exercise) -> bool:
        """Add what was promised to its last grade, once; whether there was anything to add.

        That is for what `details` explains in full, and takes a run of the reference.
        """
        if exercise.id not in self._bare:
            return False
        self._bare.discard(exercise.id)
        grade = self._grades[exercise.id]
        wanted = {exercise.id: [each.behaviour.id for each in explained(grade)]}
        (grade,) = promised.add([grade], wanted, self._workers, lambda: None)
        self._grades[exercise.id] = grade
        return any(each.promised for each in grade.behaviours)

    # -- inside

    def _load(self) -> None:
        """Read what the tree holds, anew."""
        folders = catalogue.folders(self.root)
        chosen = select.chapters(folders, self._patterns)
        known = catalogue.load(self.root, chosen)
        self.exercises = select.select(known, self._patterns)
        self._memory = progress.recall(self.root, chosen)
        self._chapters = chosen
        for place in (*self._trusted(), *map(self._path, self.exercises)):
            self._is_new(place)

    def _reload(self) -> bool:
        """The same once more; False: the tree is broken now, as while a folder of it is renamed."""
        try:
            self._load()
        except Refusal:
            return False
        self._workers.respawn()  # those there are can't read what has taken a file's place
        return True

    def _trusted(self) -> list[Path]:
        files = [self.root / each.test for each in self.exercises]
        return files + [self.root / "exercises" / each / "chapter.toml" for each in self._chapters]

    def _path(self, exercise: Exercise) -> Path:
        return submission.home(self._mine) / exercise.folder / f"{exercise.name}.py"

    def _is_saved(self, exercise: Exercise) -> bool:
        """Whether a learner's file has been saved since the last look, and has no verdict yet.

        A save takes several steps: the file is emptied, then dated, then written, then dated. One look
        may fall between two of them, and the verdict that follows be on the whole already.
        """
        path = self._path(exercise)
        if not self._is_new(path):
            return False
        now, ended = self._seen[str(path)], self._ended.get(exercise.id)
        if now is None or ended is None or now.written > ended:
            return True
        same = VERDICTS.get(self._grades[exercise.id].status, ())
        return self.standing(exercise).state not in same

    def _is_new(self, path: Path) -> bool:
        """Whether a file is another than at the last look, which this is."""
        key, now = str(path), looks.signature(path)
        if now is not None and not now.size and _age(now) < HALF_WRITTEN:
            return False  # what is written anew is empty at first
        before = self._seen.get(key, now)
        self._seen[key] = now
        return now != before

    def _grade(self, exercise: Exercise) -> ExerciseGrade:
        run = Run(self._workers, self._mine, _Beat(self._beat), {}, self._memory)
        (judgement,) = run.judgements([exercise])
        grade = score_exercise(judgement)
        run.keep([grade])
        self._memory = replace(self._memory, entries=progress.entries(self._mine))
        self._grades[exercise.id] = grade
        self._bare.add(exercise.id)
        return grade


class _Beat:
    """A listener that passes on only that it goes on."""

    def __init__(self, beat: Callable[[], None]) -> None:
        self.tick = beat

    def expect(self, total: int) -> None:
        """It is one."""

    def start(self, name: str) -> None:
        """Known."""

    def finish(self, name: str, result: str) -> None:
        """Told otherwise."""


def _age(signature: looks.Signature | None) -> float:
    """Seconds since the file was written; for ever if it isn't there, or is from another clock."""
    if signature is None:
        return math.inf
    age = time.time() - signature.written / 1e9
    return age if age > -HALF_WRITTEN else math.inf
