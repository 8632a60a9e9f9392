"""What a learner's file may not say: modules and names that an exercise has no use for.

Works on the syntax tree, before anything runs. It tells learners at once, by line, what isn't to be
had, and it never accuses: what somebody writes plainly may be a slip, or a habit from elsewhere. Only
what can't be one, a forbidden name put together from pieces, is for a person to look at. Against
somebody who builds names at run time it is no defence, and needn't be one: the audit hook is there,
and what verdicts stand on is looked at afterwards.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from .inspection import Refusal

# Modules that start processes, run text, or lead to the interpreter's innards. All can be granted.
# So are private ones, which begin with an underscore.
MODULES = frozenset(
    """
    antigravity bdb code codeop cProfile ctypes ensurepip idlelib imp importlib linecache
    marshal modulefinder multiprocessing nt pdb pkgutil posix profile pty pydoc resource runpy site
    subprocess sysconfig test trace turtle venv webbrowser zipimport
    """.split()
)

# Of these, some names may not be used.
PARTS: Mapping[str, frozenset[str]] = {
    "asyncio": frozenset("create_subprocess_exec create_subprocess_shell".split()),
    "builtins": frozenset("__import__ breakpoint compile eval exec".split()),
    "concurrent.futures": frozenset("ProcessPoolExecutor InterpreterPoolExecutor".split()),
    "concurrent.futures.process": frozenset({"ProcessPoolExecutor"}),
    "gc": frozenset("get_objects get_referents get_referrers callbacks set_debug".split()),
    "inspect": frozenset("currentframe stack trace getouterframes getinnerframes".split()),
    "os": frozenset(
        """
        chroot execl execle execlp execlpe execv execve execvp execvpe fork forkpty nice openpty popen
        pidfd_open posix_spawn posix_spawnp setegid seteuid setgid setgroups setns setpgid setpgrp
        setpriority setregid setresgid setresuid setreuid setsid setuid spawnl spawnle spawnlp spawnlpe
        spawnv spawnve spawnvp spawnvpe startfile system unshare
        """.split()
    ),
    "signal": frozenset({"pidfd_send_signal"}),
    "sys": frozenset(
        """
        _current_exceptions _current_frames _getframe _getframemodulename _xoptions addaudithook
        call_tracing getprofile gettrace meta_path modules monitoring path path_hooks
        path_importer_cache remote_exec set_asyncgen_hooks setprofile settrace
        """.split()
    ),
    "threading": frozenset(
        "setprofile settrace setprofile_all_threads settrace_all_threads".split()
    ),
    "traceback": frozenset("walk_stack walk_tb".split()),
}
# Of asyncio, whatever module they are asked of: they say which loop runs, and which task is the current one.
LOOPS = frozenset(
    f"{prefix}{name}"
    for prefix in ("", "_c_", "_py_", "_c", "_py")
    for name in """
        _current_tasks _enter_task _leave_task _register_eager_task _register_task _set_running_loop
        _swap_current_task _unregister_eager_task _unregister_task
        """.split()
)
# Of these, a text is refused, too: it can't be anything else.
SPELLED = frozenset("_set_running_loop _swap_current_task set_asyncgen_hooks".split())
# Modules of asyncio that others in it, or `from asyncio import …`, lead to.
OF_ASYNCIO = frozenset(
    f"asyncio.{name}"
    for name in """
        base_events base_futures base_tasks coroutines events exceptions format_helpers futures locks log mixins
        queues runners selector_events staggered streams subprocess taskgroups tasks threads timeouts
        transports unix_events
        """.split()
)
# What of these is about other processes may be used where processes may be.
OF_PROCESSES = frozenset({"asyncio", "concurrent.futures", "concurrent.futures.process"})

# Parts of the grader.
HARNESS = frozenset(
    "_pytest pluggy pytest pytest_asyncio pytest_timeout iniconfig coverage".split()
)

# Built-ins that run text. All can be granted.
BUILTINS = PARTS["builtins"]

# Ways from an object to the innards of others. All can be granted, to be read.
INNARDS = frozenset(
    """
    __builtins__ __closure__ __code__ __globals__ __loader__ __self__ __spec__ __subclasses__
    ag_await ag_code ag_frame cell_contents co_code co_consts cr_await cr_code cr_frame f_back f_builtins
    f_code f_globals f_locals f_trace gi_code gi_frame gi_yieldfrom tb_frame _current_frames _getframe
    _current_exceptions _getframemodulename
    """.split()
)

# Decorators and metaclasses that leave a class what it is.
KEEPING = frozenset("ABCMeta dataclass final runtime_checkable total_ordering".split())
# From a class method to the function that it is made of.
UNWRAPPING = frozenset("__func__ __get__ __wrapped__".split())

# What programs do set on the modules of others.
SETTABLE = frozenset(
    """
    sys.argv sys.stdout sys.stderr sys.stdin sys.excepthook sys.unraisablehook sys.displayhook
    sys.breakpointhook sys.tracebacklimit sys.dont_write_bytecode threading.excepthook
    logging.Formatter.converter logging.raiseExceptions logging.lastResort warnings.showwarning warnings.formatwarning
    warnings.filters
    """.split()
)


def forbidden(nodes: Sequence[ast.AST], grants: Collection[str] = ()) -> Refusal | None:
    """Say what the file may not use, or None.

    Args:
        nodes: of the learner's file, all of them.
        grants: modules and built-ins that this exercise allows, whole, beyond the common list.

    Returns:
        The first refusal: status "error" for what may be a slip, "needs_a_look" for what isn't.
    """
    modules = _imported(nodes)
    ignored = {id(one) for one in _unsuspicious(nodes, modules)}
    found: list[Refusal] = []
    for node in nodes:
        refusal = None if id(node) in ignored else _refuse(node, grants, modules)
        if refusal is not None:
            found.append(refusal)
    return min(found, key=lambda one: (one.status == "error", one.line or 0), default=None)


def _refuse(node: ast.AST, grants: Collection[str], modules: Mapping[str, str]) -> Refusal | None:
    if isinstance(node, ast.Import):
        return _first(_module(alias.name, node, grants) for alias in node.names)
    if isinstance(node, ast.ImportFrom) and node.module and not node.level:
        names = [alias.name for alias in node.names]
        innards = (name for name in names if name in INNARDS and name not in grants)
        return (
            _module(node.module, node, grants)
            or _first(_part(node.module, name, node, grants) for name in names)
            or _first(_innards(name, node) for name in innards)
        )
    if isinstance(node, ast.Attribute):
        if node.attr in INNARDS and node.attr not in grants:
            return _innards(node.attr, node)
        if isinstance(node.ctx, ast.Store | ast.Del) and (name := _dotted(node, modules)):
            return None if name in SETTABLE else _error(f"`{name}` isn't yours to change", node)
        if module := _dotted(node.value, modules):
            return _part(module, node.attr, node, grants)
    elif isinstance(node, ast.Name):
        if node.id in INNARDS:
            return _innards(node.id, node)
        if node.id in LOOPS and "*" in modules:
            return _part(modules["*"], node.id, node, grants)
        if node.id in BUILTINS and isinstance(node.ctx, ast.Load) and node.id not in grants:
            if node.id == "breakpoint":
                return _error(
                    "take `breakpoint()` out again to be graded; `debug` runs with it", node
                )
            return _error(f"an exercise has no use for `{node.id}`", node)
    elif isinstance(node, ast.MatchClass):
        read = next((one for one in node.kwd_attrs if one in INNARDS and one not in grants), "")
        return _innards(read, node) if read else None
    elif isinstance(node, ast.Call):
        return _call(node, grants, modules)
    elif isinstance(node, ast.Constant | ast.BinOp | ast.JoinedStr):
        return _spelled(node)
    return None


def _spelled(node: ast.Constant | ast.BinOp | ast.JoinedStr) -> Refusal | None:
    """Refuse a text that holds a name of an innard: `getattr` would take it."""
    text = _text(node)
    if not text or any(map(str.isspace, text)):
        return None  # it is prose
    name = next((one for one in INNARDS if text == one or (one[:2] == "__" and one in text)), "")
    if not name and text in SPELLED:
        name = text
    if not name:
        return None
    if isinstance(node, ast.BinOp):
        return _tampering(f"`{name}`, put together from pieces, leads into other code", node)
    return _innards(name, node)


def _module(name: str, node: ast.stmt, grants: Collection[str]) -> Refusal | None:
    root = name.partition(".")[0]
    if root in HARNESS:
        return _error(f"an exercise can't import `{name}`", node)
    private = root[:1] == "_" and root in sys.stdlib_module_names and root != "__future__"
    if root in grants or not (private or root in MODULES):
        return None  # a module that nobody knows is missed when the file is loaded
    return _error(f"`{name}` can't be imported in this exercise", node)


def _part(
    module: str, name: str, node: ast.stmt | ast.expr, grants: Collection[str]
) -> Refusal | None:
    """Refuse a name of a module of which not every part may be used."""
    refused = PARTS.get(module, frozenset())
    granted = module in grants or name in grants
    if module in OF_PROCESSES and "subprocess" in grants:
        granted = True
    of_loops = name in LOOPS and module.partition(".")[0] == "asyncio"
    if not of_loops and (name not in refused or granted or name in INNARDS):
        return None
    return _error(f"`{module}.{name}` can't be used in this exercise", node)


def _call(node: ast.Call, grants: Collection[str], modules: Mapping[str, str]) -> Refusal | None:
    """Refuse `setattr(asyncio, …)`, and `getattr(asyncio, "_set_running_loop")`."""
    if not (isinstance(node.func, ast.Name) and node.args):
        return None
    name = _dotted(node.args[0], modules)
    if not name:
        return None
    if node.func.id in ("setattr", "delattr"):
        return _error(f"`{name}` isn't yours to change", node)
    if node.func.id == "getattr" and len(node.args) > 1 and _text(node.args[1]) in LOOPS:
        return _part(name, _text(node.args[1]), node, grants)
    return None


def _imported(nodes: Sequence[ast.AST]) -> dict[str, str]:
    """Names in the file that stand for modules, with the module's own name.

    Not those that stand for something else, too: a parameter may be called `queue`. But a second name
    for a module does, `kept = threading`, even if it began as None.
    """
    found, others = dict[str, str](), set[str]()
    values = dict[str, list[ast.expr]]()  # what else names are bound to
    known = set[int]()
    for node in nodes:
        if isinstance(node, ast.Import):
            for alias in node.names:
                if alias.asname:
                    found[alias.asname] = alias.name
                else:
                    root = alias.name.partition(".")[0]
                    found[root] = root
        elif isinstance(node, ast.ImportFrom) and not node.level:
            for alias in node.names:
                name = f"{node.module}.{alias.name}"
                if alias.name == "*" and (node.module or "").partition(".")[0] == "asyncio":
                    found["*"] = "asyncio"  # its `__all__` has private names, too
                if name in PARTS or name in OF_ASYNCIO:  # `from concurrent import futures`
                    found[alias.asname or alias.name] = name
        for target, value in _bound(node):
            known.add(id(target))
            if not (isinstance(value, ast.Constant) and value.value is None):
                values.setdefault(_name(target), []).append(value)
    for node in nodes:
        if id(node) in known:
            continue
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            others.add(node.id)
        elif isinstance(node, ast.arg):
            others.add(node.arg)
    return _followed({name: found[name] for name in found if name not in others}, values, others)


def _followed(
    found: dict[str, str], values: Mapping[str, Sequence[ast.expr]], others: Collection[str]
) -> dict[str, str]:
    """Add the names that stand for nothing but these modules, and take away those that don't any more."""
    todo = {name: bound for name, bound in values.items() if name not in others}
    for _ in range(len(todo) + 1):
        before = dict(found)
        for name, bound in todo.items():
            modules = [one for one in (_dotted(value, found) for value in bound) if one]
            if len(modules) == len(bound) and all(map(_is_module, modules)):
                found.setdefault(name, modules[0])
        if found == before:
            break
    return {
        name: module
        for name, module in found.items()
        if name not in todo or all(_dotted(value, found) for value in todo[name])
    }


