"""Each house rule fires on code that breaks it, and is silent on code that comes close."""

import textwrap

import pytest

from grader.testing._clock import install_time
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


async def call(exercise):
    await exercise.main()


def examine(tmp_path, body, clock="virtual"):
    """The finding for `async def main()` with this body, as a learner's file."""
    install_time()
    install()
    path = tmp_path / "ex01_learner.py"
    text = (
        PRELUDE
        + "async def main():\n"
        + textwrap.indent(textwrap.dedent(body).strip(), "    ")
        + "\n"
    )
    path.write_text(text)
    with Scene(Setting(source=Source(path, text), clock=clock)) as scene:
        return explain(scene, scene.run(call, {}))


BREAKS = {
    "never-awaited": [
        "asyncio.sleep(1)",
        "fail()",
        "coroutines = [asyncio.sleep(1)]\ncoroutines.clear()",
        "left = fail()\nleft = None\nawait asyncio.sleep(0)",
    ],
    "leaked-task": [
        "asyncio.create_task(asyncio.sleep(10))\nawait asyncio.sleep(1)",
        "kept = asyncio.ensure_future(asyncio.Event().wait())\nawait asyncio.sleep(0)\nmain.kept = kept",
        "task = asyncio.create_task(asyncio.sleep(5))\nawait asyncio.wait([task], timeout=1)",
        "async def spin():\n    while True:\n        await asyncio.sleep(0)\nmain.t = asyncio.create_task(spin())",
    ],
    "lost-exception": [
        "asyncio.create_task(fail())\nawait asyncio.sleep(1)",
        "main.task = asyncio.create_task(fail())\nawait asyncio.sleep(1)",
        "await asyncio.wait([asyncio.create_task(fail())])",
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
        "os.system('true')",
        "a, b = socket.socketpair()\nb.send(b'x')\na.recv(1)\na.close()\nb.close()",
        "try:\n    input()\nexcept OSError:\n    pass",
    ],
    "unclosed-generator": [
        "async for i in ticks():\n    break",
        "main.it = ticks()\nawait main.it.__anext__()",
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
    ],
    "unclosed-server": ["main.s = await asyncio.start_server(echo, '127.0.0.1', 0)"],
    "leaked-process": [
        "main.p = await asyncio.create_subprocess_exec(sys.executable, '-c', 'input()', stdin=subprocess.PIPE)"
    ],
}

COMES_CLOSE = [
    "await asyncio.sleep(1)",
    "c = fail()\nc.close()",
    "t = asyncio.create_task(asyncio.sleep(10))\nt.cancel()\nawait asyncio.wait([t])",
    "t = asyncio.create_task(asyncio.sleep(10))\nt.cancel()",
    "t = asyncio.create_task(asyncio.sleep(0))",
    "t = asyncio.create_task(fail())\nawait asyncio.wait([t])\nassert t.exception()",
    "r = await asyncio.gather(fail(), fail(), return_exceptions=True)",
    "async with asyncio.timeout(5):\n    await asyncio.sleep(1)",
    "t = asyncio.create_task(fail())\nt.add_done_callback(lambda t: t.exception())\nawait asyncio.wait([t])",
    "asyncio.get_running_loop().call_soon(print)\nawait asyncio.sleep(0)",
    "await asyncio.to_thread(time.sleep, 1)",
    "async for i in ticks():\n    pass",
    "async with contextlib.aclosing(ticks()) as it:\n    async for i in it:\n        break",
    "ticks()",
    (
        "loop = asyncio.get_running_loop()\nwith concurrent.futures.ThreadPoolExecutor(1) as pool:\n"
        "    await loop.run_in_executor(pool, time.sleep, 1)"
    ),
    "thread = threading.Thread(target=int)\nthread.start()\nawait asyncio.to_thread(thread.join)",
    "q = queue.Queue()\nq.put(1)\nassert q.get() == 1",
    "lock = threading.Lock()\nwith lock:\n    pass\nassert not lock.locked()",
    "r = threading.RLock()\nwith r:\n    with r:\n        pass",
    "event = threading.Event()\nevent.set()\nevent.wait()",
    "threading.Event().wait(0)",
    "pool = concurrent.futures.ThreadPoolExecutor(1)\nawait asyncio.wrap_future(pool.submit(int))\npool.shutdown()",
    "future = concurrent.futures.Future()\nfuture.set_result(3)\nassert future.result() == 3",
    (
        "a, b = socket.socketpair()\na.setblocking(False)\nb.setblocking(False)\nb.send(b'x')\n"
        "a.recv(1)\na.close()\nb.close()"
    ),
    (
        "gate = threading.Event()\ntask = asyncio.create_task(asyncio.to_thread(gate.wait))\nawait asyncio.sleep(1)\n"
        "gate.set()\nassert await task"
    ),
    "limit = sys.getrecursionlimit()\nsys.setrecursionlimit(5000)\nsys.setrecursionlimit(limit)",
    "while asyncio.get_running_loop().time() < 1030:\n    await asyncio.sleep(1)",
    "t = asyncio.create_task(asyncio.sleep(3, 7))\nassert await asyncio.shield(t) == 7",
]

REAL_COMES_CLOSE = [
    (
        "async with await asyncio.start_server(echo, '127.0.0.1', 0) as s:\n"
        "    r, w = await asyncio.open_connection(*s.sockets[0].getsockname())\n"
        "    w.write(b'x\\n')\n    await r.read()\n"
        "    w.close()\n    await w.wait_closed()"
    ),
    "p = await asyncio.create_subprocess_exec(sys.executable, '-c', '')\nawait p.wait()",
]


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


@pytest.mark.parametrize("body", [*COMES_CLOSE, *REAL_COMES_CLOSE])
def test_tidy_code_is_left_alone(tmp_path, body):
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


def test_a_broken_rule_may_be_the_cause_of_a_broken_promise(tmp_path):
    finding = examine(tmp_path, "fail()\nraise OSError('no slot is free')")

    assert (finding.code, finding.advice) == (
        "raised",
        ("never-awaited: the coroutine `fail` was never awaited",),
    )
