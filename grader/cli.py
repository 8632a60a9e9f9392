"""The command line: finds the command, hands it its arguments, and ends well whatever happens.

The exit codes are in `errors.Exit`.
"""

from __future__ import annotations

import argparse
import importlib
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from types import ModuleType
from typing import NoReturn

from grader import __version__
from grader.errors import Exit, Refusal, UsageError

__all__ = ["entry", "main"]

_COMMANDS = Path(__file__).parent / "commands"


def entry() -> NoReturn:
    """Run with the process's arguments, and exit."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):  # learners print what no encoding takes
            stream.reconfigure(errors="backslashreplace")
    code = main(sys.argv[1:])
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        _silence()
    if code == Exit.STOPPED:
        # If Ctrl-C came while a text was executed, as `dataclass` does, CPython remembers it as unhandled, and
        # would end by the signal whatever we say.
        sys.stderr.flush()
        os._exit(code)
    sys.exit(code)


def main(arguments: Sequence[str]) -> int:
    """Run one command; return the exit code. Prints what went wrong, never a traceback."""
    try:
        return _run(arguments)
    except Refusal as refusal:
        _complain(str(refusal))
        return Exit.REFUSED
    except KeyboardInterrupt:
        _complain("stopped")
        return Exit.STOPPED
    except BrokenPipeError:  # whoever read our output has seen enough
        _silence()
        return Exit.DONE
    except Exception as error:  # the last resort, so that nobody sees a traceback
        if os.environ.get("GRADER_DEBUG"):
            raise
        _complain(
            f"this is the grader's own fault, not yours: {type(error).__name__}: {error}\n"
            "        Please report it; with GRADER_DEBUG=1 in the environment it shows where."
        )
        return Exit.FAULT


def _complain(message: str) -> None:
    sys.stderr.write(f"grader: {message}\n")


def _silence() -> None:
    """Send what is still to be printed nowhere, for nobody reads it and flushing would fail."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _run(arguments: Sequence[str]) -> int:
    if not arguments or arguments[0] in ("-h", "--help", "help"):
        sys.stdout.write(_overview())
        return Exit.DONE
    name, *rest = arguments
    if name == "--version":
        sys.stdout.write(f"asyncio-kata {__version__}\n")
        return Exit.DONE
    command = _command(name)
    parser = _Parser(
        prog=_prog(name),
        description=command.__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    command.arguments(parser)
    code: int = command.run(parser.parse_args(rest))
    return code


class _Parser(argparse.ArgumentParser):
    """Says in one line what is wrong, instead of printing all of the usage."""

    def error(self, message: str) -> NoReturn:
        raise UsageError(f"{message} (`{self.prog} --help` lists what there is)")


def _names() -> list[str]:
    names = (file.name.removesuffix(".py") for file in _COMMANDS.glob("*.py"))
    return sorted(name for name in names if not name.startswith("_"))


def _command(name: str) -> ModuleType:
    if name in _names():
        return importlib.import_module(f"grader.commands.{name}")
    raise UsageError(f"there is no command `{name}`; {_advice(name)}")


def _advice(name: str) -> str:
    from difflib import get_close_matches

    if name.startswith(("ch", "exercises")):
        return f"did you mean `grade {name}`?"
    close = get_close_matches(name, _names(), n=1)
    return f"did you mean `{close[0]}`?" if close else f"there are {', '.join(_names())}"


def _prog(name: str) -> str:
    """How one calls the command: through nox, if that is how it was called."""
    if os.environ.get("NOX_CURRENT_SESSION"):
        return f"nox -s {name} --"
    return f"python -m grader {name}"


def _overview() -> str:
    names = _names()
    wide = max(map(len, names), default=0)
    lines = [f"  {name:<{wide}}  {_summary(name)}" for name in names]
    return "\n".join(
        [
            "Asyncio exercises with hidden behaviour tests.",
            "",
            "usage: python -m grader COMMAND …    or    nox -s COMMAND -- …",
            "",
            *lines,
            "",
            "`python -m grader COMMAND --help` explains a command.",
            "",
        ]
    )


def _summary(name: str) -> str:
    return (_command(name).__doc__ or "").strip().partition("\n")[0].rstrip(".")
