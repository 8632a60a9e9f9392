"""What a child finds out about the learner's file before any behaviour runs.

All of it works on the text and its syntax tree; only `load` executes the file. A `Refusal` ends the
run with one message at one line. Everything here runs in the child, for parsing a hostile file may
exhaust memory or the stack.
"""

from __future__ import annotations

import ast
import difflib
import re
import types
import warnings
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

SIBLING = re.compile(r"ex\d\d_\w+")
FOREIGN = frozenset(
    {"exercises", "solutions", "tests", "grader", "pytest", "_pytest", "pytest_asyncio"}
)
ASKED = re.compile(r"\bexercise\.(\w+)")  # here: before the fork
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
DEFINITIONS = (*FUNCTIONS, ast.ClassDef)
MESSAGE_LIMIT = 500  # characters of an exception's text


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """Why no behaviour is run. `status` is one of error, not_started, internal_error, needs_a_look."""

    status: str
    message: str
    line: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Suspicion:
    """What is probably wrong, if it turns out that no behaviour passes."""

    message: str
    line: int


Check = Callable[[ast.Module], Refusal | None]


def parse(text: str, name: str) -> ast.Module | Refusal:
    """Return the file's syntax tree, or say where it can't be read."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # an invalid escape is the learner's own affair
            tree = ast.parse(text, name)
            compile(tree, name, "exec", dont_inherit=True)  # finds `return` outside a function, too
            return tree
    except SyntaxError as error:
        message = f"syntax error: {error.msg}"
        if "await" in (error.msg or "") and "outside" in error.msg:
            message += "; `await` is only allowed inside an `async def`"
        return Refusal(status="error", message=message, line=error.lineno)
    except (RecursionError, MemoryError):
        return Refusal(status="error", message="the file is nested too deeply to be read")
    except ValueError as error:  # a null byte, before 3.12
        return Refusal(status="error", message=f"syntax error: {error}")


def without_demo(tree: ast.Module) -> ast.Module:
    """The file without its `if __name__ == "__main__":` blocks, which are for playing.

    They never run here, so what they say needn't be looked at; and as they are gone, it doesn't
    matter what becomes of `__name__`.
    """
    body: list[ast.stmt] = []
    for node in tree.body:
        if isinstance(node, ast.If) and _asks_for_main(node.test):
            body += node.orelse
        else:
            body.append(node)
    return ast.Module(body=body, type_ignores=[])


def _asks_for_main(test: ast.expr) -> bool:
    return (
        isinstance(test, ast.Compare)
        and isinstance(test.left, ast.Name)
        and test.left.id == "__name__"
        and isinstance(test.ops[0], ast.Eq)
        and isinstance(right := test.comparators[0], ast.Constant)
        and right.value == "__main__"
        and len(test.ops) == 1
    )


def not_started(tree: ast.Module, stubs: Iterable[ast.Module]) -> Refusal | None:
    """Refuse a file that says nothing but what one of the released stubs says."""
    if any(same_tree(tree, stub) for stub in stubs):
        return Refusal(status="not_started", message="this is still the file that you were given")
    return None


def same_tree(one: ast.AST, other: ast.AST) -> bool:
    """Whether two trees are equal but for positions; any depth."""
    todo: list[tuple[object, object]] = [(one, other)]
    while todo:
        a, b = todo.pop()
        if type(a) is not type(b):
            return False
        if isinstance(a, ast.AST):
            todo += [(getattr(a, name, None), getattr(b, name, None)) for name in a._fields]
        elif isinstance(a, list) and isinstance(b, list):
            if len(a) != len(b):
                return False
            todo += zip(a, b, strict=True)
        elif a != b:
            return False
    return True


def foreign_import(nodes: Iterable[ast.AST]) -> Refusal | None:
    """Refuse an import of another exercise, of the tests or of the grader."""
    for node in nodes:
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            names = (
                [node.module or ""] if not node.level else ["." * node.level + (node.module or "")]
            )
        else:
            continue
        for name in names:
            root = name.partition(".")[0]
            if not root or SIBLING.fullmatch(root):
                message = f"an exercise is one file on its own: it can't import `{name}`"
            elif root in FOREIGN:
                message = f"an exercise can't import `{name}`"
            else:
                continue
            return Refusal(status="error", message=message, line=node.lineno)
    return None


def load(
    run: Callable[[], types.ModuleType], wrote: Callable[[str], bool]
) -> types.ModuleType | Refusal:
    """Execute the file once, to see whether it loads at all.

    Args:
        run: loads it.
        wrote: whether a code object with this file name is the learner's.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return run()
    except BaseException as error:  # noqa: BLE001  # SystemExit, too: each is an answer
        line = _line(
            error, wrote
        )  # first: the exception's own `__str__` may lengthen its traceback
        return Refusal(status="error", message=_why(error), line=line)


