"""Brings a learner's clone up to date with the project, and keeps what was written into the stubs.

Only git is asked, and only what can't be undone by it is done last: what every exercise file is to be
is worked out first, from three texts (the stub that the learner began with, the learner's file, the
new stub); what was there is saved. No file that Python runs ever gets conflict markers: where both
have changed the same lines the learner's file stays, and the new stub is put beside it.
"""

from __future__ import annotations

import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

from grader import state
from grader.errors import UsageError

__all__ = ["Update", "update"]

ASIDE = "updates"  # in `.kata`: new stubs that didn't fit, and what was there before


@dataclass(frozen=True, slots=True, kw_only=True)
class Update:
    """What an update came to. Paths are relative to the tree."""

    source: str  # what was merged, such as "origin/main"
    commits: int
    merged: tuple[str, ...] = ()  # a new stub was worked into what the learner wrote
    kept: tuple[str, ...] = ()  # the learner's file stayed as it is, the new stub lies aside
    saved: str = ""  # the folder with what was there before, if anything was


def update(root: Path, source: str | None = None) -> Update:
    """Merge the newest version of the project into the clone at `root`.

    Args:
        root: the learner's clone.
        source: a remote branch such as "upstream/main"; by default the main branch of the remote
            `upstream` if there is one, else of `origin`.

    Raises:
        UsageError: it isn't a clone, a merge is under way, the remote can't be reached, or files
            outside of exercises/ have been changed on both sides. Nothing has changed then.
    """
    if _git(root, "rev-parse", "--show-toplevel", check=False).strip() != str(root):
        raise UsageError(f"{root} is no git clone, so there is nothing to update from")
    if (root / ".git" / "MERGE_HEAD").exists():
        raise UsageError("a merge is under way here; end it with `git merge --continue` or --abort")
    source = source or _default(root)
    remote = source.partition("/")[0]
    _git(root, "fetch", "--quiet", remote, why=f"`{remote}` can't be reached")
    commits = int(_git(root, "rev-list", "--count", f"HEAD..{source}", why=f"there is no {source}"))
    if not commits:
        return Update(source=source, commits=0)
    _refuse_other_changes(root, source)
    return _merge(root, source, commits)


def _default(root: Path) -> str:
    remotes = _git(root, "remote").split()
    remote = "upstream" if "upstream" in remotes else "origin"
    if remote not in remotes:
        raise UsageError("this clone has no remote to update from; name one, as in `upstream/main`")
    head = _git(root, "symbolic-ref", "--short", f"refs/remotes/{remote}/HEAD", check=False).strip()
    return head or f"{remote}/main"


def _refuse_other_changes(root: Path, source: str) -> None:
    """Files that aren't exercises and were changed here, committed or not, and there as well."""
    base = _git(root, "merge-base", "HEAD", source).strip()
    here = set(_lines(_git(root, "diff", "--name-only", base)))
    there = set(_lines(_git(root, "diff", "--name-only", base, source)))
    both = sorted(name for name in here & there if not _is_exercise(name))
    fresh = set(_lines(_git(root, "ls-files", "--others", "--exclude-standard")))
    both += sorted(name for name in fresh & there if not _is_exercise(name))
    if both:
        raise UsageError(
            f"{', '.join(both[:5])} {'was' if len(both) == 1 else 'were'} changed here and in the "
            "project as well; commit or undo what you changed there (`git checkout -- FILE`), "
            "then update again"
        )


