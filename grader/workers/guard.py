"""What a learner's file may not say: modules and names that only a cheat, or a slip, has a use for.

Works on the syntax tree, before anything runs. It tells honest learners at once, and by line, what
isn't to be had; against somebody who builds names at run time it is no defence, and needn't be one.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Collection, Iterator, Mapping

from .inspection import Refusal

# The common list. An exercise's `grants` add to it.
MODULES = frozenset(
    """
    __future__ abc array asyncio atexit base64 bisect calendar collections concurrent contextlib contextvars
    copy csv dataclasses datetime decimal difflib dis doctest enum errno faulthandler fractions functools
    gc hashlib heapq hmac html http inspect io ipaddress itertools json keyword logging math numbers
    operator os pathlib pickle platform pprint queue random re reprlib sched secrets select selectors
    shlex signal socket socketserver ssl statistics string struct sys tempfile textwrap threading time
    timeit traceback types typing typing_extensions unicodedata unittest urllib uuid warnings weakref
    zlib zoneinfo
    """.split()
)

# Of these, only some names may be used.
PARTS: Mapping[str, frozenset[str]] = {
    "gc": frozenset("collect enable disable isenabled get_count get_threshold freeze".split()),
    "os": frozenset(
        """
        PathLike environ getenv getpid getppid getcwd path sep linesep pathsep devnull name strerror urandom
        cpu_count process_cpu_count fspath fsencode fsdecode times get_terminal_size kill error waitpid wait
        WNOHANG WIFEXITED WEXITSTATUS waitstatus_to_exitcode abort _exit pipe read write close putenv
        unsetenv umask O_NONBLOCK set_blocking get_blocking SEEK_SET SEEK_CUR SEEK_END
        """.split()
    ),
    "sys": frozenset(
        """
        argv byteorder exc_info exception excepthook exit executable flags float_info getdefaultencoding
        getrecursionlimit getrefcount getsizeof getswitchinterval hash_info hexversion implementation
        int_info intern is_finalizing maxsize maxunicode orig_argv platform stderr stdin stdout
        setrecursionlimit setswitchinterval unraisablehook version version_info warnoptions
        displayhook get_asyncgen_hooks get_coroutine_origin_tracking_depth
        set_coroutine_origin_tracking_depth
        """.split()
    ),
}

# Parts of the grader: to ask for them is no slip.
HARNESS = frozenset(
    "_pytest pluggy pytest pytest_asyncio pytest_timeout iniconfig coverage".split()
)

# Built-ins that run text or lead out of the file. All can be granted.
BUILTINS = frozenset("__import__ breakpoint compile eval exec open".split())

# Ways from an object to the innards of others.
INNARDS = frozenset(
    """
    __builtins__ __closure__ __code__ __globals__ __loader__ __self__ __spec__ __subclasses__
    ag_code ag_frame cell_contents co_code co_consts cr_await cr_code cr_frame f_back f_builtins f_code
    f_globals f_locals f_trace gi_code gi_frame gi_yieldfrom tb_frame _current_frames _getframe
    _current_exceptions _getframemodulename
    """.split()
)
STACKS = frozenset(
    "currentframe stack trace getouterframes getinnerframes walk_stack walk_tb".split()
)

# What programs do set on the modules of others.
SETTABLE = frozenset(
    """
    sys.stdout sys.stderr sys.stdin sys.excepthook sys.unraisablehook sys.displayhook
    threading.excepthook logging.raiseExceptions
    """.split()
)


def forbidden(tree: ast.Module, grants: Collection[str] = ()) -> Refusal | None:
    """Say what the file may not use, or None.

    Args:
        tree: the learner's file.
        grants: modules and built-ins that this exercise allows, whole, beyond the common list.

    Returns:
        The first refusal: status "error" for what may be a slip, "needs_a_look" for what isn't.
    """
    modules = _imported(tree)
    docstrings = {id(text) for text in _docstrings(tree)}
    found: list[Refusal] = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and id(node) in docstrings:
            continue
        refusal = _refuse(node, grants, modules)
        if refusal is not None:
            found.append(refusal)
    return min(found, key=lambda one: (one.status == "error", one.line or 0), default=None)


def _refuse(node: ast.AST, grants: Collection[str], modules: Mapping[str, str]) -> Refusal | None:
    if isinstance(node, ast.Import):
        return _first(_module(alias.name, node, grants) for alias in node.names)
    if isinstance(node, ast.ImportFrom) and node.module and not node.level:
        return _module(node.module, node, grants) or _first(
            _part(node.module, alias.name, node, grants) for alias in node.names
        )
    if isinstance(node, ast.Attribute):
        if node.attr in INNARDS:
            return _innards(node.attr, node)
        if isinstance(node.ctx, ast.Store | ast.Del) and (name := _dotted(node, modules)):
            return None if name in SETTABLE else _error(f"`{name}` isn't yours to change", node)
        if isinstance(node.value, ast.Name) and node.value.id in modules:
            return _part(modules[node.value.id], node.attr, node, grants)
    elif isinstance(node, ast.Name):
        if node.id in INNARDS:
            return _innards(node.id, node)
        if node.id in BUILTINS and isinstance(node.ctx, ast.Load) and node.id not in grants:
            return _error(f"an exercise has no use for `{node.id}`", node)
    elif isinstance(node, ast.Call):
        return _call(node, modules)
    elif isinstance(node, ast.Constant | ast.BinOp) and (text := _text(node)):
        name = next(
            (name for name in INNARDS if text == name or (name[:2] == "__" and name in text)), ""
        )
        if name:
            return _innards(name, node)
    return None


def _module(name: str, node: ast.stmt, grants: Collection[str]) -> Refusal | None:
    root = name.partition(".")[0]
    if root in HARNESS:
        return _tampering(f"an exercise can't import `{name}`", node)
    if root in MODULES or root in grants or root not in sys.stdlib_module_names:
        return None  # a module that nobody knows is missed when the file is loaded
    return _error(f"`{name}` can't be imported in this exercise", node)


def _part(
    module: str, name: str, node: ast.stmt | ast.expr, grants: Collection[str]
) -> Refusal | None:
    """Refuse a name of a module of which not every part may be used."""
    if (module in ("inspect", "traceback") and name in STACKS) or (module, name) == (
        "os",
        "ptrace",
    ):
        return _error(f"`{module}.{name}` leads to other code's frames", node)
    allowed = PARTS.get(module)
    if allowed is None or name in allowed or name in INNARDS or module in grants:
        return None
    return _error(f"`{module}.{name}` can't be used in this exercise", node)


def _call(node: ast.Call, modules: Mapping[str, str]) -> Refusal | None:
    """Refuse `setattr(asyncio, …)`."""
    if isinstance(node.func, ast.Name) and node.func.id in ("setattr", "delattr") and node.args:
        name = _dotted(node.args[0], modules)
        if name:
            return _error(f"`{name}` isn't yours to change", node)
    return None


def _imported(tree: ast.Module) -> dict[str, str]:
    """Names in the file that stand for modules, with the module's own name."""
    found = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                if alias.asname:
                    found[alias.asname] = alias.name
                else:
                    root = alias.name.partition(".")[0]
                    found[root] = root
    return found


