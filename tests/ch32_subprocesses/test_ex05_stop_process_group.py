"""Hidden behaviours of stopping a program."""

import asyncio
from asyncio.subprocess import PIPE

import pytest

from grader.testing import same

pytestmark = pytest.mark.manual_clock

POLITE = """
def leave(*_):
    say("bye")
    sys.exit(7)
signal.signal(signal.SIGTERM, leave)
gate()
"""
TALKATIVE = """
def leave(*_):
    sys.stdout.write("x" * 2**20)
    sys.exit(0)
signal.signal(signal.SIGTERM, leave)
gate()
"""
STUBBORN = """
def refuse(*_):
    say("TERM")
    gate("asked")
signal.signal(signal.SIGTERM, refuse)
gate()
"""
PARENT = """
start("signal.signal(signal.SIGTERM, signal.SIG_IGN); gate('grandchild')")
gate("child")
"""


@pytest.fixture
async def launch(children):
    """Starts a program as the leader of a group; gives it, and its first visits at the gate."""

    async def launch(code, visits=1):
        child = await children.make(code)
        process = await children.spawn(*child.argv, stdout=PIPE, process_group=0)
        arrived = [await child.arrives() for _ in range(visits)]
        return child, process, {visit.name: visit for visit in arrived}

    return launch


async def noting(call, process, codes):
    """Await a call, and note the exit code of a process at the moment at which it ends."""
    try:
        return await call
    finally:
        codes.append(process.returncode)


async def test_a_polite_one(exercise, launch, children, clock, start, log):
    """A program that ends when it is asked to has ended as it likes, and nobody waits any longer.

    On SIGTERM the program prints "bye" and exits with 7. It gets 60 seconds of grace.
    """
    _, process, _ = await launch(POLITE)
    call = start("call", exercise.stop(process, 60))

    await children.noticed(process)
    await clock.settle()
    await clock.advance(100)
    outcome = await call

    assert same(outcome, (7, b"bye\n"))
    assert log == ["call returned 0"]


async def test_a_stubborn_one(exercise, launch, clock, start, log):
    """A program that doesn't end when it is asked to is killed after the grace, and not before.

    On SIGTERM the program prints "TERM" and goes on. It gets 30 seconds of grace.
    """
    child, process, _ = await launch(STUBBORN)
    call = start("call", exercise.stop(process, 30))

    await child.arrives()  # it has been asked
    await clock.advance(30)
    outcome = await call

    assert same(outcome, (-9, b"TERM\n"))
    assert log == ["call returned 30"]


async def test_ended_already(exercise, children, launch):
    """A program that has ended is no mistake: its exit code and its output come back.

    The program has printed "done" and exited with 3 before the call.
    """
    _, process, visits = await launch("say('done'); gate(); sys.exit(3)")
    await visits[""].open()
    await children.noticed(process)

    outcome = await exercise.stop(process, 60)

    assert same(outcome, (3, b"done\n"))


async def test_much_output(exercise, launch):
    """All that a program prints comes back, also what it prints when it is asked to end.

    On SIGTERM the program prints 1 MiB and exits with 0. It gets 60 seconds of grace.
    """
    _, process, _ = await launch(TALKATIVE)

    code, output = await exercise.stop(process, 60)

    assert same((code, len(output)), (0, 1 << 20))


async def test_output_from_before(exercise, launch):
    """The output has what was printed before the call, except for what somebody has read.

    The program has printed "one" and "two", and "one" has been read. On SIGTERM it says "bye".
    """
    _, process, _ = await launch("say('one'); say('two')\n" + POLITE)
    await process.stdout.readline()

    outcome = await exercise.stop(process, 60)

    assert same(outcome, (7, b"two\nbye\n"))


async def test_the_whole_group(exercise, launch, children):
    """The children of the program are asked, too.

    The program ignores SIGTERM, and waits for its child, which doesn't; it exits with 4 after that.
    """
    code = "signal.signal(signal.SIGTERM, lambda *_: None); start('gate()').wait(); os._exit(4)"
    _, process, _ = await launch(code)

    outcome = await exercise.stop(process, 60)

    assert same(outcome, (4, b""))


async def test_an_orphan(exercise, launch, children, clock, start, log):
    """If the program ends and a child of it doesn't, the child is killed after the grace.

    The program ends by SIGTERM. Its child ignores that, and holds the pipe. They get 30 seconds.
    """
    _, process, visits = await launch(PARENT, 2)
    call = start("call", exercise.stop(process, 30))

    await children.noticed(process)
    await clock.advance(30)
    outcome = await call
    await visits["grandchild"].ended()

    assert same(outcome, (-15, b""))
    assert log == ["call returned 30"]


@pytest.mark.code("leaked-process")
async def test_cancelled(exercise, launch, clock, start, log):
    """If the call is cancelled, the program is killed at once, and dead when the call ends.

    On SIGTERM the program prints "TERM" and goes on. The call is cancelled after 2 of 60 seconds.
    """
    codes, (child, process, _) = [], await launch(STUBBORN)
    call = start("call", noting(exercise.stop(process, 60), process, codes))
    await child.arrives()
    await clock.advance(2)

    call.cancel()
    await asyncio.wait([call])

    assert log == ["call cancelled 2"]
    assert codes == [-9]


async def test_cancelled_with_an_orphan(exercise, launch, children, start, log):
    """If the call is cancelled, the children of the program are killed, too.

    The program ends by SIGTERM. Its child ignores that. Then the call is cancelled.
    """
    _, process, visits = await launch(PARENT, 2)
    call = start("call", exercise.stop(process, 60))
    await children.noticed(process)

    call.cancel()
    await asyncio.wait([call])
    await visits["grandchild"].ended()

    assert log == ["call cancelled 0"]
