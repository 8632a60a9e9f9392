"""Whether what verdicts stand on is still what it was.

Verdicts come about in the learner's process, by functions that the learner's code could replace: those of
asyncio, of pytest, of the toolkit, the built-ins. A `Snapshot` remembers them, and finds what is no
longer the same object. It is taken before the fork, for taking it is dear and looking at it is cheap.
"""

from __future__ import annotations

import ast
import operator
import sys
import types
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

# What a verdict hangs on while the learner's code runs, not all that has been imported: comparing an
# object copies the page that it is on, once in each child.
WATCHED = frozenset(
    """
    asyncio asyncio.base_events asyncio.base_futures asyncio.base_tasks asyncio.coroutines asyncio.events
    asyncio.futures asyncio.locks asyncio.mixins asyncio.queues asyncio.runners asyncio.selector_events
    asyncio.streams asyncio.taskgroups asyncio.tasks asyncio.threads asyncio.timeouts asyncio.unix_events
    builtins contextlib functools posixpath pytest re
    concurrent.futures._base concurrent.futures.thread
    _pytest._code.code _pytest.fixtures
    _pytest.nodes _pytest.outcomes _pytest.python _pytest.raises _pytest.reports
    _pytest.runner pluggy._callers pluggy._hooks pluggy._manager pluggy._result
    pytest_asyncio.plugin pytest_timeout
    """.split()
)
OURS = (
    "grader.testing",
    "grader.workers.child",
    "grader.workers.sentry",
    "grader.workers.integrity",
)
# Of large modules, only what those use.
SOME = {
    "inspect": "iscoroutine iscoroutinefunction isawaitable signature unwrap getcoroutinestate".split(),
    "os": "lstat stat readlink fspath fsdecode getpid _exit write".split(),
    "sys": "exc_info _getframe gettrace".split(),
}
CHANGEABLE = 1 << 9  # the flag of classes that aren't the interpreter's own
FUNCTIONS = (types.FunctionType, types.BuiltinFunctionType, types.MethodDescriptorType)
MEMBERS = (*FUNCTIONS, type, property, classmethod, staticmethod, types.WrapperDescriptorType)


class Snapshot:
    """Functions and classes by their places: namespaces of modules and classes, cells of closures."""

    def __init__(self) -> None:
        self._places: list[tuple[str, Mapping[str, Any], tuple[str, ...], tuple[Any, ...]]] = []
        self._cells: list[tuple[str, Any, Any]] = []
        self._seen: set[int] = set()
        self._same = _compare_all()

    @classmethod
    def of_harness(cls) -> Snapshot:
        """Of everything that verdicts stand on, as far as it has been imported."""
        snapshot = cls()
        for name, module in sorted(sys.modules.items()):
            if name in WATCHED or name.startswith(OURS):
                snapshot.add(name, vars(module), module=name)
        for name, chosen in SOME.items():
            namespace = vars(sys.modules[name])
            # While coverage is measured, it puts its own `os._exit` into each child.
            left_out = {"_exit"} if "coverage" in sys.modules else set()
            known = [each for each in chosen if each in namespace and each not in left_out]
            snapshot.add_some(name, namespace, known)
        return snapshot

    def add(self, name: str, namespace: Mapping[str, Any], *, module: str = "") -> None:
        """Remember a namespace, and the classes in it that were defined in `module`."""
        chosen = {key: value for key, value in namespace.items() if isinstance(value, MEMBERS)}
        self._places.append((name, namespace, tuple(map(_twin, chosen)), tuple(chosen.values())))
        for key, value in chosen.items():
            if isinstance(value, types.FunctionType):
                self._add_cells(f"{name}.{key}", value)
            elif isinstance(value, type) and id(value) not in self._seen:
                self._seen.add(id(value))
                if value.__module__ == module and value.__flags__ & CHANGEABLE:
                    self.add(f"{name}.{key}", value.__dict__, module=module)

    def add_some(self, name: str, namespace: Mapping[str, Any], keys: Iterable[str]) -> None:
        """Remember these entries of a namespace, whatever they are."""
        keys = tuple(keys)
        values = tuple(namespace[key] for key in keys)
        self._places.append((name, namespace, tuple(map(_twin, keys)), values))

    def _add_cells(self, name: str, function: types.FunctionType) -> None:
        for cell in function.__closure__ or ():
            if id(cell) in self._seen:
                continue
            self._seen.add(id(cell))
            try:
                value = cell.cell_contents
            except ValueError:
                continue
            if isinstance(value, MEMBERS):
                self._cells.append((name, cell, value))
                if isinstance(value, types.FunctionType):
                    self._add_cells(name, value)

    def changed(self) -> str:
        """The name of something that has been replaced; '' if nothing has."""
        return str(self._same(self._places, self._cells))


def _twin(key: str) -> str:
    """An equal text, next to its like: the key itself is on any page, which looking it up would copy."""
    twin = key.encode("utf-8").decode("utf-8")
    hash(twin)  # kept in it from now on
    return twin


def _compare_all() -> Any:
    """Make the comparison, with what it needs bound in a closure."""
    map_, all_, zip_, is_ = map, all, zip, operator.is_
    missing = object()

    def compare(places: Any, cells: Any) -> str:
        for name, namespace, keys, values in places:
            if not all_(map_(is_, map_(namespace.get, keys), values)):
                for key, value in zip_(keys, values, strict=True):
                    if namespace.get(key, missing) is not value:
                        return f"{name}.{key}"
        for name, cell, value in cells:
            if cell.cell_contents is not value:
                return str(name)
        return ""

    return compare


def statements(text: str) -> dict[str, int]:
    """How often each test calls `same` at the least: its `assert same(…)` outside of any branch."""
    return {
        node.name: sum(map(_asserts_same, _always(node.body)))
        for node in ast.parse(text).body
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    }


def _always(body: list[ast.stmt]) -> Iterator[ast.stmt]:
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
