"""A syntax tree that knows where each node hangs, so that a node can be replaced in place."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass

from grader.workers.inspection import FUNCTIONS, without_demo

__all__ = ["Program", "again", "called", "expression", "parse", "variable"]


@dataclass(frozen=True, slots=True)
class _Place:
    parent: ast.AST
    field: str


class Program:
    """A module without its demo, to be changed once and then written out."""

    def __init__(self, source: str) -> None:
        self.tree = without_demo(ast.parse(source))
        self._places: dict[ast.AST, _Place] = {}
        for parent in ast.walk(self.tree):
            for field, value in ast.iter_fields(parent):
                for child in value if isinstance(value, list) else [value]:
                    if isinstance(child, ast.AST):
                        self._places[child] = _Place(parent, field)

    def nodes(self) -> Iterator[ast.AST]:
        """Every node, from the top of the file to its end."""
        yield from _down(self.tree)

    def parent(self, node: ast.AST) -> ast.AST:
        """What `node` is a part of; not for the module itself."""
        return self._places[node].parent

    def function(self, node: ast.AST) -> ast.AST | None:
        """The function or lambda whose body `node` is in, or None."""
        while node is not self.tree:
            node = self.parent(node)
            if isinstance(node, (*FUNCTIONS, ast.Lambda)):
                return node
        return None

    def in_coroutine(self, node: ast.AST) -> bool:
        """Whether an `await` may stand in the place of `node`."""
        return isinstance(self.function(node), ast.AsyncFunctionDef)

    def siblings(self, node: ast.stmt) -> list[ast.stmt]:
        """The block that `node` is a statement of, itself included."""
        place = self._places[node]
        block: list[ast.stmt] = getattr(place.parent, place.field)
        return block

    def before(self, node: ast.stmt) -> ast.stmt | None:
        """The statement that comes before `node` in its block, or None."""
        block = self.siblings(node)
        index = block.index(node)
        return block[index - 1] if index else None

    def replace(self, node: ast.AST, *new: ast.AST) -> None:
        """Put `new` in the place of `node`. Statements may become none or several."""
        place = self._places[node]
        value = getattr(place.parent, place.field)
        if not isinstance(value, list):
            (single,) = new
            setattr(place.parent, place.field, single)
            return
        index = value.index(node)
        value[index : index + 1] = new
        if not value and isinstance(node, ast.stmt):
            value.append(ast.Pass())

    def need(self, module: str) -> None:
        """Import `module`, unless that is done already."""
        body = self.tree.body
        line = parse(f"import {module}")
        if any(ast.dump(each) == ast.dump(line) for each in body):
            return
        future = [
            each
            for each in body
            if isinstance(each, ast.ImportFrom) and each.module == "__future__"
        ]
        body.insert(len(future) + (ast.get_docstring(self.tree) is not None), line)

    def source(self) -> str:
        """The module as text, without comments."""
        return ast.unparse(ast.fix_missing_locations(self.tree)) + "\n"


def _down(node: ast.AST) -> Iterator[ast.AST]:
    yield node
    for child in ast.iter_child_nodes(node):
        yield from _down(child)


def called(node: ast.AST | None, *names: str) -> bool:
    """Whether `node` is a call of something with one of these names.

    A name is the last one (`cancel` for `task.cancel()`), or `asyncio.` with the one after it.
    """
    if not isinstance(node, ast.Call):
        return False
    if isinstance(node.func, ast.Attribute):
        whole = isinstance(node.func.value, ast.Name) and f"{node.func.value.id}.{node.func.attr}"
        return node.func.attr in names or whole in names
    return isinstance(node.func, ast.Name) and node.func.id in names


def variable(node: ast.AST) -> str:
    """The text of a name or an attribute of one, such as `self.total`; "" for everything else."""
    return ast.unparse(node) if isinstance(node, (ast.Name, ast.Attribute)) else ""


def parse(text: str, **parts: ast.AST) -> ast.stmt:
    """The statement `text`, with `parts` in the places of the names that they are called by."""
    node = ast.parse(text).body[0]
    filled = _Fill(parts).visit(node)
    assert isinstance(filled, ast.stmt)
    return filled


def expression(text: str, **parts: ast.AST) -> ast.expr:
    """The expression `text`, filled in the same way."""
    node = parse(text, **parts)
    assert isinstance(node, ast.Expr)
    return node.value


def again(node: ast.expr) -> ast.expr:
    """The same expression once more, to be read, even if `node` is what is assigned to."""
    return expression(ast.unparse(node))


class _Fill(ast.NodeTransformer):
    def __init__(self, parts: dict[str, ast.AST]) -> None:
        self._parts = parts

    def visit_Name(self, node: ast.Name) -> ast.AST:
        return self._parts.get(node.id, node)
