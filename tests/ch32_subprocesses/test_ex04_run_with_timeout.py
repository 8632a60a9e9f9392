"""Hidden behaviours of a program with a time limit."""

import asyncio

import pytest

from grader.testing import same

pytestmark = pytest.mark.manual_clock

STUBBORN = "signal.signal(signal.SIGTERM, signal.SIG_IGN); gate()"
PRINTS_ON = """
    def fill():
        try:
            for _ in range(4096):
                os.write(1, b'line\\n' * 800)
        except BlockingIOError:
            pass

    os.set_blocking(1, False)
    fill(); gate("the stream is full"); fill(); gate("the pipe is full")
"""


async def noting(call, children, codes):
    """Await a call, and note the exit codes of its children at the moment at which it ends."""
    try:
        return await call
    finally:
        codes += [process.returncode for process in children.started]


def spawn_full(children, child, then):
    """A `spawn` that returns when stream and pipe are full; what is to come `then` comes soon."""

    async def spawn(*argv, **options):
        process = await children.spawn(*argv, **{**options, "limit": 1024})
        await (await child.arrives()).open()
        await child.arrives()
        asyncio.get_running_loop().call_soon(then)
        return process

    return spawn


async def until_over(child, clock, seconds):
    """Let the time pass once the program has come to its gate."""
    visit = await child.arrives()
    await clock.advance(seconds)
    return visit


async def test_much_output(exercise, children):
    """All that a program prints comes back, however much it is, and whatever its exit code.

    The program prints 1 MiB, and exits with 2.
    """
    child = await children.make("sys.stdout.write('o' * 2**20); sys.exit(2)")

    output = await exercise.run_with_timeout(child.argv, 30, spawn=children.spawn)

    assert same(len(output), 1 << 20)
    assert children.started[0].returncode == 2


async def test_its_end(exercise, children, start):
    """A program that has closed its stdout has not ended, and may still end as it likes.

    The program prints "all", closes its stdout and waits; it is let go on, and exits with 0.
    """
    child, codes = await children.make("say('all'); os.close(1); gate(); os._exit(0)"), []
    request = exercise.run_with_timeout(child.argv, 30, spawn=children.spawn)
    call = start("call", noting(request, children, codes))

    await (await child.arrives()).open()

    assert same((await call, codes), (b"all\n", [0]))


async def test_killed(exercise, children, clock, start, log):
    """After the timeout, the program is killed.

    The program has started and does nothing. The timeout is 30 seconds.
    """
    child = await children.make("gate()")
    call = start("call", exercise.run_with_timeout(child.argv, 30, spawn=children.spawn))

    visit = await until_over(child, clock, 30)
    await asyncio.wait([call])
    await visit.ended()

    assert log == ["call raised TimeoutError 30"]


@pytest.mark.code("leaked-process")
async def test_out_of_time(exercise, children, clock, start, log):
    """After the timeout, `TimeoutError` comes out, and the program is dead by then.

    The program has started and does nothing. The timeout is 30 seconds.
    """
    child, codes = await children.make("gate()"), []
    request = exercise.run_with_timeout(child.argv, 30, spawn=children.spawn)
    call = start("call", noting(request, children, codes))

    await until_over(child, clock, 30)
    await asyncio.wait([call])

    assert log == ["call raised TimeoutError 30"]
    assert [code is not None for code in codes] == [True]


async def test_out_of_time_after_much(exercise, children, clock, start, log):
    """A program that has printed much gets no more time than any other.

    The program prints 1 MiB and then does nothing. The timeout is 30 seconds.
    """
    child, codes = await children.make("sys.stdout.write('o' * 2**20); gate()"), []
    request = exercise.run_with_timeout(child.argv, 30, spawn=children.spawn)
    call = start("call", noting(request, children, codes))

    await until_over(child, clock, 30)
    await asyncio.wait([call])

    assert log == ["call raised TimeoutError 30"]
    assert [code is not None for code in codes] == [True]


@pytest.mark.code("leaked-process")
async def test_stubborn(exercise, children, clock, start, log):
    """A program that ignores SIGTERM is dead after the timeout, too.

    The timeout is 30 seconds.
    """
    child, codes = await children.make(STUBBORN), []
    request = exercise.run_with_timeout(child.argv, 30, spawn=children.spawn)
    call = start("call", noting(request, children, codes))

    await until_over(child, clock, 30)
    await asyncio.wait([call])

    assert log == ["call raised TimeoutError 30"]
    assert codes == [-9]


@pytest.mark.code("leaked-process")
async def test_cancelled(exercise, children, clock, start, log):
    """If the call is cancelled, it ends as cancelled, and the program is dead by then.

    The program has started and ignores SIGTERM. The call is cancelled after 2 of 30 seconds.
    """
    child, codes = await children.make(STUBBORN), []
    request = exercise.run_with_timeout(child.argv, 30, spawn=children.spawn)
    call = start("call", noting(request, children, codes))
    await until_over(child, clock, 2)

    call.cancel()
    await asyncio.wait([call])

    assert log == ["call cancelled 2"]
    assert codes == [-9]


@pytest.mark.code("leaked-process")
async def test_cancelled_with_much_to_read(exercise, children, start, log):
    """If much that was printed hasn't been read, the call ends all the same, and the program is dead.

    The program prints as much as stream and pipe hold. The call is cancelled as soon as it has the
    process. (Mind that `process.wait()` doesn't read, and waits until all has been read.)
    """
    child, codes = await children.make(PRINTS_ON), []
    spawn = spawn_full(children, child, lambda: call.cancel())
    request = exercise.run_with_timeout(child.argv, 30, spawn=spawn)

    call = start("call", noting(request, children, codes))
    await asyncio.wait([call])

    assert log == ["call cancelled 0"]
    assert [code is not None for code in codes] == [True]


async def test_cancelled_while_it_starts(exercise, children, start, log):
    """If the call is cancelled while the program is being started, it ends as cancelled, too.

    The call is cancelled after its first step, in which it has called `spawn`.
    """
    child = await children.make("gate()")
    call = start("call", exercise.run_with_timeout(child.argv, 30, spawn=children.spawn))
    await asyncio.sleep(0)

    call.cancel()
    await asyncio.wait([call])

    assert log == ["call cancelled 0"]


async def test_no_such_program(exercise, children, start, log):
    """If the program can't be started, that exception comes out."""
    request = exercise.run_with_timeout(["no-such-program"], 30, spawn=children.spawn)

    await asyncio.wait([start("call", request)])

    assert log == ["call raised FileNotFoundError 0"]


async def test_nothing_to_read(exercise, children):
    """The program has nothing to read.

    The stdin of this process holds "secret". The program prints what it reads.
    """
    child = await children.make("sys.stdout.write(sys.stdin.read())")

    with children.stdin(b"secret"):
        output = await exercise.run_with_timeout(child.argv, 30, spawn=children.spawn)

    assert same(output, b"")


async def test_much_on_stderr(exercise, children):
    """However much a program writes to its stderr, that doesn't stop it.

    The program writes 1 MiB to its stderr, and then prints "done".
    """
    child = await children.make("sys.stderr.write('e' * 2**20); say('done')")

    output = await exercise.run_with_timeout(child.argv, 30, spawn=children.spawn)

    assert same(output, b"done\n")
