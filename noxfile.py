"""What one can do here: `nox` lists it, `nox -s NAME` does it, words after `--` are passed on.

Each session is a thin shell around `python -m grader …` or pytest. A session's environment is
made once and kept; installing is skipped until pyproject.toml changes.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

import nox

HERE = Path(__file__).parent
SUPPORTED = ("3.11", "3.12", "3.13", "3.14")

nox.needs_version = ">=2025.2.9"
nox.options.default_venv_backend = "uv|virtualenv"
nox.options.reuse_existing_virtualenvs = True
nox.options.error_on_missing_interpreters = False
nox.options.download_python = "never"
nox.options.sessions = ["help"]


def install(session: nox.Session, *groups: str) -> None:
    """Install the project and `groups` of its dependencies, unless that was done already."""
    wanted = (HERE / "pyproject.toml").read_bytes() + " ".join(groups).encode()
    stamp, state = Path(session.virtualenv.location) / "kata-installed", hashlib.sha256(wanted).hexdigest()
    if stamp.is_file() and stamp.read_text() == state:
        return
    arguments = [word for group in groups for word in ("--group", f"pyproject.toml:{group}")]
    if groups and session.venv_backend != "uv":
        session.install("--upgrade", "pip>=25.1")  # the first that knows dependency groups
    session.install("--editable", ".", *arguments)
    stamp.write_text(state)


def grader(session: nox.Session, command: str) -> None:
    """Run one of the grader's commands with the words after `--`."""
    install(session)
    session.run("python", "-m", "grader", command, *session.posargs)


@nox.session(venv_backend="none")
def help(session: nox.Session) -> None:
    """Say what one can do here."""
    session.log("nox -s grade -- ch27          grade a chapter; also ch27/ex02, ch08-ch27, or nothing for all")
    session.log("nox -s grade -- --help        its options")
    session.log("nox -s tests                  test the grader itself")
    session.log("nox -l                        every session")


@nox.session
def grade(session: nox.Session) -> None:
    """Grade exercises: `nox -s grade -- ch27`; also ch27/ex02, ch08-ch27, ch08 ch18, or all."""
    grader(session, "grade")
