"""Each house rule fires on code that breaks it, and is silent on code that comes close."""

import asyncio
import functools
import textwrap
import time

import pytest

from grader.testing._clock import install_time
from grader.testing._codes import HYGIENE
from grader.testing._explain import explain
from grader.testing._hygiene import install
from grader.testing._scene import Scene, Setting
from grader.testing._source import Source

PRELUDE = """\
import asyncio, concurrent.futures, contextlib, os, queue, socket, subprocess, sys, threading, time

async def fail():
    raise OSError("no signal")

async def ticks(n=3):
    for i in range(n):
        await asyncio.sleep(1)
        yield i

async def echo(reader, writer):
    writer.write(await reader.readline())
    writer.close()
    await writer.wait_closed()

"""


async def call(exercise, **given):
    await exercise.main(**given)


DECORATED = """\
@contextlib.contextmanager
def quiet():
    yield

do = {function}
for _ in range(30):
    do = quiet()(do)
"""


def examine(tmp_path, body, clock="virtual", allowed=(), parameters="", given=None):
    """The finding for `async def main()` with this body, as a learner's file."""
    install_time()
    install()
    path = tmp_path / "ex01_learner.py"
    text = (
        PRELUDE
        + f"async def main({parameters}):\n"
        + textwrap.indent(textwrap.dedent(body).strip(), "    ")
        + "\n"
    )
    path.write_text(text)
    setting = Setting(source=Source(path, text), clock=clock, allowed=frozenset(allowed))
    with Scene(setting) as scene:
        return explain(scene, scene.run(call, given or {}))