def _is_module(name: str) -> bool:
    return "." not in name or name in PARTS or name in OF_ASYNCIO


def _bound(node: ast.AST) -> Iterator[tuple[ast.Name | ast.arg, ast.expr]]:
    """Names that a node binds, each with what it is bound to, where that is said plainly."""
    pairs: list[tuple[ast.AST | None, ast.expr | None]] = []
    if isinstance(node, ast.Assign):
        pairs = [(target, node.value) for target in node.targets]
    elif isinstance(node, ast.AnnAssign | ast.NamedExpr):
        pairs = [(node.target, node.value)]
    elif isinstance(node, ast.For | ast.comprehension):
        if isinstance(node.iter, ast.Tuple | ast.List | ast.Set):
            pairs = [(node.target, value) for value in node.iter.elts]
    elif isinstance(node, ast.arguments):
        places = [*node.posonlyargs, *node.args]
        pairs = [
            *zip(places[len(places) - len(node.defaults) :], node.defaults, strict=True),
            *zip(node.kwonlyargs, node.kw_defaults, strict=True),
        ]
    while pairs:
        target, value = pairs.pop()
        if isinstance(target, ast.Name | ast.arg) and value is not None:
            yield target, value
        elif (
            isinstance(target, ast.Tuple | ast.List)
            and isinstance(value, ast.Tuple | ast.List)
            and len(target.elts) == len(value.elts)
        ):
            pairs += zip(target.elts, value.elts, strict=True)