def _dotted(node: ast.AST, modules: Mapping[str, str]) -> str:
    """ "asyncio.Task.cancel" if the expression is that; '' if it doesn't begin with a module."""
    names: list[str] = []
    while isinstance(node, ast.Attribute):
        names.append(node.attr)
        node = node.value
    if isinstance(node, ast.Name) and node.id in modules:
        return ".".join([modules[node.id], *reversed(names)])
    return ""


def _text(node: ast.AST) -> str:
    """The text that an expression of constants comes to; '' if it is none."""
    parts: list[str] = []
    while isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        if not (isinstance(node.right, ast.Constant) and isinstance(node.right.value, str)):
            return ""
        parts.append(node.right.value)
        node = node.left
    if not (isinstance(node, ast.Constant) and isinstance(node.value, str)):
        return ""
    return "".join([node.value, *reversed(parts)])


def _docstrings(tree: ast.Module) -> Iterator[ast.Constant]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            yield node.value


def _first(refusals: Iterator[Refusal | None]) -> Refusal | None:
    return next((one for one in refusals if one is not None), None)


def _error(message: str, node: ast.stmt | ast.expr) -> Refusal:
    return Refusal(status="error", message=message, line=node.lineno)


def _tampering(message: str, node: ast.stmt | ast.expr) -> Refusal:
    return Refusal(status="needs_a_look", message=message, line=node.lineno)


def _innards(name: str, node: ast.AST) -> Refusal:
    message = f"`{name}` leads into other code, where an exercise has nothing to do"
    return Refusal(status="needs_a_look", message=message, line=getattr(node, "lineno", None))
