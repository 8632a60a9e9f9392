"""Child processes under the manual clock: no test guesses how long one takes."""

import asyncio
import signal
import subprocess
import sys
from asyncio.subprocess import PIPE

import pytest

from grader.testing import DeadlockError, virtual_time
from grader.testing._children import Children
from grader.testing._peers import Peers

pytestmark = [
    pytest.mark.manual_clock,
    pytest.mark.skipif(sys.platform == "win32", reason="POSIX signals"),
]


async def test_a_child_says_what_it_is_told_to(children):
    child = await children.make("say(sys.argv[1]); sys.exit(3)", "a b")

    process = await children.spawn(*child.argv, stdout=PIPE)

    assert await process.communicate() == (b"a b\n", None)
    assert [each.returncode for each in children.started] == [3]


async def test_a_child_waits_at_its_gate(children, start):
    child = await children.make("say('first'); gate('half-way'); say('second')")
    process = await children.spawn(*child.argv, stdout=PIPE)
    output = start("output", process.communicate())

    visit = await child.arrives()
    assert (visit.name, visit.pid, visit.alive) == ("half-way", process.pid, True)
    assert not output.done()
    await visit.open()

    assert await output == (b"first\nsecond\n", None)
    await visit.ended()
    assert not visit.alive


async def test_the_end_of_a_child_is_seen_at_its_gate(children):
    child = await children.make("signal.signal(signal.SIGTERM, signal.SIG_IGN); gate()")
    process = await children.spawn(*child.argv)
    visit = await child.arrives()

    process.terminate()
    process.kill()
    await visit.ended()

    assert await process.wait() == -signal.SIGKILL


async def test_the_end_of_a_child_is_noticed_though_another_holds_its_pipe(children):
    child = await children.make("start('gate()'); sys.exit(3)")
    process = await children.spawn(*child.argv, stdout=PIPE)
    visit = await child.arrives()

    await children.noticed(process)

    assert (process.returncode, visit.alive) == (3, True)
    await visit.open()
    assert await process.communicate() == (b"", None)
    await children.noticed(process)


async def test_a_child_that_is_killed_while_it_comes_is_no_mistake(children):
    child = await children.make("")
    server = child._server  # to which a child says who it is

    peer = await children._peers.connect(server.port)
    await peer.close()

    assert await server.peers[0].read() == b""


async def test_many_children_come_to_one_gate(children):
    child = await children.make("gate(sys.argv[1])")
    started = [await children.spawn(*child.argv, str(n)) for n in range(3)]
    visits = [await child.arrives() for _ in started]

    assert {visit.name for visit in visits} == {"0", "1", "2"}
    for visit in visits:
        await visit.open()
    assert [await process.wait() for process in started] == [0, 0, 0]


async def test_a_grandchild_has_a_gate_of_its_own(children):
    child = await children.make(
        """
        start("gate('grandchild'); say('done')")
        gate('child')
        """
    )
    process = await children.spawn(*child.argv, stdout=PIPE)
    visits = {visit.name: visit for visit in [await child.arrives(), await child.arrives()]}

    await visits["child"].open()
    await visits["child"].ended()
    assert visits["grandchild"].alive
    await visits["grandchild"].open()

    assert await process.communicate() == (b"done\n", None)


async def test_a_timeout_on_the_manual_clock_ends_a_child(children, clock, start, log):
    async def run(argv, timeout):
        process = await children.spawn(*argv, stdout=PIPE)
        try:
            async with asyncio.timeout(timeout):
                return (await process.communicate())[0]
        finally:
            if process.returncode is None:
                process.kill()
            await process.communicate()

    child = await children.make("gate()")
    call = start("call", run(child.argv, 30))
    visit = await child.arrives()
    await clock.advance(30)
    await asyncio.wait([call])
    await visit.ended()

    assert isinstance(call.exception(), TimeoutError)
    assert children.started[0].returncode == -signal.SIGKILL
    assert log == ["call raised TimeoutError 30"]


async def test_a_shell_can_be_started(children):
    process = await children.spawn_shell("echo one && exit 3", stdout=PIPE)

    assert await process.communicate() == (b"one\n", None)
    assert children.started == [process]
    assert process.returncode == 3


async def test_a_child_may_inherit_what_the_test_provides(children):
    child = await children.make("say(sys.stdin.read())")
    with children.stdin(b"secret"):
        process = await children.spawn(*child.argv, stdout=PIPE)
        assert await process.communicate() == (b"secret\n", None)

    process = await children.spawn(*child.argv, stdin=subprocess.DEVNULL, stdout=PIPE)
    assert await process.communicate() == (b"\n", None)


@pytest.mark.allow("leaked-process", reason="the test is about what happens to one")
async def test_a_child_left_at_its_gate_ends_with_the_test(children):
    child = await children.make("gate()")
    await children.spawn(*child.argv)
    await child.arrives()


async def test_private_names_of_transports_are_still_there(children):
    child = await children.make("gate()")
    process = await children.spawn(*child.argv, stdout=PIPE)
    pipes = process._transport._pipes
    assert set(pipes) == {1}
    assert pipes[1].disconnected is False
    assert isinstance(pipes[1].pipe._fileno, int)

    await (await child.arrives()).open()
    await process.communicate()
    assert pipes[1].disconnected is True


# ---------------------------------------------------------------- nobody will ever go on


async def unread(children):
    child = await children.make("say('x' * 4_000_000)")
    process = await children.spawn(*child.argv, stdout=PIPE)
    await process.wait()


async def unfed(children):
    child = await children.make("sys.stdin.read()")
    process = await children.spawn(*child.argv, stdin=PIPE)
    await process.wait()


async def never_let_go(children):
    child = await children.make("gate()")
    process = await children.spawn(*child.argv)
    await process.wait()


async def through_a_shell(children):
    process = await children.spawn_shell("cat | cat", stdin=PIPE, stdout=PIPE)
    await process.stdout.read()


async def orphan(children):
    child = await children.make("start('gate()'); sys.exit(0)")
    process = await children.spawn(*child.argv, stdout=PIPE)
    await child.arrives()
    await process.communicate()


async def threads(children):
    child = await children.make(
        """
        import threading
        thread = threading.Thread(target=sys.stdin.read)
        thread.start()
        thread.join()
        """
    )
    process = await children.spawn(*child.argv, stdin=PIPE)
    await process.wait()


@pytest.mark.parametrize("body", [unread, unfed, never_let_go, through_a_shell, orphan, threads])
@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux tells")
def test_waiting_for_a_child_that_waits_for_us_is_a_deadlock(body):
    def main():
        with virtual_time(clock="manual"):
            peers = Peers()
            children = Children(peers)

            async def run():
                try:
                    await body(children)
                finally:
                    peers.close()
                    for process in children.started:
                        popen = process._transport.get_extra_info("subprocess")
                        popen.kill()
                        popen.wait()
                        process._transport.close()

            asyncio.run(run())

    with pytest.raises(DeadlockError, match="and so do all processes"):
        main()
