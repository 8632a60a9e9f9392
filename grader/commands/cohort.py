"""Grade many submissions: as many as you have, with results stored as they come.

PLACE is a folder that holds a folder, zip file or bare git repository for each submission; or a text file
that lists such places, a line each, perhaps with a name and a tab before it. Run it again after a kill, or
when something new has come: what has a verdict keeps it, and equal files are graded once. Into --out go
results.sqlite, results.csv, totals.csv and report.html. With --scheduler, the workers of a Dask cluster run
the submissions, and only they; results come here.

Exit codes: 0 graded; 2 wrong usage or a broken tree; 3 some could not be graded by a fault of the grader's
own: run it again, and report it if it stays.
"""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from grader.commands._options import number, tree_option
from grader.errors import Exit, UsageError

if TYPE_CHECKING:
    from grader.cohort.work import Cohort, Crew


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what `cohort` takes."""
    parser.add_argument("place", metavar="PLACE", type=Path, help="where the submissions are")
    parser.add_argument("selection", nargs="*", metavar="SELECTION", help="as for `grade`")
    parser.add_argument(
        "--out",
        metavar="DIR",
        type=Path,
        help="where results go; by default PLACE-results beside it",
    )
    parser.add_argument("--jobs", metavar="N", type=number, help="exercises to run at a time")
    parser.add_argument(
        "--scheduler",
        metavar="ADDRESS",
        help="of a Dask cluster that runs them, such as tcp://10.0.0.1:8786",
    )
    parser.add_argument(
        "--worker-tree",
        metavar="DIR",
        type=Path,
        help="where its workers have their copy of the trusted tree; by default where ours is",
    )
    parser.add_argument(
        "--clearances",
        metavar="FILE",
        type=Path,
        help="what `clear` has written; by default clearances.jsonl in the trusted tree",
    )
    tree_option(parser)


def run(options: argparse.Namespace) -> int:
    """Find, read, grade, and write the tables."""
    from grader import catalogue, clearances, progress, select, tree
    from grader.cohort import page, sources, table
    from grader.cohort.store import Store
    from grader.cohort.work import Cohort

    root = (options.tree or tree.home()).resolve()
    place = options.place.resolve()
    out = (options.out or place.with_name(f"{place.stem}-results")).resolve()
    if place.is_dir() and out.is_relative_to(place):
        raise UsageError(f"--out: {out} is among the submissions; name a folder beside them")
    folders = select.chapters(catalogue.folders(root), options.selection)
    known = catalogue.load(root, folders)
    cohort = Cohort(
        root=root,
        known=known,
        exercises=select.select(known, options.selection),
        submissions=sources.find(place, out / "mirrors"),
        memory=progress.recall(root, folders, out),
        passing=clearances.load(options.clearances or root / clearances.NAME),
    )
    said = _Progress()
    try:
        with Store(out / "results.sqlite") as store:
            cohort.scan(store, said.tell)
            graded = cohort.grade(store, said.tell, lambda: _hire(options, cohort))
            rows = list(store.rows(cohort.bases()))
        found = table.totals(rows)
        for name, text in {
            "results.csv": table.results_csv(rows),
            "totals.csv": table.totals_csv(found),
            "report.html": page.page(rows, f"asyncio kata: {place.name}"),
        }.items():
            (out / name).write_text(text, encoding="utf-8")
    except OSError as error:
        raise UsageError(f"{out} can't be written: {error.strerror or error}") from None
    looks = sum(each.needs_a_look for each in found)
    print(f"{len(cohort.submissions)} submissions; {graded} different files were graded now")
    print(
        f"{looks} results have to be looked at by a person" if looks else "nothing to be looked at"
    )
    print(f"the results are in {out}")
    missing = len(cohort.submissions) * len(cohort.exercises) - len(rows)
    if missing:
        print(f"grader: {missing} results are missing by a fault of its own", file=sys.stderr)
        return Exit.FAULT
    return Exit.DONE


def _hire(options: argparse.Namespace, cohort: Cohort) -> Crew:
    """Who runs the submissions."""
    if not options.scheduler:
        from grader.workers.supervisor import Workers

        return Workers(root=cohort.root, jobs=options.jobs)
    if options.jobs:
        raise UsageError("--jobs is for this machine; on a cluster, each worker's threads decide")
    from grader.cohort import wire

    try:
        from grader.cohort.cluster import Cluster
    except ModuleNotFoundError as error:
        raise UsageError(
            f"--scheduler needs Dask ({error.name} is missing here): "
            'pip install "asyncio-kata[cohort]"; `nox -s cohort` does that by itself'
        ) from None
    return Cluster(
        options.scheduler,
        tree=options.worker_tree or cohort.root,
        folders=[each.folder for each in cohort.known.chapters],
        terms=wire.terms(cohort.memory.index.digests, [each.id for each in cohort.exercises]),
        tell=lambda text: print(f"grader: {text}", file=sys.stderr),
    )


class _Progress:
    """Says once a second how far it is, how fast, and for how long still."""

    def __init__(self) -> None:
        self._what = ""
        self._began = self._said = time.monotonic()

    def tell(self, what: str, done: int, of: int) -> None:
        """So much is done."""
        now = time.monotonic()
        if what != self._what:
            self._what, self._began, self._said = what, now, now
        if now - self._said < 1:
            return
        self._said = now
        rate = done / (now - self._began)
        left = f", {(of - done) / rate:.0f} s left" if rate else ""
        end = "\r" if sys.stderr.isatty() else "\n"
        sys.stderr.write(f"{what} {done}/{of}, {rate:.1f}/s{left}   {end}")
        sys.stderr.flush()
