"""Whether what verdicts stand on is still what it was.

Verdicts come about in the learner's process, by functions that the learner's code could replace: those of
asyncio, of pytest, of the toolkit, the built-ins. A `Snapshot` remembers them, and finds what is no
longer the same object. It is taken before the fork, for taking it is dear and looking at it is cheap.
"""

from __future__ import annotations

import itertools
import operator
import sys
import types
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from typing import Any

# What a verdict hangs on while the learner's code runs, not all that has been imported: comparing an
# object copies the page that it is on, once in each child.
WATCHED = frozenset(
    """
    asyncio asyncio.base_events asyncio.base_futures asyncio.base_tasks asyncio.coroutines asyncio.events
    asyncio.futures asyncio.locks asyncio.mixins asyncio.queues asyncio.runners asyncio.selector_events
    asyncio.streams asyncio.taskgroups asyncio.tasks asyncio.threads asyncio.timeouts asyncio.unix_events
    builtins contextlib functools posixpath re
    concurrent.futures._base concurrent.futures.thread
    _pytest.outcomes _pytest.raises _pytest.runner pytest_asyncio.plugin pytest_timeout
    """.split()
)
PACKAGES = (
    "pluggy.",
    "grader.testing",
    "grader.workers.child",
    "grader.workers.sentry",
    "grader.workers.integrity",
    "grader.workers.reserved",
)
WHOLE = "grader.testing"  # of these modules everything is watched, whatever it is
CHANGING = frozenset({"_frozen", "_failed"})  # but what they set themselves
# Of large modules, only what those use, or what runs a test that has been collected.
SOME = {
    "pytest": "approx fail param raises skip xfail".split(),
    "_pytest._code.code": ["ExceptionInfo"],
    "_pytest.fixtures": """
        FixtureDef FixtureRequest SubRequest TopRequest call_fixture_func pytest_fixture_setup
        resolve_fixture_function
        """.split(),
    "_pytest.nodes": ["Item", "Node"],
    "_pytest.python": ["Function", "PyobjMixin", "async_fail", "pytest_pyfunc_call"],
    "_pytest.reports": ["BaseReport", "TestReport"],
    "_signal": "default_int_handler signal".split(),
    "_thread": "_count get_ident".split(),
    "_weakrefset": ["WeakSet"],
    "ast": "parse unparse walk".split(),
    "concurrent.futures": "Future wait".split(),
    "contextvars": "Context copy_context".split(),
    "gc": "collect disable enable freeze get_objects get_referents isenabled".split(),
    "heapq": "heapify heappop heappush".split(),
    "inspect": """
        Parameter Signature getclosurevars getcoroutinestate isawaitable iscoroutine iscoroutinefunction
        isroutine signature unwrap
        """.split(),
    "io": ["TextIOWrapper"],
    "itertools": ["count"],
    "json": ["loads"],
    "linecache": ["cache"],
    "math": "ceil isnan".split(),
    "operator": "attrgetter is_ itemgetter".split(),
    "os": """
        close dup dup2 fsdecode fspath fstat ftruncate getpid getppid kill listdir lseek lstat pipe pread read
        readlink stat waitid waitpid write _exit
        """.split(),
    "queue": ["Queue"],
    "random": "Random seed".split(),
    "select": ["poll"],
    "selectors": """
        BaseSelector DefaultSelector _BaseSelectorImpl _PollLikeSelector EVENT_READ EVENT_WRITE
        """.split(),
    "signal": "getsignal set_wakeup_fd setitimer signal".split(),
    "socket": "create_connection getaddrinfo socket socketpair".split(),
    "subprocess": ["Popen"],
    "sys": """
        exc_info _getframe get_asyncgen_hooks get_coroutine_origin_tracking_depth getrecursionlimit getrefcount
        gettrace set_asyncgen_hooks set_coroutine_origin_tracking_depth setrecursionlimit
        """.split(),
    "threading": """
        Condition Event Thread Timer current_thread enumerate get_ident main_thread _active _main_thread _time
        """.split(),
    "time": """
        clock_gettime ctime gmtime localtime monotonic monotonic_ns perf_counter perf_counter_ns
        pthread_getcpuclockid sleep time time_ns
        """.split(),
    "traceback": "FrameSummary StackSummary TracebackException clear_frames format_exc".split(),
    "warnings": """
        _warn_unawaited_coroutine catch_warnings filterwarnings simplefilter warn warn_explicit
        """.split(),
    "weakref": "WeakKeyDictionary WeakValueDictionary ref".split(),
}
# What programs may replace in modules of the library, and what is another in every child.
REPLACEABLE = frozenset(
    """
    __main__ sys.excepthook sys.unraisablehook sys.displayhook sys.breakpointhook threading.excepthook
    warnings.showwarning warnings.formatwarning warnings._showwarnmsg_impl
    """.split()
)
# What is added to classes and modules by the way: by a look at hints, by copying, by warnings, by `gettext`,
# by pytest.
GROWING = frozenset(
    """
    __annotations__ __annotations_cache__ __slotnames__ __warningregistry__ _
    _pytest_diamond_inheritance_warning_shown
    """.split()
)
CHANGEABLE = 1 << 9  # the flag of classes that aren't the interpreter's own
FUNCTIONS = (types.FunctionType, types.BuiltinFunctionType, types.MethodDescriptorType)
MEMBERS = (*FUNCTIONS, type, property, classmethod, staticmethod, types.WrapperDescriptorType)