BREAKS = {
    "never-awaited": [
        "asyncio.sleep(1)",
        "fail()",
        "coroutines = [asyncio.sleep(1)]\ncoroutines.clear()",
        "left = fail()\nleft = None\nawait asyncio.sleep(0)",
        "asyncio.get_running_loop().call_soon(fail)\nawait asyncio.sleep(0)",
        "asyncio.get_running_loop().call_later(1, fail)\nawait asyncio.sleep(2)",
    ],
    "leaked-task": [
        "asyncio.create_task(asyncio.sleep(10))\nawait asyncio.sleep(1)",
        "kept = asyncio.ensure_future(asyncio.Event().wait())\nawait asyncio.sleep(0)\nmain.kept = kept",
        "task = asyncio.create_task(asyncio.sleep(5))\nawait asyncio.wait([task], timeout=1)",
        "async def spin():\n    while True:\n        await asyncio.sleep(0)\nmain.t = asyncio.create_task(spin())",
        "loop = asyncio.get_running_loop()\nloop.call_soon(loop.create_task, asyncio.sleep(9))\nawait asyncio.sleep(1)",
        (
            "loop = asyncio.get_running_loop()\n"
            "loop.call_later(1, loop.create_task, asyncio.sleep(9))\nawait asyncio.sleep(2)"
        ),
        (
            "loop = asyncio.get_running_loop()\n"
            "loop.call_soon(loop.call_soon, loop.create_task, asyncio.sleep(9))\nawait asyncio.sleep(1)"
        ),
        (
            "loop = asyncio.get_running_loop()\nfuture = asyncio.run_coroutine_threadsafe(asyncio.sleep(9), loop)\n"
            "await asyncio.wait([asyncio.wrap_future(future)], timeout=1)"
        ),
        (
            "loop = asyncio.get_running_loop()\n"
            "await asyncio.to_thread(asyncio.run_coroutine_threadsafe, asyncio.sleep(9), loop)\nawait asyncio.sleep(1)"
        ),
        (
            "loop = asyncio.get_running_loop()\n"
            "await loop.run_in_executor(None, loop.call_soon_threadsafe, loop.create_task, asyncio.sleep(9))\n"
            "await asyncio.sleep(1)"
        ),
        DECORATED.format(function="asyncio.create_task")
        + "do(asyncio.sleep(9))\nawait asyncio.sleep(1)",
    ],
    "lost-exception": [
        "asyncio.create_task(fail())\nawait asyncio.sleep(1)",
        "main.task = asyncio.create_task(fail())\nawait asyncio.sleep(1)",
        "await asyncio.wait([asyncio.create_task(fail())])",
        "loop = asyncio.get_running_loop()\nloop.call_soon(loop.create_task, fail())\nawait asyncio.sleep(1)",
    ],
    "callback-error": [
        "asyncio.get_running_loop().call_soon(lambda: 1 / 0)\nawait asyncio.sleep(0)",
        "t = asyncio.create_task(asyncio.sleep(0))\nt.add_done_callback(lambda: None)\nawait t\nawait asyncio.sleep(0)",
    ],
    "blocking-call": [
        "time.sleep(1)",
        "def work():\n    time.sleep(0.5)\nwork()",
        "threading.Event().wait()",
        "threading.Event().wait(0.5)",
        "queue.Queue().get()",
        "concurrent.futures.Future().result()",
        "lock = threading.Lock()\nlock.acquire()\nlock.acquire()",
        (
            "lock = threading.Lock()\nasync def use():\n    with lock:\n        await asyncio.sleep(1)\n"
            "await asyncio.gather(use(), use())"
        ),
        "t = threading.Thread(target=threading.Event().wait, args=(5,), daemon=True)\nt.start()\nt.join()",
        "with concurrent.futures.ThreadPoolExecutor(1) as pool:\n    pool.submit(time.sleep, 1)",
        "pool = concurrent.futures.ThreadPoolExecutor(1)\npool.submit(time.sleep, 1).result()\npool.shutdown()",
        "try:\n    threading.Event().wait()\nexcept BaseException:\n    pass",
        "subprocess.run([sys.executable, '-c', ''])",
        "subprocess.run([sys.executable, '-c', ''], capture_output=True)",
        "subprocess.Popen(['true'], stdout=subprocess.PIPE).communicate()",
        (
            "import selectors\na, b = socket.socketpair()\nwith selectors.DefaultSelector() as s:\n"
            "    s.register(a, selectors.EVENT_READ)\n    b.send(b'x')\n    s.select()\na.close()\nb.close()"
        ),
        "import select\na, b = socket.socketpair()\nb.send(b'x')\nselect.select([a], [], [])\na.close()\nb.close()",
        "os.system('true')",
        "a, b = socket.socketpair()\nb.send(b'x')\na.recv(1)\na.close()\nb.close()",
        "try:\n    input()\nexcept OSError:\n    pass",
        "asyncio.get_running_loop().call_soon(time.sleep, 0)\nawait asyncio.sleep(0)",
        "asyncio.get_running_loop().call_soon_threadsafe(time.sleep, 0)\nawait asyncio.sleep(0)",
        "asyncio.get_running_loop().call_later(1, time.sleep, 0)\nawait asyncio.sleep(2)",
        DECORATED.format(function="time.sleep") + "do(0)",
        (
            "stack = contextlib.AsyncExitStack()\nstack.callback(time.sleep, 0)\n"
            "await asyncio.create_task(stack.aclose())"
        ),
        (  # the call that has to be noticed: on the virtual clock, so nobody waits
            "loop = asyncio.get_running_loop()\nasyncio._set_running_loop(None)\ntime.sleep(0)\n"
            "asyncio._set_running_loop(loop)"
        ),
    ],
    "unclosed-generator": [
        "async for i in ticks():\n    break",
        "main.it = ticks()\nawait main.it.__anext__()",
        (
            "main.it, hooks = ticks(), sys.get_asyncgen_hooks()\nsys.set_asyncgen_hooks(None, None)\n"
            "await anext(main.it)\nsys.set_asyncgen_hooks(*hooks)"
        ),
    ],
    "leaked-executor": [
        "main.pool = concurrent.futures.ThreadPoolExecutor(1)\nmain.pool.submit(int)"
    ],
    "leaked-thread": [
        "gate = threading.Event()\nmain.gate = gate\nthreading.Thread(target=gate.wait, args=(5,), daemon=True).start()"
    ],
    "limit-changed": ["sys.setrecursionlimit(5000)"],
    "policy-changed": ["asyncio.set_event_loop_policy(asyncio.DefaultEventLoopPolicy())"],
    "deadlock": ["await asyncio.Event().wait()"],
    "livelock": ["while True:\n    await asyncio.sleep(0)"],
    "never-ends": ["while True:\n    await asyncio.sleep(1)"],
}