def _merge(root: Path, source: str, commits: int) -> Update:
    base = _git(root, "merge-base", "HEAD", source).strip()
    mine = {
        name: (root / name).read_bytes()
        for name in _lines(_git(root, "diff", "--name-only", base))
        if _is_exercise(name) and (root / name).is_file()
    }
    merged, kept, contents = [], [], dict(mine)
    aside: dict[str, bytes] = {}
    for name, content in mine.items():
        old, new = _show(root, base, name), _show(root, source, name)
        if new is None or old is None or new in (old, content):
            continue
        together = _three_way(content, old, new)
        if together is None:
            kept.append(name)
            aside[name] = new
        elif together != content:
            merged.append(name)
            contents[name] = together
    saved = _save(root, mine, aside)
    dirty = [name for name in _lines(_git(root, "diff", "--name-only", "HEAD")) if name in mine]
    if dirty:
        _git(root, "checkout", "--quiet", "HEAD", "--", *dirty)
    try:
        _join(root, source, contents)
    except UsageError:
        for name, content in mine.items():
            (root / name).write_bytes(content)
        raise
    for name, content in contents.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(content)
    return Update(
        source=source,
        commits=commits,
        merged=tuple(merged),
        kept=tuple(kept),
        saved=str(saved.relative_to(root)) if saved else "",
    )


def _join(root: Path, source: str, contents: dict[str, bytes]) -> None:
    """Join the histories. Conflicts in exercises end as `contents` says; there can be no others."""
    done = _run(root, "merge", "--quiet", "--no-edit", source)
    if done.returncode == 0:
        return
    open_ones = _lines(_git(root, "diff", "--name-only", "--diff-filter=U"))
    if not open_ones or not all(name in contents for name in open_ones):
        _run(root, "merge", "--abort")
        words = (done.stderr or done.stdout).decode(errors="replace").strip()
        raise UsageError(f"git could not merge {source}; nothing has changed:\n{words}")
    for name in open_ones:
        (root / name).write_bytes(contents[name])
    _git(root, "add", "--", *open_ones)
    _git(root, "commit", "--quiet", "--no-edit")


def _three_way(mine: bytes, old: bytes, new: bytes) -> bytes | None:
    """Both changes in one text; None if they meet."""
    with tempfile.TemporaryDirectory() as name:
        paths = [Path(name, each) for each in ("mine", "old", "new")]
        for path, content in zip(paths, (mine, old, new), strict=True):
            path.write_bytes(content)
        done = subprocess.run(
            ["git", "merge-file", "-p", *map(str, paths)], capture_output=True, check=False
        )
    return done.stdout if done.returncode == 0 else None


def _save(root: Path, mine: dict[str, bytes], aside: dict[str, bytes]) -> Path | None:
    """Keep what is there now, and the stubs that don't fit; in a folder of this update's own."""
    if not mine:
        return None
    place = root / state.FOLDER / ASIDE
    taken = [int(each.name) for each in place.glob("[0-9]*") if each.name.isdigit()]
    folder = place / f"{max(taken, default=0) + 1:03}"
    try:
        for kind, files in (("yours", mine), ("new-stubs", aside)):
            for name, content in files.items():
                target = folder / kind / name
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(content)
    except OSError as error:
        raise UsageError(f"{folder} can't be written: {error.strerror}; nothing changed") from None
    return folder


def _is_exercise(name: str) -> bool:
    return name.startswith("exercises/") and name.endswith(".py")


def _show(root: Path, commit: str, name: str) -> bytes | None:
    done = _run(root, "show", f"{commit}:{name}")
    return done.stdout if done.returncode == 0 else None


def _lines(text: str) -> list[str]:
    return [line for line in text.splitlines() if line]


def _git(root: Path, *words: str, check: bool = True, why: str = "git failed") -> str:
    done = _run(root, *words)
    if check and done.returncode:
        raise UsageError(f"{why}: {done.stderr.decode(errors='replace').strip()}")
    return done.stdout.decode(errors="replace")


def _run(root: Path, *words: str) -> subprocess.CompletedProcess[bytes]:
    try:
        return subprocess.run(
            ["git", "-c", "core.quotepath=off", *words], cwd=root, capture_output=True, check=False
        )
    except FileNotFoundError:
        raise UsageError("git is not installed here, or not on the PATH") from None
