"""Bytecode of what children need, kept beside its source before the first of them is made.

Python keeps what it has compiled for the next process. Those that learners' code runs in may not write,
and nobody else imports all that they do: so each zygote compiled fifty modules anew. A process without
limits imports the same once.
"""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

__all__ = ["provide"]

HERE = Path(__file__).parent
# Installed by some without compiling them; each stands for what it brings along.
OTHERS = ("pytest", "pytest_asyncio", "pytest_timeout")
NEVER_IMPORTED = frozenset({"launcher.py"})


def provide(command: Sequence[str], environment: Mapping[str, str]) -> None:
    """Have bytecode written, unless it is there, nobody may write it, or it isn't wanted.

    It costs a third of a second where something is missing. Whatever goes wrong costs time only.

    Args:
        command: imports what children do.
        environment: for that command; one in which Python looks in the usual places.
    """
    if sys.dont_write_bytecode or sys.pycache_prefix is not None:
        return
    if any(map(_is_missing, _sources())):
        subprocess.run(
            command,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            check=False,
        )


def _sources() -> Iterator[Path]:
    """The modules of ours that children import, and some of others'."""
    for folder in (HERE, HERE.parent / "testing"):
        yield from (path for path in folder.glob("*.py") if path.name not in NEVER_IMPORTED)
    for name in OTHERS:
        spec = importlib.util.find_spec(name)
        if spec is not None and spec.origin is not None:
            yield Path(spec.origin)


def _is_missing(source: Path) -> bool:
    """Whether a module has to be compiled at each start, and that could be mended."""
    kept = Path(importlib.util.cache_from_source(str(source)))
    try:
        if kept.stat().st_mtime >= source.stat().st_mtime:
            return False
    except FileNotFoundError:
        pass
    return os.access(kept.parent if kept.parent.exists() else source.parent, os.W_OK)
