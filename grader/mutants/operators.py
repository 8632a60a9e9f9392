"""The mistakes that asyncio invites, as changes of a syntax tree.

An operator is a function of a program and one node of it. It yields the changes that it knows there, and
makes none before one is called; after that the program is used up.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from grader.mutants.program import Program, again, called, expression, parse, variable

__all__ = ["Change", "changes"]

CALLS = {
    "abort", "aclose", "add_done_callback", "call_at", "call_later", "call_soon", "cancel", "clear", "close",
    "drain", "join", "kill", "notify", "notify_all", "put", "put_nowait", "release", "remove_done_callback",
    "reschedule", "set", "set_exception", "set_result", "shutdown", "task_done", "terminate", "uncancel",
    "wait", "wait_closed", "write", "write_eof",
}  # fmt: skip
"""Calls that are statements, each of them easily forgotten."""

LIMITS = ("asyncio.Semaphore", "asyncio.BoundedSemaphore", "asyncio.Barrier", "asyncio.Queue")
QUEUES = {"Queue": "LifoQueue", "LifoQueue": "Queue", "PriorityQueue": "Queue"}
ENDS = {"popleft": "pop", "appendleft": "append"}
WHEN = {
    "ALL_COMPLETED": ("FIRST_COMPLETED",),
    "FIRST_COMPLETED": ("ALL_COMPLETED",),
    "FIRST_EXCEPTION": ("ALL_COMPLETED", "FIRST_COMPLETED"),
}
STARTS = ("create_task", "ensure_future")
KEEPS = ("add", "append")
PAUSE = "await asyncio.sleep(0)"

Yields = Iterator[tuple[str, Callable[[], None]]]


@dataclass(frozen=True, slots=True)
class Change:
    """One mistake that can be made at `node`."""

    operator: str
    node: ast.AST
    make: Callable[[], None]


def changes(program: Program) -> Iterator[Change]:
    """Every change of `program`, in an order that depends on its text alone."""
    for node in program.nodes():
        for operator in OPERATORS:
            for name, make in operator(program, node):
                yield Change(name, node, make)


# -- waiting


def _await(program: Program, node: ast.AST) -> Yields:
    """An `await` forgotten; or all of the waiting, for something that was cancelled before."""
    if not isinstance(node, ast.Await):
        return
    yield "drop-await", lambda: program.replace(node, node.value)
    whole = program.parent(node)
    if not isinstance(whole, ast.Expr):
        return
    function = program.function(node)
    assert function is not None
    calls = [each for each in ast.walk(function) if isinstance(each, ast.Call)]
    cancels = [each.lineno for each in calls if called(each, "cancel")]
    if any(line < node.lineno for line in cancels) and not called(node.value, "sleep", *CALLS):
        yield "drop-await-cancelled", lambda: program.replace(whole)


def _sleep(program: Program, node: ast.AST) -> Yields:
    """A sleep that is left out, is longer or shorter, or stops everybody."""
    if not (isinstance(node, ast.Await) and called(node.value, "asyncio.sleep")):
        return
    call = node.value
    assert isinstance(call, ast.Call)
    whole, delay = program.parent(node), call.args[0]
    if isinstance(whole, ast.Expr):
        yield "drop-sleep", lambda: program.replace(whole)

    def block() -> None:
        program.replace(node, expression("time.sleep(delay)", delay=delay))
        program.need("time")

    yield "blocking-sleep", block
    if not (isinstance(delay, ast.Constant) and delay.value == 0):
        longer, shorter = (
            expression(text, delay=again(delay)) for text in ("delay * 2", "delay / 2")
        )
        yield "sleep-doubled", lambda: program.replace(delay, longer)
        yield "sleep-halved", lambda: program.replace(delay, shorter)


def _thread(program: Program, node: ast.AST) -> Yields:
    """Work that blocks, done on the loop's thread."""
    if not (isinstance(node, ast.Await) and isinstance(node.value, ast.Call)):
        return
    call = node.value
    work = call.args[1:] if called(call, "run_in_executor") else call.args
    if called(call, "to_thread", "run_in_executor") and work:
        direct = ast.Call(func=work[0], args=work[1:], keywords=call.keywords)
        yield "on-the-loop", lambda: program.replace(node, direct)


