"""What one can do here: `nox` lists it, `nox -s NAME` does it, words after `--` are passed on.

Each session is a thin shell around `python -m grader …` or pytest. A session's environment is
made once and kept; installing is skipped until pyproject.toml changes.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import signal
import sys
from pathlib import Path

import nox

HERE = Path(__file__).parent
SUPPORTED = ("3.11", "3.12", "3.13", "3.14")
OWN = f"{sys.version_info.major}.{sys.version_info.minor}"
EVERY = [OWN, *(each for each in SUPPORTED if each != OWN)]
ENOUGH = 90  # percent of lines and branches that the grader's own tests have to reach

nox.needs_version = ">=2025.10.14"
nox.options.default_venv_backend = "uv|virtualenv"
nox.options.reuse_existing_virtualenvs = True
nox.options.error_on_missing_interpreters = False
nox.options.download_python = "never"
nox.options.sessions = ["help"]

# Where other Pythons may be. pyenv's shims come first on the PATH but only run the versions that
# were chosen, so its own folders go last; and the Python that nox runs on need not be there at all.
PYENV = Path(os.environ.get("PYENV_ROOT") or Path.home() / ".pyenv")
MORE = [Path(sys.base_prefix, "bin"), *sorted(PYENV.glob("versions/3.*/bin"))]
os.environ["PATH"] = os.pathsep.join([os.environ.get("PATH", os.defpath), *map(str, MORE)])


def install(session: nox.Session, *groups: str, extras: str = "") -> None:
    """Install the project, with `extras`, and `groups` of its dependencies, unless that was done."""
    wanted = (HERE / "pyproject.toml").read_bytes() + " ".join([extras, *groups]).encode()
    stamp, state = (
        Path(session.virtualenv.location) / "kata-installed",
        hashlib.sha256(wanted).hexdigest(),
    )
    if stamp.is_file() and stamp.read_text() == state:
        return
    arguments = [word for group in groups for word in ("--group", f"pyproject.toml:{group}")]
    if groups and session.venv_backend != "uv":
        session.install("--upgrade", "pip>=25.1")  # the first that knows dependency groups
    session.install("--editable", f".{extras}", *arguments)
    stamp.write_text(state)


def grader(session: nox.Session, command: str, extras: str = "") -> None:
    """Run one of the grader's commands with the words after `--`."""
    install(session, extras=extras)
    session.run("python", "-m", "grader", command, *session.posargs)


@nox.session(venv_backend="none")
def help(session: nox.Session) -> None:
    """Say what one can do here."""
    for line in (
        "nox -s grade -- ch27          grade a chapter; also ch27/ex02, ch08-ch27, or nothing for all",
        "nox -s grade -- --help        its options",
        "nox -s watch -- ch27          grade each save at once, in a full-screen view",
        "nox -s list                   how far you are",
        "nox -s report                 the same and more, as a page to look at",
        "nox -s hint -- ch27/ex02      one hint more each time",
        "nox -s reset -- ch27/ex02     begin again; yours is saved first",
        "nox -s demo -- ch27/ex02      run your file as a program",
        "nox -s debug -- ch27/ex02     run the first failing behaviour where breakpoint() works",
        "nox -s reach -- ch27/ex02     which lines of yours no hidden test runs",
        "nox -s compare -- ch27/ex02   your code beside the reference, once you have passed",
        "nox -s update                 get what is new, and keep what you have written",
        "nox -s student -- OUT         for teachers (docs/teaching.md): what to hand out",
        "nox -s cohort -- FOLDER       grade what was handed in, and write tables and a page",
        "nox -s gradescope -- OUT.zip  build an autograder for Gradescope",
        "nox -s adjust -- --help       give or take points by hand, with a reason",
        "nox -s solutions -- ch27      check exercises as their author; with --watch after each save",
        "nox -s new -- ch27/ex06_retry begin a new exercise, with marks at what is to write",
        "nox -s mutants -- ch27        do hidden tests notice small mistakes in the references?",
        "nox -s tests                  test the grader itself",
        "nox -s conformance            test its event loop with the interpreter's own tests",
        "nox -s lint                   its style, types and imports",
        "nox -s bench                  how fast it is, next to other ways of grading",
        "nox -s docs                   these pages as a site, in site/",
        "nox -s build                  wheel and sdist, and whether the wheel grades by itself",
        "nox -l                        every session",
    ):
        session.log(line)


@nox.session
def grade(session: nox.Session) -> None:
    """Grade exercises: `nox -s grade -- ch27`; also ch27/ex02, ch08-ch27, ch08 ch18, or all."""
    grader(session, "grade")


@nox.session
def watch(session: nox.Session) -> None:
    """Grade each save at once, in a full-screen view: `nox -s watch -- ch27`."""
    grader(session, "watch", extras="[watch]")


@nox.session
def report(session: nox.Session) -> None:
    """Write a page with scores, explanations and timelines: `nox -s report`, or `-- ch27 --open`."""
    grader(session, "report")


@nox.session
def hint(session: nox.Session) -> None:
    """Show the next hint for an exercise: `nox -s hint -- ch27/ex02`."""
    grader(session, "hint")


@nox.session
def list(session: nox.Session) -> None:
    """Say how far you are, without running anything: `nox -s list`, or `nox -s list -- ch27`."""
    grader(session, "list")


@nox.session
def reset(session: nox.Session) -> None:
    """Begin an exercise again; yours is saved first: `nox -s reset -- ch27/ex02 [--undo]`."""
    grader(session, "reset")