REAL_BREAKS = {
    "unclosed-transport": [
        (
            "s = await asyncio.start_server(echo, '127.0.0.1', 0)\n"
            "main.keep = await asyncio.open_connection(*s.sockets[0].getsockname())\ns.close()"
        ),
        (
            "s = await asyncio.start_server(echo, '127.0.0.1', 0)\n"
            "r, w = await asyncio.open_connection(*s.sockets[0].getsockname())\nw.write(b'x\\n')\nawait r.read()\n"
            "r = w = None\ns.close()"
        ),
        (
            "s = await asyncio.start_server(echo, '127.0.0.1', 0)\n"
            "r, main.w = await asyncio.create_task(asyncio.open_connection(*s.sockets[0].getsockname()))\ns.close()"
        ),
        (
            "s = await asyncio.start_server(echo, '127.0.0.1', 0)\n"
            "r, main.w = await asyncio.ensure_future(asyncio.open_connection(*s.sockets[0].getsockname()))\ns.close()"
        ),
        (
            "s = await asyncio.start_server(echo, '127.0.0.1', 0)\n"
            "r, main.w = await asyncio.wait_for(asyncio.open_connection(*s.sockets[0].getsockname()), 9)\ns.close()"
        ),
        (
            "s = await asyncio.start_server(echo, '127.0.0.1', 0)\n"
            "connecting = asyncio.open_connection(*s.sockets[0].getsockname())\n"
            "r, main.w = await asyncio.create_task(asyncio.wait_for(connecting, 9))\ns.close()"
        ),
        (
            "s = await asyncio.start_server(echo, '127.0.0.1', 0)\n"
            "[(r, main.w)] = await asyncio.gather(asyncio.open_connection(*s.sockets[0].getsockname()))\ns.close()"
        ),
        (
            "s = await asyncio.start_server(echo, '127.0.0.1', 0)\nasync with asyncio.TaskGroup() as group:\n"
            "    main.t = group.create_task(asyncio.open_connection(*s.sockets[0].getsockname()))\ns.close()"
        ),
    ],
    "unclosed-server": [
        "main.s = await asyncio.start_server(echo, '127.0.0.1', 0)",
        "main.s = await asyncio.create_task(asyncio.start_server(echo, '127.0.0.1', 0))",
    ],
    "leaked-process": [
        "main.p = await asyncio.create_subprocess_exec(sys.executable, '-c', 'input()', stdin=subprocess.PIPE)"
    ],
}

