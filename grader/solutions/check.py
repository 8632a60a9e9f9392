"""The authors' check as a whole: tries exercises on their solutions, and gathers what is wrong.

It keeps warm processes and what they have found. So a further round tries only what has changed since:
a solution that was edited, or, of all solutions, the behaviours whose tests were edited. That they can
be tried alone is a rule of ours: behaviours of an exercise are independent of each other.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from types import TracebackType
from typing import Self

from grader import catalogue, looks, screen, select
from grader.records import Catalogue, Chapter, Exercise, Judgement, Status
from grader.solutions import claims, form, pieces, reach, tables, trials, unwritten
from grader.solutions.findings import Disagreement
from grader.solutions.trials import Result, Trial
from grader.submission import Problem, Source
from grader.workers.supervisor import Workers

__all__ = ["Check", "Round"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """What one round came to."""

    exercises: tuple[Exercise, ...]  # those that were looked at, in order
    results: Mapping[str, tuple[Result, ...]]  # by exercise id, what is known of all their trials
    found: tuple[Disagreement, ...]  # all that is wrong with them and their chapters
    tried: int  # solutions that were run, wholly or in part
    elsewhere: int  # disagreements that stand in what wasn't looked at


@dataclass(frozen=True, slots=True, kw_only=True)
class _Attempt:
    """A trial with all that its outcome hangs on: for every behaviour, and for each of them."""

    trial: Trial
    source: Source | Problem
    basis: tuple[object, ...]
    own: Mapping[str, str]  # by behaviour, the text of its test

    @property
    def key(self) -> tuple[str, str]:
        """What names the trial, whatever its files hold."""
        return self.trial.exercise.id, self.trial.name


@dataclass(frozen=True, slots=True, kw_only=True)
class _Known:
    """What became of an attempt."""

    attempt: _Attempt
    judgement: Judgement

    def stale(self, now: _Attempt) -> tuple[str, ...]:
        """The behaviours that have to be tried again."""
        before, same = self.attempt.own, self.attempt.basis == now.basis
        changed = tuple(name for name, text in now.own.items() if before.get(name) != text)
        if same and (not changed or _is_plain(self.judgement)):
            return changed
        return tuple(now.own)


class Check:
    """Checks a selection of exercises, again and again. A context manager, to be closed.

    Args:
        root: the trusted tree.
        patterns: which exercises, as in `select`.
        jobs: solutions to run at a time; None: as many as there are processors.
        write: is called with each table of wrong beliefs that isn't up to date; None: that is
            a disagreement.
        add: in tables, keep what was written on other Pythons.
    """

    def __init__(
        self,
        root: Path,
        patterns: Sequence[str],
        *,
        jobs: int | None = None,
        write: Callable[[tables.Update], None] | None = None,
        add: bool = False,
    ) -> None:
        self.root = root
        self.folders = select.chapters(catalogue.folders(root), patterns)
        self._patterns = patterns
        self._write = write
        self._add = add
        self._due = {(folder, "") for folder in self.folders}  # and an exercise's name, or ""
        self._chapters: dict[str, Chapter] = {}  # by folder
        self._known: dict[tuple[str, str], _Known] = {}
        self._measured: dict[str, tuple[object, reach.Measurement]] = {}  # by exercise id
        self._results: dict[str, tuple[Result, ...]] = {}  # by exercise id
        self._found: dict[str, list[Disagreement]] = {}  # by id of exercise or chapter
        self._session: reach.Session | None = reach.Session(root)
        self._readable = self._tests()
        self._workers = Workers(root=root, jobs=jobs)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._workers.close()
        if self._session is not None:
            self._session.close()

    def saved(self, files: Iterable[str]) -> None:
        """Files were written to: the next round looks at the exercises and chapters they belong to."""
        for file in files:
            _, folder, *inside = file.split("/")
            names = (part.removeprefix("test_").removesuffix(".py") for part in inside)
            self._due.add((folder, next((name for name in names if name.startswith("ex")), "")))

    def warm_up(self) -> None:
        """Make ready for the next round, while nobody waits."""
        if self._session is None:
            self._session = reach.Session(self.root)

    def round(self, progress: screen.Progress) -> Round:
        """Look at what is due; at first that is everything.

        Raises:
            BrokenTree: as the catalogue does. What is due stays due.
            UsageError: there isn't what the patterns name.
        """
        chapters, exercises = self._load()
        progress.expect(len(exercises))
        plan: dict[str, tuple[Trial, ...]] = {}
        finished: set[str] = set()
        for exercise in exercises:
            plan[exercise.id], headers = trials.of(self.root, exercise)
            marks = unwritten.in_exercise(self.root, exercise)
            self._found[exercise.id] = [*marks, *headers]
            if not marks:
                finished.add(exercise.id)
        here = [each for each in exercises if not plan[each.id][0].absent]
        measuring = self._begin_to_measure([each for each in here if each.id in finished])
        tried = self._try(exercises, plan, progress)
        broken = self._end_measuring(measuring)
        for exercise in exercises:
            own = self._results[exercise.id]
            found = self._found[exercise.id]
            found += claims.check(exercise, own, finished=exercise.id in finished)
            found += form.check_exercise(self.root, exercise)
            known = exercise.id in finished and exercise.id in self._measured
            if known and not own[0].failed:
                found += reach.check(exercise, self._measured[exercise.id][1])
        for chapter in chapters:
            self._found[chapter.id] = list(self._check_chapter(chapter))
        self._due.clear()
        places = [*(each.id for each in exercises), *(each.id for each in chapters)]
        everything = [*broken, *(each for place in places for each in self._found[place])]
        return Round(
            exercises=exercises,
            results={each.id: self._results[each.id] for each in exercises},
            found=tuple(sorted(everything, key=lambda each: each.place)),  # a chapter's own first
            tried=tried,
            elsewhere=sum(len(self._found[each]) for each in self._found if each not in places),
        )

    # -- inside

    def _load(self) -> tuple[tuple[Chapter, ...], tuple[Exercise, ...]]:
        """The chapters and exercises that are due, read anew."""
        due = {folder for folder, _ in self._due}
        for folder in self.folders:
            if folder in due:
                self._chapters.pop(folder, None)
                known = catalogue.load(self.root, [folder], table=False)
                (self._chapters[folder],) = known.chapters
        chapters = tuple(self._chapters[folder] for folder in self.folders)
        chosen = select.select(Catalogue(root=self.root, chapters=chapters), self._patterns)
        places = {each.id for each in chosen} | {each.id for each in chapters}
        self._found = {place: found for place, found in self._found.items() if place in places}
        self._results = {place: own for place, own in self._results.items() if place in places}
        return tuple(each for each in chapters if each.folder in due), tuple(
            each
            for each in chosen
            if (each.folder, "") in self._due or (each.folder, each.name) in self._due
        )

    def _try(
        self,
        exercises: Sequence[Exercise],
        plan: Mapping[str, tuple[Trial, ...]],
        progress: screen.Progress,
    ) -> int:
        """Run what has changed, and put the results together; how many solutions were run."""
        attempts = [
            attempt
            for exercise in exercises
            for attempt in self._attempts(exercise, plan[exercise.id])
        ]
        stale = {each.key: self._stale(each) for each in attempts}
        todo = [each for each in attempts if stale[each.key]]
        left = Counter(each.key[0] for each in todo)
        tried = len(todo)
        if todo and self._readable != self._tests():
            self._readable = self._tests()
            self._workers.respawn()
        while todo:
            by_key = {each.key: each for each in todo}
            todo = []
            some = [
                (replace(each.trial, only=stale[each.key]), each.source) for each in by_key.values()
            ]
            for trial, judgement in trials.run(self._workers, some):
                attempt = by_key[trial.exercise.id, trial.name]
                in_part = len(trial.only) < len(attempt.own)
                if in_part and not _is_plain(judgement):
                    stale[attempt.key] = tuple(attempt.own)
                    todo.append(attempt)
                    continue
                before = self._known[attempt.key].judgement if in_part else judgement
                joined = _joined(before, judgement, trial.only)
                self._known[attempt.key] = _Known(attempt=attempt, judgement=joined)
                left[attempt.key[0]] -= 1
                if not left[attempt.key[0]]:
                    progress.finish(attempt.key[0], "tried")
        for attempt in attempts:  # what has been left as it is counts for what the files say now
            self._known[attempt.key] = replace(self._known[attempt.key], attempt=attempt)
        for exercise in exercises:
            self._results[exercise.id] = tuple(self._result(each) for each in plan[exercise.id])
        return tried

    def _stale(self, attempt: _Attempt) -> tuple[str, ...]:
        """The behaviours to try it on."""
        known = self._known.get(attempt.key)
        return tuple(attempt.own) if known is None else known.stale(attempt)

    def _tests(self) -> dict[Path, int]:
        """The hidden tests that are there, and which files they are.

        Processes that are locked in can read those that were there when they began: not what is new, and
        not what an editor has put in the place of another file.
        """
        found = (self.root.glob(f"tests/{folder}/test_*.py") for folder in self.folders)
        return {
            path: known.number
            for paths in found
            for path in paths
            if (known := looks.signature(path)) is not None
        }

    def _attempts(self, exercise: Exercise, own: Sequence[Trial]) -> Iterator[_Attempt]:
        shared, tests = pieces.of_test((self.root / exercise.test).read_bytes())
        stubs = tuple((self.root / each).read_bytes() for each in exercise.stubs)
        for trial in own:
            if not trial.absent:
                source = trials.code(self.root, trial)
                text = source.content if isinstance(source, Source) else source.message.encode()
                yield _Attempt(
                    trial=trial,
                    source=source,
                    basis=(pieces.of_solution(text), shared, stubs, exercise.grants),
                    own={each.id: tests.get(each.id, "") for each in exercise.behaviours},
                )

    def _result(self, trial: Trial) -> Result:
        if trial.absent:
            return Result(trial=trial, judgement=None)
        judgement = self._known[trial.exercise.id, trial.name].judgement
        by_name = {each.behaviour: each for each in judgement.outcomes}
        outcomes = tuple(by_name[each.id] for each in trial.exercise.behaviours)
        judgement = replace(judgement, exercise=trial.exercise, outcomes=outcomes)
        return Result(trial=trial, judgement=judgement)

    def _begin_to_measure(self, exercises: Sequence[Exercise]) -> dict[str, object]:
        """Have it measured what the tests reach, where that may have changed; on which grounds."""
        grounds: dict[str, object] = {}
        todo = []
        for each in exercises:
            reference = self.root / each.reference
            tests = pieces.of_test((self.root / each.test).read_bytes())
            now = tests, reference.read_bytes() if reference.is_file() else b""
            if each.id not in self._measured or self._measured[each.id][0] != now:
                grounds[each.id] = now
                todo.append(each)
        if todo:
            self.warm_up()
            assert self._session is not None
            self._session.begin(todo)
        return grounds

    def _end_measuring(self, grounds: Mapping[str, object]) -> tuple[Disagreement, ...]:
        """Take in what was measured."""
        if not grounds:
            return ()
        assert self._session is not None
        measured = self._session.result()
        self._session.close()
        self._session = None
        for each, now in grounds.items():
            self._measured.pop(each, None)
            if not measured.broken:
                self._measured[each] = now, measured
        if not measured.broken:
            return ()
        return (
            Disagreement(
                place="coverage",
                file="",
                problem=measured.broken,
                mend="what the tests reach is not known: mend the session that measures it",
                ours=True,
            ),
        )

    def _check_chapter(self, chapter: Chapter) -> Iterator[Disagreement]:
        """What is wrong with a chapter, and with its table, now that its exercises have been tried."""
        if all(each.id in self._results for each in chapter.exercises):
            yield from form.check_chapter(self.root, chapter)
        sound = {
            each.id: self._results[each.id]
            for each in chapter.exercises
            if each.id in self._results and not self._found[each.id]
        }
        before = tables.read(self.root, chapter)
        update = tables.update(chapter, before, sound, add=self._add)
        if self._write is None:
            yield from update.disagreements(chapter)
        elif update.stale:
            self._write(update)


def _joined(before: Judgement, now: Judgement, names: Collection[str]) -> Judgement:
    """A judgement from two runs: of the behaviours in `names`, what they are now."""
    outcomes = {each.behaviour: each for each in before.outcomes}
    outcomes |= {each.behaviour: each for each in now.outcomes if each.behaviour in names}
    return replace(now, outcomes=tuple(outcomes.values()))


def _is_plain(judgement: Judgement) -> bool:
    """Whether each behaviour's outcome is its own: it was graded, and nothing odd was noticed."""
    return judgement.status is Status.GRADED and not judgement.notices
