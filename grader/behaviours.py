"""Reads the behaviours of a hidden test file from its syntax tree, without importing it.

So the list of what must be reported is known, and beyond a learner's reach, before anything runs.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from grader.errors import BrokenTree
from grader.records import Behaviour

__all__ = ["read"]

_TEST = re.compile(r"test(_[a-z0-9]+)+")


def read(root: Path, file: str) -> tuple[Behaviour, ...]:
    """The behaviours of the hidden tests in `file` (relative to `root`), in its order.

    Raises:
        BrokenTree: the file is missing, or doesn't say for certain which tests there are.
    """
    try:
        tree = ast.parse((root / file).read_bytes())
    except FileNotFoundError:
        raise BrokenTree(file, "it is missing", "restore it, or write it if it's new") from None
    except (SyntaxError, ValueError) as error:
        raise BrokenTree(file, f"it doesn't parse ({error})", "mend the syntax") from None
    found: dict[str, Behaviour] = {}
    for node in tree.body:
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            _check_hides_no_test(file, node)
        elif node.name.startswith("test"):
            if node.name in found:
                raise BrokenTree(
                    f"{file}:{node.lineno}", f"`{node.name}` is there twice", "rename one of them"
                )
            found[node.name] = _behaviour(file, node)
    if not found:
        raise BrokenTree(file, "it holds no test", "write `def test_…` at module level")
    return tuple(found.values())


def _behaviour(file: str, node: ast.FunctionDef | ast.AsyncFunctionDef) -> Behaviour:
    here = f"{file}:{node.lineno}"
    if not _TEST.fullmatch(node.name):
        raise BrokenTree(
            here, f"`{node.name}` is no behaviour's name", "name it test_…, in lower case"
        )
    docstring = (ast.get_docstring(node) or "").strip()
    if not docstring:
        raise BrokenTree(
            here, f"`{node.name}` has no docstring", "begin it with the sentence for the learner"
        )
    statement, _, scenario = docstring.partition("\n")
    if scenario and not scenario.startswith("\n"):
        raise BrokenTree(
            here,
            f"the statement of `{node.name}` goes on in a second line",
            "make it one line, and leave a blank one before the scenario",
        )
    return Behaviour(
        id=node.name,
        statement=statement.strip(),
        scenario=scenario.strip(),
        points=_points(here, node),
        comparisons=sum(map(_asserts_same, _always(node.body))),
    )


def _always(body: list[ast.stmt]) -> Iterator[ast.stmt]:
    """The statements that run whenever the body runs to its end: those outside of any branch."""
    for node in body:
        yield node
        if isinstance(node, ast.With | ast.AsyncWith):
            yield from _always(node.body)


def _asserts_same(node: ast.stmt) -> bool:
    return (
        isinstance(node, ast.Assert)
        and isinstance(node.test, ast.Call)
        and isinstance(node.test.func, ast.Name)
        and node.test.func.id == "same"
    )


def _points(here: str, node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    marks = [each for each in node.decorator_list if _is_points(each)]
    if not marks:
        return 1
    match marks:
        case [ast.Call(args=[ast.Constant(value=int(points))], keywords=[])] if (
            points > 0 and points is not True
        ):
            return points
    raise BrokenTree(
        here, f"the points of `{node.name}` can't be read", "write @pytest.mark.points(2) once"
    )


def _is_points(decorator: ast.expr) -> bool:
    name = decorator.func if isinstance(decorator, ast.Call) else decorator
    return ast.unparse(name).endswith("mark.points")


def _check_hides_no_test(file: str, node: ast.stmt) -> None:
    """Refuse tests in classes or under conditions: whether they run isn't known beforehand."""
    for inner in ast.walk(node):
        if isinstance(inner, ast.FunctionDef | ast.AsyncFunctionDef) and inner.name.startswith(
            "test"
        ):
            raise BrokenTree(
                f"{file}:{inner.lineno}",
                f"`{inner.name}` isn't at module level",
                "take it out of its class or condition",
            )
