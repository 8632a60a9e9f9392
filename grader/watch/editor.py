"""How a file is opened where its writer writes."""

from __future__ import annotations

import os
import shlex
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

__all__ = ["Editor", "editor"]

_WINDOWS = ("code", "codium", "cursor", "subl", "zed", "pycharm", "charm", "idea", "gedit", "kate")


class Editor(NamedTuple):
    """A command that opens a file; `in_terminal`: it needs the terminal until it is closed."""

    command: tuple[str, ...]
    in_terminal: bool


def editor(path: Path, line: int | None, environment: Mapping[str, str]) -> Editor | None:
    """The command for `path` at `line`, by `VISUAL`, `EDITOR`, or the VS Code around us; None without."""
    words: list[str] = []
    for name in ("VISUAL", "EDITOR"):
        if not words and environment.get(name, "").strip():
            try:
                words = shlex.split(environment[name])
            except ValueError:
                words = environment[name].split()
    if not words and environment.get("TERM_PROGRAM") == "vscode" and shutil.which("code"):
        words = ["code"]
    if not words:
        return None
    program = os.path.basename(words[0]).removesuffix(".exe")
    if program in ("code", "codium", "cursor") and line:
        return Editor((*words, "--goto", f"{path}:{line}"), in_terminal="--wait" in words)
    if program in ("vi", "vim", "nvim", "nano", "emacs", "kak", "micro") and line:
        return Editor((*words, f"+{line}", str(path)), in_terminal=True)
    return Editor((*words, str(path)), in_terminal=program not in _WINDOWS)