@nox.session
def update(session: nox.Session) -> None:
    """Get the newest exercises and grader, and keep what you have written: `nox -s update`."""
    grader(session, "update")


@nox.session
def demo(session: nox.Session) -> None:
    """Run your file as a program: `nox -s demo -- ch27/ex02`."""
    grader(session, "demo")


@nox.session
def reach(session: nox.Session) -> None:
    """Show which lines of yours no hidden test runs: `nox -s reach -- ch27/ex02`."""
    grader(session, "reach")


@nox.session
def compare(session: nox.Session) -> None:
    """Show your code beside the reference, once you have passed: `nox -s compare -- ch27/ex02`."""
    grader(session, "compare")


@nox.session
def debug(session: nox.Session) -> None:
    """Run one behaviour where breakpoint() and pdb work: `nox -s debug -- ch27/ex02 [behaviour]`."""
    grader(session, "debug")


@nox.session
def cohort(session: nox.Session) -> None:
    """Grade many submissions, and write tables and a page: `nox -s cohort -- FOLDER ch27`."""
    more = any(word.startswith(("--scheduler", "--parquet")) for word in session.posargs)
    grader(session, "cohort", extras="[cohort]" if more else "")


@nox.session
def adjust(session: nox.Session) -> None:
    """Give or take points by hand: `nox -s adjust -- ada ch27/ex02 --add -1 --reason "a day late"`."""
    grader(session, "adjust")


@nox.session
def gradescope(session: nox.Session) -> None:
    """Build the autograder for Gradescope: `nox -s gradescope -- autograder.zip ch27`."""
    grader(session, "gradescope")


@nox.session
def student(session: nox.Session) -> None:
    """Write the repository to hand out, without answers: `nox -s student -- OUT`."""
    grader(session, "student")


@nox.session
def new(session: nox.Session) -> None:
    """Begin a new exercise, or a chapter: `nox -s new -- ch27/ex06_retry`, `nox -s new -- ch37_pools`."""
    grader(session, "new")


@nox.session(python=[OWN] if "--watch" in sys.argv else EVERY)
def solutions(session: nox.Session) -> None:
    """Check exercises as their author: `nox -s solutions -- ch27`; on every Python that is here.

    With --watch on one of them, again after each save, until Ctrl-C.
    """
    words = [*session.posargs]
    if "--watch" in words:
        signal.signal(signal.SIGINT, lambda *_: None)  # Ctrl-C is for the grader, which ends well
    if session.python != OWN and "--write" in words:
        words[words.index("--write")] = "--add"  # to what the first Python wrote
    install(session)
    session.run("python", "-m", "grader", "solutions", *words)


@nox.session
def mutants(session: nox.Session) -> None:
    """Put small mistakes into references, and see what tests notice: `nox -s mutants -- ch27`."""
    grader(session, "mutants", extras="[mutants]")


@nox.session(python=EVERY)
def tests(session: nox.Session) -> None:
    """Test the grader itself, on every Python that is here; on the first, measure what that reaches.

    Lines and branches are counted, children's included; a layer that would stop that is off then.
    Tests of several files run side by side; with words after `--`, one after the other.
    """
    install(session, "test")
    if session.posargs:
        session.run("python", "-m", "pytest", *session.posargs)
        return
    command = ("-m", "pytest", "--numprocesses", "auto", "--dist", "loadfile")
    if session.python != OWN:
        session.run("python", *command)
        return
    data = Path(session.create_tmp()).resolve() / "coverage"
    session.env["COVERAGE_FILE"] = str(data)
    session.run("coverage", "erase", silent=True)
    session.run("coverage", "run", *command)
    session.run("coverage", "combine", "--quiet")
    session.run("coverage", "report", f"--fail-under={ENOUGH}")


@nox.session(python=EVERY)
def conformance(session: nox.Session) -> None:
    """Run the interpreter's own asyncio tests on our loop; words after `--` choose modules."""
    install(session, "test")
    session.run("python", "tests/conformance/run.py", *session.posargs)


@nox.session
def lint(session: nox.Session) -> None:
    """Look at style, types and imports."""
    install(session, "lint")
    session.run("ruff", "format", "--check", *session.posargs)
    session.run("ruff", "check", *session.posargs)
    session.run("mypy")
    session.run("lint-imports")


@nox.session
def bench(session: nox.Session) -> None:
    """Measure how fast the grader is, next to other ways of grading: `nox -s bench -- --help`."""
    grader(session, "bench", extras="[watch,cohort]")


@nox.session(reuse_venv=False)
def build(session: nox.Session) -> None:
    """Build wheel and sdist into dist/, and grade with that wheel where there is nothing else."""
    shutil.rmtree(HERE / "dist", ignore_errors=True)
    session.install("build>=1.3")
    session.run("python", "-m", "build", "--outdir", "dist")
    (wheel,) = HERE.glob("dist/*.whl")
    session.install(str(wheel))
    learner = Path(session.create_tmp()).resolve()
    shutil.rmtree(learner / "exercises", ignore_errors=True)
    shutil.copytree(HERE / "solutions/ch27_locks", learner / "exercises/ch27_locks")
    session.chdir(learner)
    session.run("asyncio-kata", "grade", "ch27", "--fail-under", "100")


@nox.session
def docs(session: nox.Session) -> None:
    """Make a site of the pages in docs/, in site/. A broken link or an unlisted page is an error."""
    install(session, "docs")
    options = ("--fail-on-warning", "--keep-going", "--fresh-env", "--quiet")
    session.run("sphinx-build", *options, "-b", "html", "docs", "site")
    session.log(f"the site is {HERE / 'site' / 'index.html'}")
