"""Grade many submissions: as many as you have, with results stored as they come.

PLACE is a folder that holds a folder, zip file or bare git repository for each submission; or a text file
that lists such places, a line each, perhaps with a name and a tab before it. Run it again after a kill, or
when something new has come: what has a verdict keeps it, and equal files are graded once. Into --out go
results.sqlite, results.csv, totals.csv and report.html; with --format, each submission's grade, too. With
--scheduler, the workers of a Dask cluster run the submissions, and only they; results come here.

Exit codes: 0 graded; 2 wrong usage or a broken tree; 3 some could not be graded by a fault of the grader's
own: run it again, and report it if it stays.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from grader.commands._options import about, course_options, number, the_course, tree_option
from grader.errors import Exit, UsageError

if TYPE_CHECKING:
    from grader.cohort.sources import Submission
    from grader.cohort.table import Table
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
    course_options(parser)
    parser.add_argument(
        "--parquet", action="store_true", help="write the tables as Parquet files, too"
    )
    parser.add_argument(
        "--format",
        metavar="NAME",
        action="append",
        default=[],
        help="write each submission's grade as NAME/SUBMISSION, too; names as for `grade`",
    )
    parser.add_argument(
        "--about",
        metavar="KEY=VALUE",
        action="append",
        default=[],
        help="what a format asks for besides, such as assignment=ch27 for classroom50",
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
    from grader import adjustments, catalogue, clearances, progress, select, tree
    from grader.cohort import page, papers, sources, table
    from grader.cohort.store import Store
    from grader.cohort.work import Cohort
    from grader.score import Terms

    root = (options.tree or tree.home()).resolve()
    place = options.place.resolve()
    out = (options.out or place.with_name(f"{place.stem}-results")).resolve()
    if place.is_dir() and out.is_relative_to(place):
        raise UsageError(f"--out: {out} is among the submissions; name a folder beside them")
    formats, told = _formats(options.format), about(options.about)
    if options.parquet:
        _insist_on_pyarrow()
    course = the_course(options, root)
    selection = course.narrow(options.selection) if course else options.selection
    folders = select.chapters(catalogue.folders(root), selection)
    known = catalogue.load(root, folders)
    by_hand = adjustments.load(options.adjustments or root / adjustments.NAME)
    cohort = Cohort(
        root=root,
        known=known,
        exercises=select.select(known, selection),
        submissions=sources.find(place, out / "mirrors"),
        memory=progress.recall(root, folders, out),
        passing=clearances.load(options.clearances or root / clearances.NAME),
    )

    def terms(name: str) -> Terms:
        weights = course.weights if course else None
        return Terms(weights=weights, adjustments=by_hand.get(name, {}))

    said = _Progress()
    try:
        with Store(out / "results.sqlite") as store:
            cohort.scan(store, said.tell)
            graded = cohort.grade(store, said.tell, lambda: _hire(options, cohort))
            rows = list(table.settled(store.rows(cohort.bases()), terms))
            if formats:
                grades = papers.collect(store, cohort.bases(), known, terms)
                papers.write(out, formats, grades, told)
        found = table.totals(rows)
        deadlines = course.deadlines if course else {}
        commits = _commits(cohort.submissions, said)
        _write(out, "results", table.results(rows, deadlines, commits), parquet=options.parquet)
        _write(out, "totals", table.summary(found), parquet=options.parquet)
        title = f"{course.title if course else 'asyncio kata'}: {place.name}"
        report = page.page(rows, title, known, deadlines)
        (out / "report.html").write_text(report, encoding="utf-8")
    except OSError as error:
        raise UsageError(f"{out} can't be written: {error.strerror or error}") from None
    looks = sum(each.needs_a_look for each in found)
    print(f"{len(cohort.submissions)} submissions; {graded.number} different files were graded now")
    print(
        f"{looks} results have to be looked at by a person" if looks else "nothing to be looked at"
    )
    print(f"the results are in {out}")
    _warn_of_nobody(by_hand, [each.name for each in cohort.submissions])
    missing = len(cohort.submissions) * len(cohort.exercises) - len(rows)
    if missing:
        why = f"; the first: {graded.fault}" if graded.fault else ""
        print(f"grader: {missing} results are missing by a fault of its own{why}", file=sys.stderr)
        return Exit.FAULT
    return Exit.DONE


def _formats(names: list[str]) -> list[str]:
    """Formats that are known."""
    from grader.reports.formats import FORMATS

    for name in names:
        if name not in FORMATS:
            raise UsageError(f"--format takes a name of {', '.join(FORMATS)}; not `{name}`")
    return names


def _insist_on_pyarrow() -> None:
    """Say at once, and not after an hour of grading, that a file can't be written."""
    from importlib.util import find_spec

    if find_spec("pyarrow") is None:
        raise UsageError(
            "--parquet needs pyarrow: `nox -s cohort` installs it, or `pip install '.[cohort]'`"
        )


def _commits(submissions: Sequence[Submission], said: _Progress) -> dict[str, str]:
    """When the newest commit of each was made, where that is known."""
    found = {}
    for done, each in enumerate(submissions):
        said.tell("looking for commits", done, len(submissions))
        found[each.name] = each.last_commit()
    return found


def _write(out: Path, name: str, content: Table, *, parquet: bool) -> None:
    """Write a table as CSV, and as Parquet if that is asked for."""
    from grader.cohort import table

    (out / f"{name}.csv").write_text(table.as_csv(content), encoding="utf-8")
    if parquet:
        table.write_parquet(content, out / f"{name}.parquet")


def _warn_of_nobody(by_hand: Iterable[str], names: Sequence[str]) -> None:
    """Say whose adjustments change nothing, for a name may be misspelt."""
    from difflib import get_close_matches

    for name in sorted(set(by_hand).difference(names)):
        close = get_close_matches(name, names, n=1)
        meant = f"; did you mean `{close[0]}`?" if close else ""
        print(f"grader: adjustments for `{name}`, who isn't here{meant}", file=sys.stderr)


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
