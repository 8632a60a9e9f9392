"""Makes the table of wrong beliefs from what the reject variants really fail.

One Python sees one signature of a variant. Where another sees other failure codes, the table holds
both as alternatives; so a table that was written on several Pythons is right on each of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from grader import misconceptions
from grader.misconceptions import Signature, Table, signature
from grader.records import Chapter, Exercise, Misconception
from grader.solutions.findings import Disagreement
from grader.solutions.trials import STUB, Result

__all__ = ["Update", "derive", "file_of", "read", "update"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Update:
    """What a chapter's table should hold, and for which of its exercises it doesn't."""

    file: str  # relative to the tree
    tables: Mapping[str, Table]
    stale: Mapping[str, tuple[str, ...]]  # by name of exercise: what differs

    def disagreements(self, chapter: Chapter) -> tuple[Disagreement, ...]:
        """Each stale exercise as a disagreement."""
        ids = {each.name: each.id for each in chapter.exercises}
        return tuple(
            Disagreement(
                place=ids.get(name, chapter.id),
                file=self.file,
                problem=f"the table of wrong beliefs is not up to date for {name}\n"
                + "\n".join(differences),
                mend="if that is as it should be\n"
                f"python -m grader solutions --write {ids.get(name, chapter.id)}",
            )
            for name, differences in self.stale.items()
        )


def file_of(chapter: Chapter) -> str:
    """Where the chapter's table is, relative to the tree."""
    return f"tests/{chapter.folder}/misconceptions.json"


def read(root: Path, chapter: Chapter) -> dict[str, Table]:
    """The chapter's table as it is; empty if there is none, or none that can be read."""
    try:
        return misconceptions.read(root / file_of(chapter))
    except (FileNotFoundError, ValueError):
        return {}


def update(
    chapter: Chapter,
    before: Mapping[str, Table],
    results: Mapping[str, Sequence[Result]],
    *,
    add: bool,
) -> Update:
    """What the chapter's table should hold.

    Args:
        chapter: with all of its exercises.
        before: the table as it is.
        results: by exercise id, of those exercises whose results agree with the headers of their
            variants. What is known of the others is left as it is.
        add: where this Python sees other failure codes, keep what others have seen.
    """
    tables: dict[str, Table] = {}
    stale: dict[str, tuple[str, ...]] = {}
    for exercise in chapter.exercises:
        old = before.get(exercise.name)
        if exercise.id not in results:
            if old is not None:
                tables[exercise.name] = old
            continue
        seen = results[exercise.id]
        merged = derive(exercise, seen, old or Table(), add=True)
        if old != merged:
            stale[exercise.name] = tuple(_differences(old or Table(), merged))
        fits = old == merged or add
        tables[exercise.name] = (
            merged if fits else derive(exercise, seen, old or Table(), add=False)
        )
    names = {each.name for each in chapter.exercises}
    stale |= {name: ("there is no such exercise",) for name in before if name not in names}
    return Update(file=file_of(chapter), tables=tables, stale=stale)


def derive(exercise: Exercise, results: Sequence[Result], old: Table, *, add: bool) -> Table:
    """The table of one exercise.

    Args:
        exercise: which one.
        results: of all its trials. What couldn't be tried here keeps its entry of `old`.
        old: the table as it is.
        add: keep the alternatives of `old` that fail the same behaviours.
    """
    known = {each.variant: each for each in old.misconceptions}
    found: list[Misconception] = []
    keepers = old.keepers
    for result in sorted(results, key=lambda result: result.trial.name):
        trial, judgement = result.trial, result.judgement
        if trial.name == STUB and judgement is not None:
            keepers = tuple(each.id for each in exercise.behaviours if each.id in result.passed)
        if trial.variant is None or trial.accept:
            continue
        former = known.get(trial.name)
        signatures: set[Signature] = set()
        if former is not None and (add or judgement is None):
            expected = set(trial.variant.loses)
            signatures = {
                each for each in former.signatures if {name for name, _ in each} == expected
            }
        if judgement is not None and (pairs := signature(judgement.outcomes)):
            signatures.add(pairs)
        if signatures:
            found.append(
                Misconception(
                    belief=trial.variant.belief,
                    variant=trial.name,
                    signatures=tuple(sorted(signatures, key=sorted)),
                )
            )
    return Table(keepers=keepers, misconceptions=tuple(found))


def _differences(old: Table, new: Table) -> Iterator[str]:
    """In which `new` is another table than `old`, a line each."""
    if old.keepers != new.keepers:
        yield f"the stub passes {', '.join(new.keepers) or 'nothing'}"
    before = {each.variant: each for each in old.misconceptions}
    after = {each.variant: each for each in new.misconceptions}
    yield from (f"{name} is gone" for name in before if name not in after)
    for name, each in after.items():
        former = before.get(name)
        if former is None:
            yield f"{name} is new"
            continue
        if former.belief != each.belief:
            yield f"{name} states another belief"
        for pairs in each.signatures:
            if pairs not in former.signatures:
                failures = ", ".join(f"{test}: {code}" for test, code in sorted(pairs))
                yield f"{name} fails in another way ({failures})"
        if set(former.signatures) - set(each.signatures):
            yield f"{name} no longer fails as the table says"
    if list(before) != list(after) and set(before) == set(after):
        yield "variants stand in alphabetical order"