def _name(target: ast.Name | ast.arg) -> str:
    return target.id if isinstance(target, ast.Name) else target.arg


def _unsuspicious(nodes: Sequence[ast.AST], modules: Mapping[str, str]) -> Iterator[ast.AST]:
    """Docstrings, `sys.modules[__name__]`, and `Base.__subclasses__()` of a class in the file."""
    of_classes = {id(node) for node in _of_own_classes(nodes)}
    for node in nodes:
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            yield node.value
        elif id(node) in of_classes:
            yield node
        elif (
            isinstance(node, ast.Subscript)
            and _dotted(node.value, modules) == "sys.modules"
            and isinstance(node.slice, ast.Name)
            and node.slice.id == "__name__"
        ):
            yield node.value


def _of_own_classes(nodes: Sequence[ast.AST]) -> Iterator[ast.Attribute]:
    """Each `__subclasses__` of a class in the file: by its name, or as a class method's first parameter."""
    others = set(_rebound(nodes))
    kinds = [node for node in nodes if isinstance(node, ast.ClassDef)]
    named = {kind.name for kind in kinds if _stays_itself(kind)}
    yield from _subclasses_of(nodes, named - others)
    if "classmethod" in others or any(
        isinstance(node, ast.Attribute) and node.attr in UNWRAPPING for node in nodes
    ):
        return
    for kind in kinds:
        for method in kind.body:
            if isinstance(method, ast.FunctionDef | ast.AsyncFunctionDef) and (
                first := _given_class(method)
            ):
                yield from _subclasses_of(ast.walk(method), {first})


