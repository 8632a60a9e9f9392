"""The mistakes that asyncio invites: what each operator makes of a piece of code."""

import ast
import textwrap

import pytest

from grader.mutants.operators import changes
from grader.mutants.program import Program

IN_A_COROUTINE = [
    ("drop-await", "x = await work()", "x = work()"),
    ("drop-await-cancelled", "task.cancel()\nawait task", "task.cancel()"),
    ("sleep-doubled", "await asyncio.sleep(delay)", "await asyncio.sleep(delay * 2)"),
    ("sleep-halved", "await asyncio.sleep(delay)", "await asyncio.sleep(delay / 2)"),
    ("drop-sleep", "a()\nawait asyncio.sleep(0)", "a()"),
    ("blocking-sleep", "await asyncio.sleep(delay)", "time.sleep(delay)"),
    ("on-the-loop", "x = await asyncio.to_thread(work, 1, key=2)", "x = work(1, key=2)"),
    ("on-the-loop", "x = await loop.run_in_executor(None, work, 1)", "x = work(1)"),
    ("one-by-one", "x = await asyncio.gather(*(f(n) for n in ns))", "x = [await f(n) for n in ns]"),
    ("one-by-one", "group.create_task(work())", "await work()"),
    (
        "in-order",
        "for each in asyncio.as_completed(ts):\n    await each",
        "for each in ts:\n    await each",
    ),
    ("nowait", "await queue.put(1)", "queue.put_nowait(1)"),
    ("nowait", "x = await queue.get()", "x = queue.get_nowait()"),
    (
        "wait-first-completed",
        "await asyncio.wait(ts)",
        "await asyncio.wait(ts, return_when=asyncio.FIRST_COMPLETED)",
    ),
    (
        "wait-all-completed",
        "await asyncio.wait(ts, return_when=asyncio.FIRST_COMPLETED)",
        "await asyncio.wait(ts, return_when=asyncio.ALL_COMPLETED)",
    ),
    (
        "wait-first-completed",
        "await asyncio.wait(ts, return_when=asyncio.FIRST_EXCEPTION)",
        "await asyncio.wait(ts, return_when=asyncio.FIRST_COMPLETED)",
    ),
    ("wait-for-gather", "await asyncio.gather(*ts)", "await asyncio.wait([*ts])"),
    ("gather-for-wait", "await asyncio.wait(ts)", "await asyncio.gather(*ts)"),
    (
        "return-exceptions",
        "x = await asyncio.gather(a, b)",
        "x = await asyncio.gather(a, b, return_exceptions=True)",
    ),
    (
        "raise-exceptions",
        "x = await asyncio.gather(a, return_exceptions=True)",
        "x = await asyncio.gather(a)",
    ),
    ("finally-never", "try:\n    a()\nfinally:\n    b()", "a()"),
    ("finally-on-success", "try:\n    a()\nfinally:\n    b()", "a()\nb()"),
    (
        "finally-on-success",
        "try:\n    a()\nexcept E:\n    c()\nfinally:\n    b()",
        "try:\n    a()\nexcept E:\n    c()\nb()",
    ),
    (
        "acquire-in-try",
        "await lock.acquire()\ntry:\n    a()\nfinally:\n    lock.release()",
        "try:\n    await lock.acquire()\n    a()\nfinally:\n    lock.release()",
    ),
    (
        "narrow-except",
        "try:\n    await a()\nexcept asyncio.CancelledError:\n    b()",
        "try:\n    await a()\nexcept Exception:\n    b()",
    ),
    (
        "narrow-except",
        "try:\n    await a()\nexcept BaseException:\n    b()",
        "try:\n    await a()\nexcept Exception:\n    b()",
    ),
    (
        "widen-except",
        "try:\n    await a()\nexcept Exception:\n    b()",
        "try:\n    await a()\nexcept BaseException:\n    b()",
    ),
    (
        "widen-except",
        "try:\n    await a()\nexcept (A, B):\n    b()",
        "try:\n    await a()\nexcept BaseException:\n    b()",
    ),
    (
        "widen-except",
        "with suppress(OSError):\n    await a()",
        "with suppress(BaseException):\n    await a()",
    ),
    (
        "drop-raise",
        "try:\n    a()\nexcept E:\n    b()\n    raise",
        "try:\n    a()\nexcept E:\n    b()",
    ),
    ("drop-cancel", "task.cancel()\nb()", "b()"),
    ("drop-task-done", "queue.task_done()\nb()", "b()"),
    ("drop-wait-closed", "await writer.wait_closed()\nb()", "b()"),
    ("drop-clear", "event.clear()", "pass"),
    ("task-not-kept", "tasks.add(asyncio.create_task(work()))", "asyncio.create_task(work())"),
    (
        "task-not-kept",
        "t = asyncio.create_task(work())\ntasks.add(t)",
        "t = asyncio.create_task(work())",
    ),
    ("drop-shield", "await asyncio.shield(task)", "await task"),
    (
        "timeout-none",
        "async with asyncio.timeout(t):\n    a()",
        "async with asyncio.timeout(None):\n    a()",
    ),
    ("timeout-halved", "await asyncio.wait_for(a, t)", "await asyncio.wait_for(a, t / 2)"),
    (
        "timeout-doubled",
        "await asyncio.wait(ts, timeout=3)",
        "await asyncio.wait(ts, timeout=3 * 2)",
    ),
    (
        "timeout-inside-loop",
        "async with asyncio.timeout(t):\n    for x in y:\n        a()",
        "for x in y:\n    async with asyncio.timeout(t):\n        a()",
    ),
    (
        "timeout-outside-loop",
        "while x:\n    async with asyncio.timeout(t):\n        a()",
        "async with asyncio.timeout(t):\n    while x:\n        a()",
    ),
    ("drop-async-with", "async with self.lock:\n    a()\n    b()", "a()\nb()"),
    ("drop-aclosing", "async with aclosing(f()) as g:\n    a(g)", "g = f()\na(g)"),
    ("notify-one", "condition.notify_all()", "condition.notify()"),
    ("notify-all", "condition.notify(3)", "condition.notify_all()"),
    (
        "if-for-while",
        "while not x:\n    await condition.wait()",
        "if not x:\n    await condition.wait()",
    ),
    (
        "if-for-while",
        "await condition.wait_for(lambda: x)",
        "if not x:\n    await condition.wait()",
    ),
    ("limit-more", "s = asyncio.Semaphore(n)", "s = asyncio.Semaphore(n + 1)"),
    ("limit-fewer", "q = asyncio.Queue(maxsize=n)", "q = asyncio.Queue(maxsize=n - 1)"),
    ("queue-order", "q = asyncio.Queue()", "q = asyncio.LifoQueue()"),
    ("queue-order", "q = asyncio.PriorityQueue()", "q = asyncio.Queue()"),
    ("queue-order", "x = waiting.popleft()", "x = waiting.pop()"),
    ("queue-order", "x = waiting.pop(0)", "x = waiting.pop()"),
    (
        "pause-in-update",
        "self.n += x",
        "found = self.n\nawait asyncio.sleep(0)\nself.n = found + x",
    ),
    (
        "pause-before-write",
        "if self.free:\n    self.free = False",
        "if self.free:\n    await asyncio.sleep(0)\n    self.free = False",
    ),
    (
        "pause-before-write",
        "if self.closed:\n    return\nself.closed = True",
        "if self.closed:\n    return\nawait asyncio.sleep(0)\nself.closed = True",
    ),
]

