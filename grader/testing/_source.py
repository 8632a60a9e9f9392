"""The learner's file: compiled once, loaded afresh for each behaviour."""

from __future__ import annotations

import ast
import asyncio
import functools
import sys
import types
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

DELVING = frozenset(
    """
    getattr vars dir globals __dict__ __getattribute__ __getattr__ __getstate__ __reduce__ __reduce_ex__
    attrgetter methodcaller inspect gc modules pickle copyreg
    setattr delattr __setattr__ __delattr__ __setstate__ patch mock __import__ import_module importlib
    compile eval exec timeit doctest get_type_hints ForwardRef evaluate_forward_ref rlcompleter
    singledispatch singledispatchmethod fileConfig dictConfig gettext shelve
    """.split()
)
"""Names by which one gets at attributes that aren't named, or at tasks that no loop knows; among them
those that run a text, or look up what one says."""


@functools.cache
def _private() -> frozenset[str]:
    """What loops and asyncio's tasks keep to themselves."""
    loop = asyncio.SelectorEventLoop
    names = {*dir(loop), *vars(asyncio.tasks), *loop.__init__.__code__.co_names}
    for kind in loop.__mro__:
        names.update(
            getattr(getattr(kind, "__init__", None), "__code__", loop.__init__.__code__).co_names
        )
    return frozenset(name for name in names if name[:1] == "_" and name[:2] != "__")


def _names(code: types.CodeType) -> Iterator[str]:
    yield from code.co_names
    for each in code.co_consts:
        if isinstance(each, types.CodeType):
            yield from _names(each)


@dataclass(frozen=True, eq=False)
class Source:
    """A Python file under test. Two behaviours never share a module made from it."""

    path: Path
    text: str
    tree: ast.Module | None = None
    """What is executed, where that isn't the whole text."""

    @functools.cached_property
    def code(self) -> types.CodeType:
        """The compiled file; its frames carry `path` as their file name."""
        return compile(self.tree or self.text, str(self.path), "exec", dont_inherit=True)

    @functools.cached_property
    def delves(self) -> bool:
        """Whether it may get at what a loop keeps to itself. Most that do are honest: look closer then."""
        if not (self.names.isdisjoint(DELVING) and self.names.isdisjoint(_private())):
            return True
        return self._syntax[1]

    @functools.cached_property
    def names(self) -> frozenset[str]:
        """Of all variables and attributes in it."""
        return frozenset(_names(self.code))

    @functools.cached_property
    def assigned(self) -> frozenset[str]:
        """The names of attributes that it sets or deletes, of whatever object."""
        return self._syntax[0]

    @functools.cached_property
    def _syntax(self) -> tuple[frozenset[str], bool]:
        """Those names, and whether there is a class pattern; not the tree, for collecting would walk it.

        `case Point(x=0)` reads attributes, of names that a class may make up.
        """
        nodes = list(ast.walk(self.tree or ast.parse(self.text)))
        attributes = (node for node in nodes if isinstance(node, ast.Attribute))
        assigned = (node.attr for node in attributes if not isinstance(node.ctx, ast.Load))
        return frozenset(assigned), any(isinstance(node, ast.MatchClass) for node in nodes)

    @functools.cached_property
    def lines(self) -> tuple[str, ...]:
        """The text by lines, for messages."""
        return tuple(self.text.splitlines())

    @functools.cached_property
    def definitions(self) -> dict[str, int]:
        """Where each top-level function or class begins, and each method, as "Class.method"."""
        found = {}
        functions = (ast.FunctionDef, ast.AsyncFunctionDef)
        for node in ast.parse(self.text).body:
            if isinstance(node, (*functions, ast.ClassDef)):
                found[node.name] = node.lineno
            if isinstance(node, ast.ClassDef):
                methods = [child for child in node.body if isinstance(child, functions)]
                found |= {f"{node.name}.{method.name}": method.lineno for method in methods}
        return found

    def wrote(self, filename: str) -> bool:
        """Whether a frame with that file name belongs to this file."""
        return filename == str(self.path)

    def line(self, number: int) -> str:
        """The source line, stripped; empty if there is none."""
        return self.lines[number - 1].strip() if 0 < number <= len(self.lines) else ""

    def load(self) -> types.ModuleType:
        """Execute the file in a new module and return that; its `__main__` block does not run.

        The module stays in `sys.modules` until the next load, for dataclasses and pickle look
        there. Errors of the file's own code come out as they are.
        """
        module = types.ModuleType(self.path.stem)
        module.__file__ = str(self.path)
        sys.modules[module.__name__] = module
        exec(self.code, module.__dict__)
        return module


def read(path: Path) -> Source:
    """Read a learner's file. Raises OSError, UnicodeDecodeError, SyntaxError (on first use)."""
    return Source(path, path.read_text(encoding="utf-8"))
