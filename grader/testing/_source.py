"""The learner's file: compiled once, loaded afresh for each behaviour."""

from __future__ import annotations

import ast
import asyncio
import collections
import contextlib
import functools
import os
import sys
import types
import typing
import warnings
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

DELVING = frozenset(
    """
    getattr vars dir globals __dict__ __getattribute__ __getattr__ __getstate__ __reduce__ __reduce_ex__
    attrgetter methodcaller inspect gc modules pickle copyreg
    setattr delattr __setattr__ __delattr__ __setstate__ patch mock __import__ import_module importlib
    compile eval exec timeit doctest get_type_hints ForwardRef evaluate_forward_ref rlcompleter
    singledispatch singledispatchmethod fileConfig dictConfig gettext shelve
    locals __builtins__ __build_class__ __get__ __set__ __delete__ __set_name__
    wraps update_wrapper cached_property partialmethod redirect_stdout redirect_stderr _convert_ _evaluate
    meta_path path_hooks path_importer_cache ProcessPoolExecutor
    """.split()
)
"""Names by which one gets at attributes that aren't named, or at tasks that no loop knows; among them
those that run a text, or look up what one says."""

PLAIN = frozenset(
    """
    __future__ abc asyncio bisect collections collections.abc concurrent.futures contextlib contextvars
    functools heapq itertools math os random re signal sys threading time types typing urllib.parse warnings
    """.split()
)
"""Modules in which nothing but the names above leads to attributes that aren't named, or replaces what others
hold. Others have too many such ways to list: `copy`, `dataclasses`, `enum`, `logging`, `string`,
`unittest` among them."""

_HIDING = frozenset(
    name
    for name in sys.stdlib_module_names - PLAIN - {"readline", "subprocess"}  # asyncio has its own
    if name[:1] != "_"
)
"""Names of modules that others lead to."""


@functools.cache
def private_names() -> frozenset[str]:
    """What loops and asyncio's tasks keep to themselves."""
    loop = asyncio.SelectorEventLoop
    names = {*dir(loop), *vars(asyncio.tasks), *loop.__init__.__code__.co_names}
    for kind in loop.__mro__:
        names.update(
            getattr(getattr(kind, "__init__", None), "__code__", loop.__init__.__code__).co_names
        )
    for module in (collections, contextlib, functools, os, types, typing, warnings):
        names.update(vars(module))
    return frozenset(name for name in names if name[:1] == "_" and name[:2] != "__")


def _names(code: types.CodeType) -> Iterator[str]:
    yield from code.co_names
    for each in code.co_consts:
        if isinstance(each, types.CodeType):
            yield from _names(each)


def _leads_on(node: ast.AST) -> bool:
    """Whether it gives the file a module that isn't plain: by an import, or as `asyncio.log.logging`."""
    if isinstance(node, ast.Import):
        return not all(_is_plain(alias.name) for alias in node.names)
    if isinstance(node, ast.ImportFrom):
        module = node.module or ""
        hiding = any(alias.name in _HIDING for alias in node.names)
        return bool(node.level) or not _is_plain(module) or hiding
    return isinstance(node, ast.Attribute) and node.attr in _HIDING


def _begins_anew(node: ast.AST) -> bool:
    """Whether it may call `__init__` of what there is already: all but `super().__init__`."""
    if not (isinstance(node, ast.Attribute) and node.attr == "__init__"):
        return False
    of = node.value
    return not (
        isinstance(of, ast.Call)
        and isinstance(of.func, ast.Name)
        and of.func.id == "super"
        and not of.args
    )


def _is_plain(module: str) -> bool:
    return module in PLAIN or module.startswith("asyncio.")


@dataclass(frozen=True, slots=True)
class Syntax:
    """What the syntax of a file says about its reach.

    `case Point(x=0)` reads attributes, of names that a class may make up; modules may do so, too; and
    `Base.__init__(thing)` sets them.
    """

    assigned: frozenset[str]  # the names of attributes that it sets or deletes, of whatever object
    leads_on: bool  # whether it has other ways to attributes than by their names
    reshapes: bool  # whether it deletes attributes, or sets the bases of a class

    @classmethod
    def of(cls, nodes: Collection[ast.AST]) -> Syntax:
        """Of all nodes of a tree."""
        attributes = (node for node in nodes if isinstance(node, ast.Attribute))
        changed = [node for node in attributes if not isinstance(node.ctx, ast.Load)]
        called = {id(node.func) for node in nodes if isinstance(node, ast.Call)}
        return cls(
            assigned=frozenset(node.attr for node in changed),
            leads_on=any(
                isinstance(node, ast.MatchClass)
                or _begins_anew(node)
                or (id(node) not in called and _leads_on(node))
                for node in nodes
            ),
            reshapes=any(isinstance(n.ctx, ast.Del) or n.attr == "__bases__" for n in changed),
        )


@dataclass(frozen=True, eq=False)
class Source:
    """A Python file under test. Two behaviours never share a module made from it."""

    path: Path
    text: str
    tree: ast.Module | None = None
    """What is executed, where that isn't the whole text."""

    read: Syntax | None = None
    """What the syntax of that says, where somebody has looked already."""

    @functools.cached_property
    def code(self) -> types.CodeType:
        """The compiled file; its frames carry `path` as their file name."""
        return compile(self.tree or self.text, str(self.path), "exec", dont_inherit=True)

    @functools.cached_property
    def compiles(self) -> bool:
        """Whether there is anything to execute; else there is nothing in it, and `code` says why."""
        try:
            _ = self.code
        except (SyntaxError, ValueError, OverflowError, RecursionError, MemoryError):
            return False
        return True

    @functools.cached_property
    def delves(self) -> bool:
        """Whether it may get at what a loop keeps to itself. Most that do are honest: look closer then."""
        if not (self.names.isdisjoint(DELVING) and self.names.isdisjoint(private_names())):
            return True
        return self.syntax.leads_on

    @functools.cached_property
    def names(self) -> frozenset[str]:
        """Of all variables and attributes in it."""
        return frozenset(_names(self.code)) if self.compiles else frozenset()

    @functools.cached_property
    def syntax(self) -> Syntax:
        """What its syntax says. Not the tree, for collecting would walk it."""
        if self.read is not None:
            return self.read
        if not self.compiles:
            return Syntax.of(())
        return Syntax.of(list(ast.walk(self.tree or ast.parse(self.text))))

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

        The module stays in `sys.modules` until the next load, or `forget()`, for dataclasses and
        pickle look there. Errors of the file's own code come out as they are.
        """
        module = types.ModuleType(self.path.stem)
        module.__file__ = str(self.path)
        sys.modules[module.__name__] = module
        exec(self.code, module.__dict__)
        return module

    def forget(self) -> None:
        """Let go of the module that was loaded last."""
        module = sys.modules.get(self.path.stem)
        if type(module) is types.ModuleType and vars(module).get("__file__") == str(self.path):
            del sys.modules[self.path.stem]


def read(path: Path) -> Source:
    """Read a learner's file. Raises OSError, UnicodeDecodeError, SyntaxError (on first use)."""
    return Source(path, path.read_text(encoding="utf-8"))