def _one_by_one(program: Program, node: ast.AST) -> Yields:
    """What should run side by side, in turn."""
    if isinstance(node, ast.Await) and called(node.value, "asyncio.gather"):
        call = node.value
        assert isinstance(call, ast.Call)
        match call.args:
            case [ast.Starred(value=ast.GeneratorExp(element, rest) | ast.ListComp(element, rest))]:
                turn = ast.ListComp(elt=ast.Await(element), generators=rest)
                yield "one-by-one", lambda: program.replace(node, turn)
    if (
        isinstance(node, ast.Expr)
        and isinstance(node.value, ast.Call)
        and called(node.value, "create_task")
        and program.in_coroutine(node)
    ):
        first = node.value.args[0]
        yield "one-by-one", lambda: program.replace(node, parse("await first", first=first))
    if isinstance(node, ast.For) and called(node.iter, "as_completed"):
        call = node.iter
        assert isinstance(call, ast.Call)
        yield "in-order", lambda: program.replace(call, call.args[0])


def _nowait(program: Program, node: ast.AST) -> Yields:
    """A queue that is full, or empty, is taken for an error."""
    if not (isinstance(node, ast.Await) and called(node.value, "put", "get")):
        return
    call = node.value
    assert isinstance(call, ast.Call)
    func = call.func
    if isinstance(func, ast.Attribute) and len(call.args) == (func.attr == "put"):

        def hurry() -> None:
            func.attr += "_nowait"
            program.replace(node, call)

        yield "nowait", hurry


def _wait(program: Program, node: ast.AST) -> Yields:
    """`wait` that ends too early or too late; `wait` and `gather` mixed up."""
    if not isinstance(node, ast.Call):
        return
    if called(node, "asyncio.wait"):
        when = next((each for each in node.keywords if each.arg == "return_when"), None)
        if when is None and not _ends_alike(program, node):
            first = expression("asyncio.FIRST_COMPLETED")
            keyword = ast.keyword(arg="return_when", value=first)
            yield "wait-first-completed", lambda: node.keywords.append(keyword)
        elif when is not None and isinstance(when.value, ast.Attribute):
            name = when.value
            for other in WHEN.get(name.attr, ()):
                label = "wait-" + other.lower().replace("_", "-")
                yield label, lambda other=other: setattr(name, "attr", other)  # type: ignore[misc]
    whole = program.parent(node)
    if not (isinstance(whole, ast.Await) and isinstance(program.parent(whole), ast.Expr)):
        return
    match node.args:
        case [ast.Starred(value=ast.Name() | ast.Attribute() as many)] if called(
            node, "asyncio.gather"
        ):
            wait = expression("asyncio.wait([*many])", many=many)
            yield "wait-for-gather", lambda: program.replace(node, wait)
        case [many] if called(node, "asyncio.wait") and not node.keywords:
            gather = expression("asyncio.gather(*many)", many=many)
            yield "gather-for-wait", lambda: program.replace(node, gather)


def _ends_alike(program: Program, wait: ast.Call) -> bool:
    """Whether it makes no difference which tasks `wait` waits for: it is one, or it is asked again."""
    match wait.args:
        case [ast.List([one]) | ast.Set([one])]:
            return not isinstance(one, ast.Starred)
        case [tasks]:
            parent = program.parent(program.parent(program.parent(wait)))
            return isinstance(parent, ast.While) and ast.dump(parent.test) == ast.dump(tasks)
    return False