COMES_CLOSE = {
    "deadlock": [
        "await asyncio.sleep(1)",
        "async with asyncio.timeout(5):\n    await asyncio.sleep(1)",
        "future = concurrent.futures.Future()\nfuture.set_result(3)\nassert future.result() == 3",
        (
            "gate = threading.Event()\ntask = asyncio.create_task(asyncio.to_thread(gate.wait))\n"
            "await asyncio.sleep(1)\ngate.set()\nassert await task"
        ),
        "e = asyncio.Event()\nasyncio.get_running_loop().call_later(9, e.set)\nawait e.wait()",
    ],
    "never-awaited": [
        "c = fail()\nc.close()",
        "sys.set_coroutine_origin_tracking_depth(0)\nawait asyncio.sleep(1)",
    ],
    "leaked-task": [
        "t = asyncio.create_task(asyncio.sleep(10))\nt.cancel()\nawait asyncio.wait([t])",
        "t = asyncio.create_task(asyncio.sleep(10))\nt.cancel()",
        "t = asyncio.create_task(asyncio.sleep(0))",
        "t = asyncio.create_task(asyncio.sleep(3, 7))\nassert await asyncio.shield(t) == 7",
        (
            "loop = asyncio.get_running_loop()\nfuture = asyncio.run_coroutine_threadsafe(asyncio.sleep(1, 7), loop)\n"
            "assert await asyncio.wrap_future(future) == 7"
        ),
    ],
    "lost-exception": [
        (
            "async def wait():\n"
            "    tasks = [asyncio.create_task(asyncio.sleep(9)) for _ in range(2)]\n"
            "    try:\n        await asyncio.wait_for(asyncio.gather(*tasks), 5)\n"
            "    finally:\n        await asyncio.gather(*tasks, return_exceptions=True)\n"
            "call = asyncio.create_task(wait())\nawait asyncio.sleep(1)\ncall.cancel()\n"
            "await asyncio.wait([call])"
        ),
        "t = asyncio.create_task(fail())\nawait asyncio.wait([t])\nassert t.exception()",
        "r = await asyncio.gather(fail(), fail(), return_exceptions=True)",
    ],
    "callback-error": [
        (
            "t = asyncio.create_task(fail())\nt.add_done_callback(lambda t: t.exception())\n"
            "await asyncio.wait([t])"
        ),
        "asyncio.get_running_loop().call_soon(print)\nawait asyncio.sleep(0)",
    ],
    "blocking-call": [
        "try:\n    await asyncio.create_subprocess_exec('no-such-program')\nexcept FileNotFoundError:\n    pass",
        "await asyncio.to_thread(time.sleep, 1)",
        "q = queue.Queue()\nq.put(1)\nassert q.get() == 1",
        "lock = threading.Lock()\nwith lock:\n    pass\nassert not lock.locked()",
        "r = threading.RLock()\nwith r:\n    with r:\n        pass",
        (
            "import selectors\na, b = socket.socketpair()\nwith selectors.DefaultSelector() as s:\n"
            "    s.register(a, selectors.EVENT_READ)\n    s.select(0)\na.close()\nb.close()"
        ),
        "event = threading.Event()\nevent.set()\nevent.wait()",
        "threading.Event().wait(0)",
        (
            "a, b = socket.socketpair()\na.setblocking(False)\nb.setblocking(False)\nb.send(b'x')\n"
            "a.recv(1)\na.close()\nb.close()"
        ),
    ],
    "unclosed-generator": [
        "async for i in ticks():\n    pass",
        "async with contextlib.aclosing(ticks()) as it:\n    async for i in it:\n        break",
        "ticks()",
        "hooks = sys.get_asyncgen_hooks()\nsys.set_asyncgen_hooks(*hooks)\nasync for i in ticks():\n    pass",
    ],
    "leaked-executor": [
        (
            "loop = asyncio.get_running_loop()\nloop.set_default_executor(concurrent.futures.ThreadPoolExecutor(2))\n"
            "await loop.run_in_executor(None, int)"
        ),
        (
            "loop = asyncio.get_running_loop()\n"
            "with concurrent.futures.ThreadPoolExecutor(1) as pool:\n"
            "    await loop.run_in_executor(pool, time.sleep, 1)"
        ),
        (
            "pool = concurrent.futures.ThreadPoolExecutor(1)\n"
            "await asyncio.wrap_future(pool.submit(int))\npool.shutdown()"
        ),
    ],
    "leaked-thread": [
        (
            "thread = threading.Thread(target=int)\nthread.start()\n"
            "await asyncio.to_thread(thread.join)"
        ),
    ],
    "limit-changed": [
        "limit = sys.getrecursionlimit()\nsys.setrecursionlimit(5000)\nsys.setrecursionlimit(limit)",
    ],
    "never-ends": [
        "while asyncio.get_running_loop().time() < 1030:\n    await asyncio.sleep(1)",
    ],
    "policy-changed": [
        "policy = asyncio.get_event_loop_policy()\nasyncio.set_event_loop_policy(policy)",
    ],
    "livelock": [
        "for _ in range(10_000):\n    await asyncio.sleep(0)",
    ],
}

REAL_COMES_CLOSE = {
    "callback-error": [
        # Before 3.13, asyncio's own callback asks the cancelled task of a handler for its error.
        (
            "h = []\nasync def wait(r, w):\n    h.append(asyncio.current_task())\n"
            "    try:\n        await r.read()\n    finally:\n        w.close()\n"
            "async with await asyncio.start_server(wait, '127.0.0.1', 0) as s:\n"
            "    r, w = await asyncio.open_connection(*s.sockets[0].getsockname())\n"
            "    while not h:\n        await asyncio.sleep(0)\n"
            "    h[0].cancel()\n    await r.read()\n    w.close()\n    await w.wait_closed()"
        ),
    ],
    "unclosed-transport": [
        (
            "async with await asyncio.start_server(echo, '127.0.0.1', 0) as s:\n"
            "    r, w = await asyncio.open_connection(*s.sockets[0].getsockname())\n"
            "    w.write(b'x\\n')\n    await r.read()\n    w.close()\n    await w.wait_closed()"
        ),
    ],
    "leaked-process": [
        "p = await asyncio.create_subprocess_exec(sys.executable, '-c', '')\nawait p.wait()",
        "p = await asyncio.create_subprocess_exec(sys.executable, '-c', '')\nawait p.communicate()",
        (
            "p = await asyncio.create_subprocess_exec(sys.executable, '-c', 'input()', stdin=subprocess.PIPE)\n"
            "p.kill()\nawait p.wait()"
        ),
        (
            "done = await asyncio.to_thread(subprocess.run, [sys.executable, '-c', ''])\n"
            "assert done.returncode == 0"
        ),
    ],
    "unclosed-server": [
        "s = await asyncio.start_server(echo, '127.0.0.1', 0)\ns.close()",
    ],
}