LEFT_ALONE = [
    ("drop-await-cancelled", "await task\ntask.cancel()"),
    ("if-for-while", "while True:\n    await event.wait()"),
    ("if-for-while", "while x:\n    await event.wait()\n    break"),
    ("if-for-while", "await asyncio.wait_for(task, 1)"),
    ("nowait", "x = await table.get(key)"),
    ("timeout-none", "async with asyncio.timeout(None):\n    a()"),
    ("finally-on-success", "try:\n    return a()\nfinally:\n    b()"),
    ("drop-release", "try:\n    return a()\nfinally:\n    lock.release()"),
    ("acquire-in-try", "a()\ntry:\n    b()\nfinally:\n    c()"),
    ("limit-more", "q = asyncio.Queue()"),
    ("drop-async-with", "async with asyncio.timeout(1):\n    a()"),
    ("wait-for-gather", "x = await asyncio.gather(*ts)"),
    ("task-not-kept", "names.add(name)"),
    ("wait-first-completed", "await asyncio.wait([task])"),
    ("wait-first-completed", "while tasks:\n    await asyncio.wait(tasks)"),
    ("pause-before-write", "await a(self.n)\nself.n = 1"),
    ("queue-order", "x = stack.pop()"),
    ("sleep-halved", "await asyncio.sleep(0)"),
    ("widen-except", "try:\n    a()\nexcept E:\n    await b()"),
    ("widen-except", "with suppress(E):\n    a()"),
]


def module(body):
    return "import asyncio\nimport time\n\nasync def f():\n" + textwrap.indent(body, "    ") + "\n"


def made(operator, source):
    """What every change of this name makes of `source`."""
    texts = []
    for number, change in enumerate(changes(Program(source))):
        if change.operator == operator:
            program = Program(source)
            list(changes(program))[number].make()
            texts.append(program.source())
    return texts


@pytest.mark.parametrize(("operator", "before", "after"), IN_A_COROUTINE)
def test_an_operator_changes_just_that(operator, before, after):
    expected = ast.unparse(ast.parse(module(after))) + "\n"

    assert made(operator, module(before)) == [expected]


@pytest.mark.parametrize(("operator", "body"), LEFT_ALONE)
def test_where_a_change_would_make_no_sense_there_is_none(operator, body):
    assert made(operator, module(body)) == []


def test_a_module_that_is_needed_is_imported():
    source = (
        '"""Doc."""\n\nfrom __future__ import annotations\n\nasync def f(self):\n    self.n += 1\n'
    )

    (text,) = made("pause-in-update", source)

    assert text.splitlines()[1:3] == ["from __future__ import annotations", "import asyncio"]


def test_outside_coroutines_nothing_is_awaited():
    source = "def f(self, group):\n    self.n += 1\n    group.create_task(work())\n"

    assert made("pause-in-update", source) == made("one-by-one", source) == []


def test_demos_are_left_alone():
    assert made("drop-cancel", 'if __name__ == "__main__":\n    task.cancel()\n') == []