def _gather(_: Program, node: ast.AST) -> Yields:
    """`return_exceptions` the other way."""
    if not (isinstance(node, ast.Call) and called(node, "asyncio.gather")):
        return
    flag = next((each for each in node.keywords if each.arg == "return_exceptions"), None)
    if flag is None:
        yes = ast.keyword(arg="return_exceptions", value=ast.Constant(value=True))
        yield "return-exceptions", lambda: node.keywords.append(yes)
    else:
        yield "raise-exceptions", lambda: node.keywords.remove(flag)


# -- ends


def _finally(program: Program, node: ast.AST) -> Yields:
    """Cleaning up never, or only after a success; the lock taken where it may not be held at the end."""
    if not (isinstance(node, ast.Try) and node.finalbody):
        return
    inner = (
        [*node.body] if not node.handlers else [ast.Try(node.body, node.handlers, node.orelse, [])]
    )
    yield "finally-never", lambda: program.replace(node, *inner)
    if not isinstance(node.body[-1], (ast.Return, ast.Raise)):
        yield "finally-on-success", lambda: program.replace(node, *inner, *node.finalbody)
    before = program.before(node)
    if before is not None and any(called(each, "acquire") for each in ast.walk(before)):

        def move() -> None:
            program.replace(before)
            node.body.insert(0, before)

        yield "acquire-in-try", move


def _except(program: Program, node: ast.AST) -> Yields:
    """Cancellations are caught as well, or no more, or for good."""
    if isinstance(node, ast.ExceptHandler) and node.type is not None:
        if _suspends(program.parent(node)):
            yield from _caught(program, node.type)
    elif isinstance(node, ast.Call) and called(node, "suppress") and node.args:
        item = program.parent(node)
        if isinstance(item, ast.withitem) and _suspends(program.parent(item)):
            yield from _caught(program, node.args[0])
    if isinstance(node, ast.Raise) and node.exc is None:
        yield "drop-raise", lambda: program.replace(node)


def _suspends(node: ast.AST) -> bool:
    """Whether a cancellation can come out of the body of a `try` or a `with`."""
    assert isinstance(node, (ast.Try, ast.TryStar, ast.With, ast.AsyncWith))
    points = (ast.Await, ast.AsyncFor, ast.AsyncWith, ast.Yield)
    return any(isinstance(each, points) for line in node.body for each in ast.walk(line))


def _caught(program: Program, kind: ast.expr) -> Yields:
    name = ast.unparse(kind).rpartition(".")[2]
    if name in ("CancelledError", "BaseException"):
        yield "narrow-except", lambda: program.replace(kind, ast.Name("Exception"))
    else:  # a cancellation is caught, too
        yield "widen-except", lambda: program.replace(kind, ast.Name("BaseException"))


def _call(program: Program, node: ast.AST) -> Yields:
    """A step of the protocol left out; if it is all that a `finally` does, that one is left out."""
    if not isinstance(node, ast.Expr):
        return
    parent = program.parent(node)
    if isinstance(parent, ast.Try) and parent.finalbody == [node]:
        return
    call = node.value.value if isinstance(node.value, ast.Await) else node.value
    if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute) and called(call, *CALLS):
        yield f"drop-{call.func.attr.replace('_', '-')}", lambda: program.replace(node)


def _kept(program: Program, node: ast.AST) -> Yields:
    """A task that nobody holds on to."""
    if not (isinstance(node, ast.Expr) and called(node.value, *KEEPS)):
        return
    assert isinstance(node.value, ast.Call)
    match node.value.args:
        case [ast.Call() as start] if called(start, *STARTS):
            yield "task-not-kept", lambda: program.replace(node, ast.Expr(start))
        case [ast.Name(name)]:
            function = program.function(node) or program.tree
            for each in ast.walk(function):
                match each:
                    case ast.Assign(targets=[ast.Name(other)], value=value) if other == name:
                        if called(value, *STARTS):
                            yield "task-not-kept", lambda: program.replace(node)
                            return