def cases(table):
    return [(code, body) for code, bodies in table.items() for body in bodies]


@pytest.mark.parametrize(("code", "body"), cases(BREAKS))
def test_a_broken_rule_is_named(tmp_path, code, body):
    finding = examine(tmp_path, body)

    assert (finding.code, finding.verdict != "passed") == (code, True), finding


@pytest.mark.parametrize(("code", "body"), cases(REAL_BREAKS))
def test_what_stays_open_is_named(tmp_path, code, body):
    finding = examine(tmp_path, body)

    assert finding.code == code, finding


def test_each_rule_has_code_that_breaks_it_and_code_that_comes_close():
    assert set(HYGIENE) <= {*BREAKS, *REAL_BREAKS}
    assert {*BREAKS, *REAL_BREAKS} == {*COMES_CLOSE, *REAL_COMES_CLOSE}


@pytest.mark.parametrize(("code", "body"), [*cases(COMES_CLOSE), *cases(REAL_COMES_CLOSE)])
def test_tidy_code_is_left_alone(tmp_path, code, body):
    finding = examine(tmp_path, body)

    assert finding.verdict == "passed", finding


@pytest.mark.parametrize(("code", "body"), cases(BREAKS))
def test_the_learners_line_is_given(tmp_path, code, body):
    if code in ("limit-changed", "policy-changed"):
        pytest.skip("such a change leaves no trace of its line")

    assert examine(tmp_path, body).line is not None


@pytest.mark.parametrize(("code", "body"), cases(BREAKS))
def test_the_next_run_is_not_blamed(tmp_path, code, body):
    examine(tmp_path, body)

    assert examine(tmp_path, "await asyncio.sleep(1)").verdict == "passed"


SWALLOWS = """
async def swallow():
    try:
        await asyncio.sleep(5)
    except asyncio.CancelledError:
        {more}
        return 1

task = asyncio.create_task(swallow())
await asyncio.sleep(1)
task.cancel()
await task
"""


UNSEEN = [
    "sys.set_coroutine_origin_tracking_depth(0)\nasyncio.sleep(1)",
    "sys.set_coroutine_origin_tracking_depth(0)\nfail()\nsys.set_coroutine_origin_tracking_depth(12)",
    DECORATED.format(function="asyncio.sleep") + "do(1)",
]


@pytest.mark.parametrize("body", UNSEEN)
def test_what_is_never_awaited_is_named_though_nobody_knows_where_it_was_made(tmp_path, body):
    assert examine(tmp_path, body).code == "never-awaited"


async def leaves_a_task(delay):
    asyncio.get_running_loop().create_task(asyncio.sleep(delay))


async def hands_to_the_loop(callback, *args):
    asyncio.get_running_loop().call_soon(callback, *args)
    await asyncio.sleep(0)


OTHERS = [
    "await asyncio.create_task(leaves(9))",
    "await asyncio.gather(leaves(9), leaves(8))",
    (
        "asyncio.get_running_loop().call_soon(int)\n"
        "async with asyncio.TaskGroup() as group:\n    group.create_task(leaves(9))"
    ),
    "asyncio.get_running_loop().call_soon(int)\nawait asyncio.create_task(hands(time.sleep, 0))",
    "asyncio.get_running_loop().call_later(0, int)\nawait asyncio.create_task(hands(hands, fail))",
]


@pytest.mark.parametrize("body", OTHERS)
def test_what_somebody_else_does_in_a_task_of_the_learners_is_not_theirs(tmp_path, body):
    parameters = "*, leaves, hands"
    given = {"leaves": leaves_a_task, "hands": hands_to_the_loop}

    finding = examine(tmp_path, body, parameters=parameters, given=given)

    assert finding.verdict == "passed", finding


