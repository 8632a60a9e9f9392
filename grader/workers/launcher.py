"""Puts the kernel's limits around the zygote, then becomes it.

Run by path, as `python -I -S launcher.py [NAME=NUMBER …] -- PROGRAM [ARGUMENT …]`. What is set here
survives `execve` and is inherited by every child; `ctypes`, which some of it needs, does not: a
process that has ever imported it is open to every trick. Each layer says `on`, or `off` and why.
The new program finds that list in the environment variable `KATA_LAYERS`, one `name=state` a line.

Imports next to nothing: its start-up is added to every run.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping

PR_SET_CHILD_SUBREAPER = 36


def limit_resources(limits: Mapping[str, int]) -> str:
    """Lower the limits of this process and all that come from it."""
    try:
        import resource
    except ImportError:
        return "off: this platform has no resource limits"
    refused = []
    for name, value in (("CORE", 0), *limits.items()):
        try:
            which = getattr(resource, f"RLIMIT_{name}")
            hard = resource.getrlimit(which)[1]
            wanted = value if hard == resource.RLIM_INFINITY else min(value, hard)
            resource.setrlimit(which, (wanted, wanted))
        except (AttributeError, ValueError, OSError):  # macOS refuses to limit the address space
            refused.append(name)
    return f"off: refused for {', '.join(refused)}" if refused else "on"


def adopt_orphans() -> str:
    """Make the zygote the parent of every orphan below it, so that it can end them."""
    if not sys.platform.startswith("linux"):
        return "off: only Linux has it"
    try:
        import ctypes

        done = ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    except (ImportError, OSError, AttributeError) as error:
        return f"off: {error}"
    return "off: the kernel refused" if done else "on"


def main(arguments: list[str]) -> None:
    """Apply every layer, then replace this program by the one named after `--`."""
    split = arguments.index("--")
    limits = {}
    for argument in arguments[:split]:
        name, _, value = argument.partition("=")
        limits[name] = int(value)
    program = arguments[split + 1 :]
    layers = {"limits": limit_resources(limits), "orphans": adopt_orphans()}
    os.environ["KATA_LAYERS"] = "\n".join(f"{name}={state}" for name, state in layers.items())
    os.execv(program[0], program)


if __name__ == "__main__":
    main(sys.argv[1:])