_Values = tuple[Any, ...]
_Fetch = Callable[[Mapping[str, Any]], _Values]
_Namespace = tuple[str, Mapping[str, Any], frozenset[str]]
_Place = tuple[str, Mapping[str, Any], tuple[str, ...], _Values]
_Entry = tuple[str, Mapping[str, Any], str, Any]  # of a namespace, which comes first: key and value


class Snapshot:
    """Functions and classes by their places: namespaces of modules and classes, cells of closures."""

    def __init__(self) -> None:
        self._places: list[_Place] = []
        # The same side by side, for a comparison without a loop: how to fetch the values, from where.
        self._fetches: list[_Fetch] = []
        self._namespaces: list[Mapping[str, Any]] = []
        self._values: list[Any] = []
        self._entries: dict[str, list[_Entry]] = {}  # by their keys, of the first so many places
        self._indexed = 0
        self._whole: list[_Namespace] = []  # with the names that they have
        # The same side by side again.
        self._measured: list[Mapping[str, Any]] = []
        self._sizes: list[int] = []
        self._ancestors: list[tuple[str, type, Any]] = []
        self._cells: list[tuple[str, Any, Any]] = []
        self._properties: list[tuple[str, property, Any, Any]] = []
        self._library: list[tuple[str, Mapping[str, Any], Mapping[str, Any]]] = []
        self._seen: set[int] = set()
        self._closely = False
        self._few: list[_Entry] | None = None  # those that the file may change; None: any
        self._same, self._same_few = _comparisons()

    @classmethod
    def of_harness(cls) -> Snapshot:
        """Of everything that verdicts stand on, as far as it has been imported."""
        snapshot = cls()
        for name, module in sorted(sys.modules.items()):
            if name in WATCHED or name.startswith(PACKAGES):
                snapshot.add(name, vars(module), module=name)
            if name.startswith(WHOLE):
                snapshot.add_some(name, vars(module), _constants(vars(module)))
        for name, chosen in SOME.items():
            if name not in sys.modules:  # nothing stands on it, then
                continue
            namespace = vars(sys.modules[name])
            # While coverage is measured, it puts its own `os._exit` into each child.
            left_out = {"_exit"} if "coverage" in sys.modules else set()
            known = [each for each in chosen if each in namespace and each not in left_out]
            snapshot.add_some(name, namespace, known)
            for each in known:
                snapshot._add_member(f"{name}.{each}", namespace[each], name)
        snapshot._library = [
            (f"{name}.", vars(module), _members(f"{name}.", vars(module)))
            for name, module in sorted(sys.modules.items())
            if hasattr(module, "__dict__")
        ]
        snapshot._library.append(("", sys.modules, _members("", sys.modules)))
        for entry in _entries(snapshot._places):
            snapshot._entries.setdefault(entry[2], []).append(entry)
        snapshot._indexed = len(snapshot._places)
        return snapshot

    def add(self, name: str, namespace: Mapping[str, Any], *, module: str = "") -> None:
        """Remember a namespace, and the classes in it that were defined in `module`."""
        chosen = {key: value for key, value in namespace.items() if isinstance(value, MEMBERS)}
        self._add_place(name, namespace, chosen)
        self._whole.append((name, namespace, frozenset(namespace)))
        self._measured.append(namespace)
        self._sizes.append(len(namespace))
        for key, value in chosen.items():
            self._add_member(f"{name}.{key}", value, module)

    def add_some(self, name: str, namespace: Mapping[str, Any], keys: Iterable[str]) -> None:
        """Remember these entries of a namespace, whatever they are."""
        self._add_place(name, namespace, {key: namespace[key] for key in keys})

    def _add_place(
        self, name: str, namespace: Mapping[str, Any], chosen: Mapping[str, Any]
    ) -> None:
        if not chosen:
            return
        keys, values = tuple(chosen), tuple(chosen.values())
        if len(keys) == 1:  # an itemgetter gives a tuple for two
            keys, values = keys * 2, values * 2
        self._places.append((name, namespace, keys, values))
        self._fetches.append(operator.itemgetter(*keys))
        self._namespaces.append(namespace)
        self._values += values

    def _add_member(self, name: str, value: Any, module: str) -> None:
        """Remember what a function has closed over, or what a class of this module consists of."""
        if isinstance(value, types.FunctionType):
            self._add_cells(name, value)
        elif isinstance(value, property):  # which can be initialized once more
            self._properties.append((name, value, value.fget, value.fset))
        elif isinstance(value, type) and value.__module__ == module and id(value) not in self._seen:
            self._seen.add(id(value))
            if value.__flags__ & CHANGEABLE:
                self._ancestors.append((name, value, value.__mro__))
                self.add(name, value.__dict__, module=module)

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

    def look_closely(self) -> None:
        """From now on, find also what has been added in the place of something else, and new bases.

        Only who deletes attributes, or gets at them otherwise than by their names, comes so far.
        """
        self._closely = True

    def expect(self, names: Collection[str]) -> None:
        """From now on, `changed_by_name` knows that the file sets no attributes but those of these names.

        And that it has no other way to them: whoever has gets a look at everything each time.
        """
        self._few = [entry for name in names for entry in self._entries.get(name, ())]
        late = _entries(self._places[self._indexed :])
        self._few += [entry for entry in late if entry[2] in names]

    def changed_by_name(self) -> str:
        """The same as `changed`, as far as what the file says can come to. Cheap: it leaves most pages alone."""
        if self._few is None:
            return self.changed()
        return str(self._same_few(self._few, self._whole, self._measured, self._sizes))

    def changed(self) -> str:
        """The name of something that has been replaced or added; '' if nothing has."""
        ancestors = self._ancestors if self._closely else ()
        return str(
            self._same(
                self._places,
                (self._fetches, self._namespaces, self._values),
                (self._whole, self._measured, self._sizes),
                self._closely,
                ancestors,
                self._cells,
                self._properties,
            )
        )

    def changed_in_library(self) -> str:
        """The same for whatever had been imported: dear, for when the grader itself has failed."""
        for prefix, namespace, members in self._library:
            for name, value in members.items():
                if namespace.get(name) is not value:
                    return prefix + name
        return ""


