"""The files of a new exercise or chapter, as far as they can be written before anybody has thought.

What they hold can be loaded and graded; whatever is left to write carries a mark (`unwritten`).
"""

from __future__ import annotations

import contextlib
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

from grader.errors import UsageError
from grader.records import Kind
from grader.solutions.unwritten import MARK

__all__ = ["chapter", "create", "entry", "exercise", "listed"]

NOTHING: Mapping[str, str] = MappingProxyType({})

_PROMISE = f'''\
"""{MARK} what this part of a program is for, in a sentence."""

from collections.abc import Awaitable, Callable


async def solve(job: Callable[[], Awaitable[int]]) -> int:
    """{MARK} what the caller gets, from which arguments.

    {MARK} the rest of the promise: whatever a test demands is said here, or is a house rule.
    """
'''
_DEMO = f'''

if __name__ == "__main__":
    print("{MARK} a tiny demo in real time")
'''
_BODIES = {
    Kind.BLANK: "    raise NotImplementedError  # TODO: replace this line\n",
    Kind.BROKEN: f"    return await job()  # {MARK} believable code with the bug to mend\n",
    Kind.PARTIAL: f"    return await job()  # {MARK} the part that is given\n",
}
_REFERENCE = f"""\
    return await job()  # {MARK} the solution, below the very docstrings of the stub
"""
_TEST = f'''\
"""{MARK} Hidden behaviours of …, a test for each promise. The first one:"""

from grader.testing import same


async def test_a_situation(exercise, jobs):
    """{MARK} what holds in that situation, in the sentence that the learner reads.

    {MARK} the scenario, with its times, which is shown when it fails.
    """
    job = jobs.make("job", takes=1, returns=1)

    result = await exercise.solve(job)

    assert same(result, 1)
'''
_ACCEPT = f'''\
"""{MARK} another correct design, in a sentence; call the file after it."""
'''
_REJECT = f'''\
"""{MARK} the wrong belief, as the learner would put it; call the file after it.

kills: test_a_situation
loses: test_a_situation
"""
'''
_REJECT_CODE = f"""
# {MARK} the reference, as somebody writes it who believes that.
"""
_HINTS = ("a nudge: a question", "what it hangs on", "nearly the answer")


def exercise(folder: str, name: str, kind: Kind) -> Mapping[str, str]:
    """The texts of an exercise's files by their paths, without its entry in chapter.toml.

    A blank stub needs no reject_stub.py before its tests are written: the check says what to put there.
    """
    stub = _PROMISE + _BODIES[kind] + _DEMO
    tests = f"tests/{folder}"
    files = {
        f"exercises/{folder}/{name}.py": stub,
        f"tests/{folder}/stubs/{name}.py": stub,
        f"solutions/{folder}/{name}.py": _PROMISE + _REFERENCE + _DEMO,
        f"tests/{folder}/test_{name}.py": _TEST,
    }
    own = dict.fromkeys(("accept_one", "accept_two"), _ACCEPT)
    own |= dict.fromkeys(("reject_one", "reject_two", "reject_three"), _REJECT + _REJECT_CODE)
    if kind is not Kind.BLANK:
        own["reject_stub"] = _REJECT.replace("; call the file after it", ", of the stub")
    return files | {
        f"{tests}/variants/{name}/{each}.py": text for each, text in sorted(own.items())
    }


def entry(name: str, kind: Kind) -> str:
    """The exercise's table for chapter.toml."""
    hints = "".join(f'    "{MARK} {each}",\n' for each in _HINTS)
    return (
        f'[{name}]\ntitle = "{MARK} two or three words"\n'
        f'stars = 1  # {MARK} 1 to 3\nkind = "{kind}"\nhints = [\n{hints}]\n'
    )


def chapter(folder: str) -> Mapping[str, str]:
    """The texts of a chapter's files by their paths."""
    title = folder[5:].replace("_", " ").capitalize()
    return {
        f"exercises/{folder}/README.md": (
            f"# {title}\n\n{MARK} the primer: a page with all that the chapter's exercises need, and "
            "programs to run.\n\n## Exercises\n"
        ),
        f"exercises/{folder}/chapter.toml": f'title = "{title}"\n',
    }


def listed(primer: str, name: str, previous: str) -> str:
    """The primer's text with a line for the exercise, below that of the previous one, else at the end."""
    lines = primer.splitlines()
    places = [
        number for number, line in enumerate(lines, 1) if previous and f"{previous}.py" in line
    ]
    line = f"{int(name[2:4])}. [{name}]({name}.py)"
    if places:
        lines.insert(places[-1], line)
    else:
        lines += ["", line]
    return "\n".join(lines) + "\n"


def create(root: Path, files: Mapping[str, str], changes: Mapping[str, str] = NOTHING) -> None:
    """Write new `files`, and then new texts of files that are there (`changes`): all of it, or nothing.

    Raises:
        UsageError: a new file is there already, or something can't be written.
    """
    for path in files:
        if (root / path).exists():
            raise UsageError(f"{path} is there already; move it away, nothing was written")
    before: dict[Path, bytes | None] = {}
    try:
        for path, text in (*files.items(), *changes.items()):
            file = root / path
            content = file.read_bytes() if path in changes else None
            file.parent.mkdir(parents=True, exist_ok=True)
            before[file] = content
            file.write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        for file, content in before.items():
            with contextlib.suppress(OSError):
                if content is None:
                    file.unlink(missing_ok=True)
                else:
                    file.write_bytes(content)
        raise UsageError(f"{error.filename} can't be written: {error.strerror}") from None
