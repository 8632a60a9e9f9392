"""Files as students upload them, one by one or in folders of any kind, put where exercises belong.

A file is an exercise's by its name and, if several chapters have that name, by the folder that it is in.
What isn't there counts as not started. The files are anybody's: links aren't followed, and of each file only
as much is read as an answer may have.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path, PurePath

from grader.submission import SIZE_LIMIT

__all__ = ["arrange"]

MOST = 20_000  # files and folders that are looked at
FEW = 10  # names that are told


def arrange(
    uploads: Path, out: Path, root: Path, names: Mapping[str, Sequence[str]], wanted: Iterable[str]
) -> str:
    """Write the submission that `uploads` amounts to into `out`; return what its writer should know.

    Args:
        uploads: the folder with the files.
        out: an empty folder.
        root: the trusted tree, for the stubs of what isn't there.
        names: of all exercises that there are, by their chapter's folder.
        wanted: the ids of those to be graded.
    """
    chosen = set(wanted)
    files = sorted(_files(uploads), key=lambda path: (len(path.parts), path))
    used: set[PurePath] = set()
    absent = []
    for folder, own in names.items():
        for name in own:
            identity = f"{folder[:4]}/{name[:4]}"
            fitting = [file for file in files if _fits(file, folder, name, names)]
            used.update(fitting)
            if identity not in chosen:
                continue
            target = out / "exercises" / folder / f"{name}.py"
            target.parent.mkdir(parents=True, exist_ok=True)
            if fitting:
                with (uploads / fitting[0]).open("rb") as stream:
                    target.write_bytes(stream.read(SIZE_LIMIT + 1))
            else:
                absent.append(f"{folder}/{name}.py")
                target.write_bytes((root / "tests" / folder / "stubs" / f"{name}.py").read_bytes())
    strange = [str(file) for file in files if file.suffix == ".py" and file not in used]
    return _told("not handed in", absent) + _told("of no exercise's name, so not used", strange)


def _files(uploads: Path) -> Iterator[PurePath]:
    """The regular files, relative to `uploads`; hidden ones, and what a Mac adds, are left out."""
    seen = 0
    for folder, folders, names in os.walk(uploads):
        folders[:] = sorted(each for each in folders if each[0] != "." and each != "__MACOSX")
        for name in sorted(names):
            seen += 1
            if seen > MOST:
                return
            path = Path(folder, name)
            if name[0] != "." and stat.S_ISREG(path.lstat().st_mode):
                yield path.relative_to(uploads)


def _fits(file: PurePath, folder: str, name: str, names: Mapping[str, Sequence[str]]) -> bool:
    if file.name != f"{name}.py":
        return False
    above = set(file.parts[:-1])
    if above & {folder, folder[:4]}:
        return True
    others = [each for each, own in names.items() if each != folder and name in own]
    return not others and not any(above & {each, each[:4]} for each in names)


def _told(what: str, names: Sequence[str]) -> str:
    if not names:
        return ""
    more = f" and {len(names) - FEW} more" if len(names) > FEW else ""
    return f"{what}: {', '.join(names[:FEW])}{more}\n"