def _entries(places: Iterable[_Place]) -> Iterator[_Entry]:
    for name, namespace, keys, values in places:
        for key, value in zip(keys, values, strict=True):
            yield name, namespace, key, value


def _constants(namespace: Mapping[str, Any]) -> list[str]:
    """What a module of ours holds besides functions, classes and modules."""
    return [
        name
        for name, value in namespace.items()
        if not isinstance(value, (*MEMBERS, types.ModuleType))
        and name not in CHANGING
        and not (name[:2] == "__" and name[-2:] == "__")
    ]


def _members(prefix: str, namespace: Mapping[str, Any]) -> Mapping[str, Any]:
    return {
        name: value
        for name, value in namespace.items()
        if isinstance(value, (*MEMBERS, types.ModuleType)) and prefix + name not in REPLACEABLE
    }


def _comparisons() -> tuple[Any, Any]:
    """Make the comparison of everything, and that of a few, with what they need bound in a closure."""
    map_, any_, zip_, is_not, key_error = map, any, zip, operator.is_not, KeyError
    call, chain = operator.call, itertools.chain.from_iterable
    list_, len_, type_, module_type, growing = list, len, type, types.ModuleType, GROWING
    mro_of: Callable[[type], Any] = type.__dict__["__mro__"].__get__
    missing = object()

    def added(whole: Any, measured: Any, sizes: Any, closely: Any) -> str:
        if list_(map_(len_, measured)) == sizes and not closely:
            return ""
        for (name, namespace, names), size in zip_(whole, sizes, strict=True):
            if len_(namespace) == size and not closely:
                continue
            for key in namespace:
                if key in names or key in growing:
                    continue
                value = namespace[key]
                if type_(value) is module_type and value.__name__ == f"{name}.{key}":
                    continue  # a package's module, imported since
                return f"{name}.{key}"
        return ""

    def compare_few(few: Any, whole: Any, measured: Any, sizes: Any) -> str:
        for name, namespace, key, value in few:
            if namespace.get(key, missing) is not value:
                return f"{name}.{key}"
        return added(whole, measured, sizes, False)

    def compare(  # noqa: PLR0917  # one call for all
        places: Any,
        side_by_side: Any,
        whole: Any,
        closely: Any,
        ancestors: Any,
        cells: Any,
        properties: Any,
    ) -> str:
        # By itemgetters, for they leave the keys alone: whoever takes one copies the page that it is on.
        fetches, namespaces, known = side_by_side
        try:
            differs = any_(map_(is_not, chain(map_(call, fetches, namespaces)), known))
        except key_error:
            differs = True
        if differs:
            for name, namespace, keys, values in places:
                for key, value in zip_(keys, values, strict=True):
                    if namespace.get(key, missing) is not value:
                        return f"{name}.{key}"
        known_names, measured, sizes = whole
        if new := added(known_names, measured, sizes, closely):
            return new
        for name, member, mro in ancestors:
            if mro_of(member) is not mro:
                return f"{name}.__bases__"
        for name, cell, value in cells:
            if cell.cell_contents is not value:
                return str(name)
        for name, member, fget, fset in properties:
            if member.fget is not fget or member.fset is not fset:
                return str(name)
        return ""

    return compare, compare_few