def test_a_callback_of_the_tests_is_not_whose_result_it_hears_of(tmp_path):
    """The learner's code ends the future; what is done then was the test's wish."""

    def hears(future):
        # A blocking call on the virtual clock, where nobody waits: it must not be the learner's.
        future.add_done_callback(lambda _: time.sleep(0))
        future.add_done_callback(lambda _: asyncio.ensure_future(asyncio.sleep(9)))
        future.add_done_callback(functools.partial(asyncio.gather, asyncio.sleep(9)))

    body = """
        future = asyncio.get_running_loop().create_future()
        hears(future)
        asyncio.get_running_loop().call_soon(future.set_result, 1)
        await future
        await asyncio.sleep(1)
    """

    finding = examine(tmp_path, body, parameters="*, hears", given={"hears": hears})

    assert finding.verdict == "passed", finding


def test_a_cancelled_task_that_ends_with_a_result_is_worth_a_word(tmp_path):
    finding = examine(tmp_path, SWALLOWS.format(more="pass"))

    assert finding.verdict == "passed"
    (advice,) = finding.advice
    assert "was cancelled, and ended with a result" in advice


@pytest.mark.parametrize(
    "body",
    [
        SWALLOWS.format(more="asyncio.current_task().uncancel()"),
        "try:\n    async with asyncio.timeout(1):\n        await asyncio.sleep(5)\nexcept TimeoutError:\n    pass",
        "t = asyncio.create_task(asyncio.sleep(5))\nt.cancel()\nt.cancel()\nawait asyncio.wait([t])",
        "t = asyncio.create_task(asyncio.sleep(1))\nawait t\nt.cancel()\nt.cancel()",
    ],
)
def test_what_comes_close_to_that_is_not(tmp_path, body):
    finding = examine(tmp_path, body)

    assert (finding.verdict, finding.advice) == ("passed", ())


def test_a_second_cancellation_that_cuts_off_the_clean_up_is_worth_a_word(tmp_path):
    finding = examine(
        tmp_path,
        """
        async def work():
            try:
                await asyncio.sleep(5)
            finally:
                await asyncio.sleep(1)

        task = asyncio.create_task(work())
        for _ in range(2):
            await asyncio.sleep(0.5)
            task.cancel()
        await asyncio.wait([task])
        """,
    )

    assert finding.verdict == "passed"
    (advice,) = finding.advice
    assert "cancels a task that is cleaning up" in advice


def test_what_code_does_when_we_end_it_is_worth_no_word(tmp_path):
    finding = examine(
        tmp_path,
        """
        async def slow():
            try:
                await asyncio.sleep(5)
            finally:
                await asyncio.sleep(1)

        async def serve():
            sender = asyncio.create_task(slow())
            try:
                await asyncio.sleep(1000)
            finally:
                sender.cancel()

        main.kept = asyncio.create_task(serve())
        await asyncio.sleep(1)
        """,
        allowed=["leaked-task"],
    )

    assert (finding.verdict, finding.advice) == ("passed", ())


def test_a_broken_rule_may_be_the_cause_of_a_broken_promise(tmp_path):
    finding = examine(tmp_path, "fail()\nraise OSError('no slot is free')")

    assert (finding.code, finding.advice) == (
        "raised",
        ("never-awaited: the coroutine `fail` was never awaited",),
    )


def test_exceptions_lost_together_are_told_in_the_order_of_their_tasks(tmp_path):
    body = """
    async def fail_with(text):
        raise OSError(text)
    tasks = [asyncio.create_task(fail_with(text)) for text in "zyx"]
    await asyncio.sleep(1)
    """

    finding = examine(tmp_path, body)

    assert finding.message == "nobody retrieved OSError: z from its task"


async def test_a_broken_connection_is_nobodys_loss_before_its_protocol_is_collected():
    install()
    protocol = asyncio.StreamReaderProtocol(asyncio.StreamReader())

    protocol.connection_lost(ConnectionResetError())

    closed = protocol._closed
    assert not closed._log_traceback  # or the collector's order would decide who complains
    assert isinstance(closed.exception(), ConnectionResetError)