def _shield(program: Program, node: ast.AST) -> Yields:
    if isinstance(node, ast.Call) and called(node, "asyncio.shield"):
        yield "drop-shield", lambda: program.replace(node, node.args[0])


# -- time


def _timeout(program: Program, node: ast.AST) -> Yields:
    """A limit in time that is another one, or none."""
    if not isinstance(node, ast.Call):
        return
    limit: ast.expr | None = None
    if called(node, "asyncio.timeout", "asyncio.timeout_at") and node.args:
        limit = node.args[0]
    elif called(node, "asyncio.wait_for") and len(node.args) > 1:
        limit = node.args[1]
    elif called(node, "asyncio.wait", "asyncio.wait_for", "asyncio.as_completed"):
        limit = next((each.value for each in node.keywords if each.arg == "timeout"), None)
    if limit is None or (isinstance(limit, ast.Constant) and limit.value is None):
        return
    span = limit
    yield "timeout-none", lambda: program.replace(span, ast.Constant(value=None))
    if not called(node, "asyncio.timeout_at"):
        for name, text in (("timeout-halved", "span / 2"), ("timeout-doubled", "span * 2")):
            other = expression(text, span=again(span))
            yield name, lambda other=other: program.replace(span, other)  # type: ignore[misc]


def _timeout_and_loop(program: Program, node: ast.AST) -> Yields:
    """One limit for every round instead of one for all, or the other way round."""
    match node:
        case ast.AsyncWith(items=[item], body=[ast.For() | ast.AsyncFor() | ast.While() as loop]):
            if called(item.context_expr, "asyncio.timeout"):

                def inside() -> None:
                    program.replace(node, loop)
                    loop.body = [ast.AsyncWith(items=node.items, body=loop.body)]

                yield "timeout-inside-loop", inside
        case (
            ast.For(body=[ast.AsyncWith() as limit])
            | ast.AsyncFor(body=[ast.AsyncWith() as limit])
            | ast.While(body=[ast.AsyncWith() as limit])
        ):
            if called(limit.items[0].context_expr, "asyncio.timeout"):

                def outside() -> None:
                    program.replace(node, limit)
                    node.body, limit.body = limit.body, [node]

                yield "timeout-outside-loop", outside


# -- taking turns


def _lock(program: Program, node: ast.AST) -> Yields:
    """Nobody is kept out."""
    match node:
        case ast.AsyncWith(items=[ast.withitem(ast.Name() | ast.Attribute(), None)]):
            yield "drop-async-with", lambda: program.replace(node, *node.body)
        case ast.AsyncWith(
            items=[ast.withitem(ast.Call(args=[what]) as closing, ast.Name() as name)]
        ):
            if called(closing, "aclosing"):
                bound = ast.Assign(targets=[name], value=what)
                yield "drop-aclosing", lambda: program.replace(node, bound, *node.body)


def _condition(program: Program, node: ast.AST) -> Yields:
    """Told too few or too many; asked once instead of each time."""
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        func = node.func
        if func.attr == "notify_all":
            yield "notify-one", lambda: setattr(func, "attr", "notify")
        elif func.attr == "notify":

            def everybody() -> None:
                func.attr = "notify_all"
                node.args.clear()
                node.keywords.clear()

            yield "notify-all", everybody
    if isinstance(node, ast.While) and not isinstance(node.test, ast.Constant):
        inside = [each for line in node.body for each in ast.walk(line)]
        leaves = any(isinstance(each, (ast.Break, ast.Continue)) for each in inside)
        waits = any(isinstance(each, ast.Await) and called(each.value, "wait") for each in inside)
        if waits and not leaves:
            once = ast.If(test=node.test, body=node.body, orelse=[])
            yield "if-for-while", lambda: program.replace(node, once)
    match node:
        case ast.Expr(ast.Await(ast.Call(ast.Attribute(condition, "wait_for"), [asked], []))):
            holds = asked.body if isinstance(asked, ast.Lambda) else ast.Call(asked, [], [])
            text = "if not holds: await condition.wait()"
            ask = parse(text, holds=holds, condition=condition)
            if variable(condition) != "asyncio":
                yield "if-for-while", lambda: program.replace(node, ask)