def _why(error: BaseException) -> str:
    kind = type(error).__name__
    limit = getattr(error, "limit_reached", None)  # the watchdog's
    if isinstance(limit, str):
        return f"loading the file doesn't end: {limit}"
    if isinstance(error, SystemExit):
        return "the file leaves Python (`sys.exit`) while it is being loaded"
    if isinstance(error, ModuleNotFoundError) and isinstance(error.name, str):
        return f"there is no module `{error.name[:MESSAGE_LIMIT]}` to import"
    if isinstance(error, NotImplementedError):
        return "the file raises `NotImplementedError` while it is being loaded"
    if isinstance(error, EOFError):
        return "the file asks for input while it is being loaded"
    try:
        text = str(error)[:MESSAGE_LIMIT]
    except BaseException:  # noqa: BLE001  # the class is the learner's
        text = ""
    return f"the file raises `{kind}` while it is being loaded" + (f": {text}" if text else "")


def _line(error: BaseException, wrote: Callable[[str], bool]) -> int | None:
    line, step = None, error.__traceback__
    while step is not None:
        if wrote(step.tb_frame.f_code.co_filename):
            line = step.tb_lineno
        step = step.tb_next
    if line is None and isinstance(error, SyntaxError) and wrote(error.filename or ""):
        line = error.lineno
    return line


def public_names(stub: ast.Module, test: str) -> tuple[str, ...]:
    """The top-level functions and classes of the stub that the hidden test asks for by name.

    A demo that the stub brings along may go; if the test names none, all public ones count.
    """
    names = [
        node.name for node in stub.body if isinstance(node, DEFINITIONS) and node.name[0] != "_"
    ]
    asked = set(ASKED.findall(test))
    used = [name for name in names if name in asked]
    return tuple(used or names)


def missing_name(tree: ast.Module, present: Iterable[str], names: Sequence[str]) -> Refusal | None:
    """Refuse a file that doesn't define what its stub defines, and guess what it is called instead.

    Args:
        tree: the file's.
        present: the names in the loaded module.
        names: those that the stub promises.
    """
    present = set(present)
    absent = [name for name in names if name not in present]
    if not absent:
        return None
    own = {name: line for name, line in _definitions(tree.body) if name not in names}
    close = difflib.get_close_matches(absent[0], own, n=1, cutoff=0.6)
    message = f"the file defines no `{absent[0]}`"
    if close:
        return Refusal(
            status="error", message=f"{message}; did you mean `{close[0]}`?", line=own[close[0]]
        )
    return Refusal(status="error", message=message)


def _definitions(body: Iterable[ast.stmt]) -> Iterator[tuple[str, int]]:
    for node in body:
        if isinstance(node, DEFINITIONS):
            yield node.name, node.lineno
        elif isinstance(node, ast.Assign):
            for target in node.targets:
                if isinstance(target, ast.Name):
                    yield target.id, node.lineno


def not_async(tree: ast.Module, stub: ast.Module, names: Sequence[str]) -> Suspicion | None:
    """Find a plain `def` that the stub makes an `async def`.

    Undecorated ones only. It may be right all the same: a plain function may return an awaitable.
    """
    promised = {name: node for name, node in _functions(stub) if name.partition(".")[0] in names}
    for name, node in _functions(tree):
        if (
            isinstance(promised.get(name), ast.AsyncFunctionDef)
            and isinstance(node, ast.FunctionDef)
            and not node.decorator_list
        ):
            return Suspicion(
                message=f"`{name}` is not a coroutine function: it has to be an `async def`",
                line=node.lineno,
            )
    return None


def _functions(tree: ast.Module) -> Iterator[tuple[str, ast.stmt]]:
    """Top-level functions and the methods of top-level classes."""
    for node in tree.body:
        if isinstance(node, FUNCTIONS):
            yield node.name, node
        elif isinstance(node, ast.ClassDef):
            for inner in node.body:
                if isinstance(inner, FUNCTIONS):
                    yield f"{node.name}.{inner.name}", inner
