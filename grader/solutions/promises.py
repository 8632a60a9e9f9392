"""What a stub promises its callers, and where a reference promises something else.

Compared by syntax tree: public functions and classes, their public methods and fields, with their
signatures and docstrings. How they keep the promise is not looked at.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import zip_longest

__all__ = ["differences"]

Function = ast.FunctionDef | ast.AsyncFunctionDef

# Decorators that change how something is called. Others belong to the way it is made.
_CALLING = {"property", "staticmethod", "classmethod", "setter", "deleter", "dataclass", "overload"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise:
    """What callers see of one name. `made`: by a decorator, whose result isn't written here."""

    signature: str
    arguments: str = ""
    made: bool = False
    docstring: str | None = None

    def agrees(self, other: Promise) -> bool:
        """Whether callers write and get the same, as far as can be seen."""
        if self.made or other.made:
            return self.arguments == other.arguments
        return self.signature == other.signature


def differences(stub: str, reference: str) -> tuple[str, ...]:
    """In which the texts of a stub and its reference promise different things.

    A reference may add special methods (`__aexit__`), and make an `async def` by decorating a
    `def`, or the other way round.

    Raises:
        SyntaxError: one of them doesn't parse.
    """
    one, other = _promises(ast.parse(stub)), _promises(ast.parse(reference))
    return tuple(_compare(one, other))


def _compare(stub: dict[str, Promise], reference: dict[str, Promise]) -> Iterator[str]:
    for name, promise in stub.items():
        what = f"`{name}`" if name else "the module"
        if name not in reference:
            yield f"{what} is in the stub only"
            continue
        other = reference[name]
        if not promise.agrees(other):
            yield (
                f"{what} is `{promise.signature}` in the stub, and `{other.signature}` in the "
                "reference"
            )
        if promise.docstring != other.docstring:
            yield f"the docstring of {what} differs: {_first_difference(promise, other)}"
    for name in reference:
        last = name.rpartition(".")[2]
        if name not in stub and not _is_special(last):
            yield f"`{name}` is in the reference only"


def _first_difference(stub: Promise, reference: Promise) -> str:
    lines = zip_longest((stub.docstring or "").split("\n"), (reference.docstring or "").split("\n"))
    one, other = next(pair for pair in lines if pair[0] != pair[1])
    return f"{one!r} in the stub, {other!r} in the reference"


def _promises(tree: ast.Module) -> dict[str, Promise]:
    found = {"": Promise(signature="", docstring=ast.get_docstring(tree))}
    for node in tree.body:
        if isinstance(node, Function) and not node.name.startswith("_"):
            found[node.name] = _function(node)
        elif isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
            found |= _class(node)
    return found


def _class(node: ast.ClassDef) -> dict[str, Promise]:
    bases = ", ".join(ast.unparse(each) for each in [*node.bases, *node.keywords])
    head = f"{_calling(node)}class {node.name}({bases})"
    found = {node.name: Promise(signature=head, docstring=ast.get_docstring(node))}
    for inner in node.body:
        if isinstance(inner, Function) and _is_public(inner.name):
            name = f"{node.name}.{inner.name}"
            if name in found:  # a setter, or an overload
                name = f"{name} ({_calling(inner).strip()})"
            found[name] = _function(inner)
        elif (
            isinstance(inner, ast.AnnAssign)
            and isinstance(inner.target, ast.Name)
            and not inner.target.id.startswith("_")
        ):
            text = ast.unparse(inner)
            found[f"{node.name}.{inner.target.id}"] = Promise(signature=text)
    return found


def _function(node: Function) -> Promise:
    arguments = f"{_calling(node)}({ast.unparse(node.args)})"
    kind = "async def" if isinstance(node, ast.AsyncFunctionDef) else "def"
    returns = f" -> {ast.unparse(node.returns)}" if node.returns else ""
    return Promise(
        signature=f"{_calling(node)}{kind} {node.name}({ast.unparse(node.args)}){returns}",
        arguments=arguments,
        made=len(_decorators(node)) < len(node.decorator_list),
        docstring=ast.get_docstring(node),
    )


def _calling(node: Function | ast.ClassDef) -> str:
    return "".join(f"@{each} " for each in _decorators(node))


def _decorators(node: Function | ast.ClassDef) -> list[str]:
    texts = (
        (each, each.func if isinstance(each, ast.Call) else each) for each in node.decorator_list
    )
    return [
        ast.unparse(whole)
        for whole, name in texts
        if ast.unparse(name).rpartition(".")[2] in _CALLING
    ]


def _is_public(name: str) -> bool:
    return not name.startswith("_") or _is_special(name)


def _is_special(name: str) -> bool:
    return name.startswith("__") and name.endswith("__")