def _rebound(nodes: Iterable[ast.AST]) -> Iterator[str]:
    """Names that are bound otherwise than by `class`."""
    for node in nodes:
        if isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Load):
            yield node.id
        elif isinstance(node, ast.arg):
            yield node.arg
        elif isinstance(node, ast.alias):
            yield node.asname or node.name
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node.name


def _stays_itself(kind: ast.ClassDef) -> bool:
    """Whether no decorator or metaclass makes something else of it."""
    metaclasses = [one.value for one in kind.keywords if one.arg in ("metaclass", None)]
    makers = [*kind.decorator_list, *metaclasses]
    return all(
        ast.unparse(one.func if isinstance(one, ast.Call) else one).rpartition(".")[2] in KEEPING
        for one in makers
    )


def _given_class(method: ast.FunctionDef | ast.AsyncFunctionDef) -> str:
    """The name by which a class method calls its class, as long as it calls nothing else so; or ''."""
    decorators = {one.id for one in method.decorator_list if isinstance(one, ast.Name)}
    places = [*method.args.posonlyargs, *method.args.args]
    if not places or ("classmethod" not in decorators and method.name != "__init_subclass__"):
        return ""
    first = places[0].arg
    for node in ast.walk(method):
        if isinstance(node, ast.arg) and node.arg == first and node is not places[0]:
            return ""
        if isinstance(node, ast.Name) and node.id == first and not isinstance(node.ctx, ast.Load):
            return ""
    return first


def _subclasses_of(nodes: Iterable[ast.AST], names: Collection[str]) -> Iterator[ast.Attribute]:
    for node in nodes:
        if (
            isinstance(node, ast.Attribute)
            and node.attr == "__subclasses__"
            and isinstance(node.value, ast.Name)
            and node.value.id in names
        ):
            yield node


def _dotted(node: ast.AST, modules: Mapping[str, str]) -> str:
    """An expression such as `asyncio.Task.cancel` as text; '' if it doesn't begin with a module."""
    names: list[str] = []
    while isinstance(node, ast.Attribute):
        names.append(node.attr)
        node = node.value
    if isinstance(node, ast.Name) and node.id in modules:
        return ".".join([modules[node.id], *reversed(names)])
    return ""


def _text(node: ast.AST) -> str:
    """The text that an expression of constants comes to; '' if it is none."""
    if isinstance(node, ast.JoinedStr):
        parts = [_text(one) for one in node.values]
        return "".join(parts) if all(parts) else ""
    texts: list[str] = []
    while isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        if not (isinstance(node.right, ast.Constant) and isinstance(node.right.value, str)):
            return ""
        texts.append(node.right.value)
        node = node.left
    if not (isinstance(node, ast.Constant) and isinstance(node.value, str)):
        return ""
    return "".join([node.value, *reversed(texts)])


def _first(refusals: Iterator[Refusal | None]) -> Refusal | None:
    return next((one for one in refusals if one is not None), None)


def _error(message: str, node: ast.stmt | ast.expr) -> Refusal:
    return Refusal(status="error", message=message, line=node.lineno)


def _tampering(message: str, node: ast.stmt | ast.expr) -> Refusal:
    return Refusal(status="needs_a_look", message=message, line=node.lineno)


def _innards(name: str, node: ast.AST) -> Refusal:
    message = f"`{name}` leads into other code, where an exercise has nothing to do"
    return Refusal(status="error", message=message, line=getattr(node, "lineno", None))