def _limit(program: Program, node: ast.AST) -> Yields:
    """One more at a time, or one fewer."""
    if not (isinstance(node, ast.Call) and called(node, *LIMITS)):
        return
    given = [*node.args, *(each.value for each in node.keywords)]
    if len(given) == 1:
        (count,) = given
        for name, text in (("limit-more", "count + 1"), ("limit-fewer", "count - 1")):
            other = expression(text, count=again(count))
            yield name, lambda other=other: program.replace(count, other)  # type: ignore[misc]


def _order(_: Program, node: ast.AST) -> Yields:
    """The last comes first."""
    if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
        return
    func = node.func
    if called(node, *(f"asyncio.{name}" for name in QUEUES)):
        yield "queue-order", lambda: setattr(func, "attr", QUEUES[func.attr])
    elif func.attr in ENDS:
        yield "queue-order", lambda: setattr(func, "attr", ENDS[func.attr])
    elif func.attr == "pop" and [ast.unparse(each) for each in node.args] == ["0"]:
        yield "queue-order", node.args.clear


def _race(program: Program, node: ast.AST) -> Yields:
    """Others get a turn between a look and what is done about it."""
    if not (isinstance(node, (ast.Assign, ast.AugAssign, ast.Expr)) and program.in_coroutine(node)):
        return
    if any(isinstance(each, ast.Await) for each in ast.walk(node)):
        return
    if isinstance(node, ast.AugAssign) and isinstance(node.target, (ast.Attribute, ast.Subscript)):
        target, operation, value = node.target, node.op, node.value

        def split() -> None:
            look = parse("found = target", target=again(target))
            write = ast.Assign([target], ast.BinOp(ast.Name("found"), operation, value))
            program.replace(node, look, parse(PAUSE), write)
            program.need("asyncio")

        yield "pause-in-update", split
    written = _written(node)
    if not written:
        return
    looked = _looked_at(program, node)
    if looked is not None and written in looked:

        def pause() -> None:
            program.replace(node, parse(PAUSE), node)
            program.need("asyncio")

        yield "pause-before-write", pause


def _written(node: ast.Assign | ast.AugAssign | ast.Expr) -> str:
    """The attribute that a statement changes, such as `self.waiting`."""
    match node:
        case ast.Assign(targets=[target]) | ast.AugAssign(target=target):
            place = target.value if isinstance(target, ast.Subscript) else target
        case ast.Expr(ast.Call(ast.Attribute(place))):
            pass
        case _:
            return ""
    return variable(place) if isinstance(place, ast.Attribute) else ""


def _looked_at(program: Program, node: ast.stmt) -> set[str] | None:
    """The attributes that were read just before `node`, with nothing awaited since."""
    before = program.before(node)
    look: ast.AST | None = before
    if before is None:
        parent = program.parent(node)
        inside = isinstance(parent, (ast.If, ast.While)) and program.siblings(node) is parent.body
        look = parent.test if inside and isinstance(parent, (ast.If, ast.While)) else None
    elif isinstance(before, (ast.If, ast.While)):
        look = before.test
    if look is None or any(isinstance(each, ast.Await) for each in ast.walk(before or look)):
        return None
    return {
        ast.unparse(each)
        for each in ast.walk(look)
        if isinstance(each, ast.Attribute) and isinstance(each.ctx, ast.Load)
    }


OPERATORS = (
    _await, _sleep, _thread, _one_by_one, _nowait, _wait, _gather,
    _finally, _except, _call, _kept, _shield,
    _timeout, _timeout_and_loop,
    _lock, _condition, _limit, _order, _race,
)  # fmt: skip
