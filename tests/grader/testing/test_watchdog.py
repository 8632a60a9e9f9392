"""Busy code is ended by its processor time, waiting code by the clock on the wall."""

import asyncio
import contextlib
import os
import signal
import socket
import threading

import pytest

from grader.testing import VirtualTimeLoop, _watchdog
from grader.testing._watchdog import OutOfTimeError, Watchdog, leave

pytestmark = pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="no such timers here")


AGAIN = _watchdog.AGAIN


@pytest.fixture
def watchdog(monkeypatch):
    """A watchdog for short limits, which strikes once; its signals are given back afterwards.

    A second strike would hit pytest, where the machine is so busy that its turn comes before ours.
    """
    monkeypatch.setattr(_watchdog, "AGAIN", 1000)
    before = {number: signal.getsignal(number) for number in (signal.SIGPROF, signal.SIGALRM)}
    watchdog = Watchdog(cpu=0.05, wall=60)
    yield watchdog
    watchdog.disarm()
    for number, handler in before.items():
        signal.signal(number, handler)


def spin():
    while True:
        pass


def test_a_busy_loop_is_ended(watchdog):
    watchdog.arm()

    with pytest.raises(
        OutOfTimeError, match=r"still busy after 0.05 s of processor time"
    ) as caught:
        spin()

    assert (caught.value.busy, caught.value.code) == (True, "busy-loop")
    assert watchdog.fired is caught.value


def test_ordinary_handlers_let_it_pass(watchdog):
    watchdog.arm()

    def careless():
        while True:
            try:
                spin()
            except Exception:
                pass

    with pytest.raises(OutOfTimeError):
        careless()


def test_it_comes_again_for_code_that_catches_everything(watchdog, monkeypatch):
    monkeypatch.setattr(_watchdog, "AGAIN", AGAIN)

    def stubborn():
        for _ in range(3):
            with contextlib.suppress(BaseException):
                spin()
        spin()

    watchdog.arm()
    with pytest.raises(OutOfTimeError):
        stubborn()
    watchdog.disarm()


def takes_its_time():
    sum(range(3_000_000))  # several strikes' time
    os._exit(77)


@pytest.mark.parametrize("give_up", [leave(77), takes_its_time])
def test_it_gives_up_on_code_that_catches_everything(watchdog, give_up, monkeypatch):
    monkeypatch.setattr(_watchdog, "AGAIN", AGAIN)
    pid = os.fork()
    if pid == 0:
        stubborn = Watchdog(cpu=0.02, wall=60, give_up=give_up)
        stubborn.arm()
        while True:
            try:
                spin()
            except BaseException:
                pass

    assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 77


def test_a_disarmed_one_keeps_quiet(watchdog):
    watchdog.arm()
    watchdog.disarm()
    signal.raise_signal(signal.SIGWINCH)  # any signal, to have handlers looked at

    sum(range(3_000_000))

    assert watchdog.fired is None


def test_arming_starts_anew(watchdog):
    watchdog.arm()
    with pytest.raises(OutOfTimeError):
        spin()

    watchdog.arm()

    assert watchdog.fired is None


def test_a_task_that_swallows_it_ends_all_the_same(watchdog):
    async def stubborn():
        try:
            spin()
        except BaseException:
            await asyncio.Event().wait()

    async def main():
        await asyncio.create_task(stubborn())

    watchdog.arm()
    with pytest.raises(OutOfTimeError), asyncio.Runner(loop_factory=VirtualTimeLoop) as runner:
        runner.run(main())


def test_a_task_that_is_killed_ends_the_run(watchdog):
    async def busy():
        spin()

    async def main():
        busy_one = asyncio.create_task(busy())
        await asyncio.wait([busy_one])
        await asyncio.Event().wait()

    watchdog.arm()
    with pytest.raises(OutOfTimeError), asyncio.Runner(loop_factory=VirtualTimeLoop) as runner:
        runner.run(main())


def test_a_blocked_call_is_the_codes_own_fault(watchdog):
    watchdog.wall = 0.05
    reader, writer = os.pipe()

    watchdog.arm()
    with pytest.raises(OutOfTimeError, match="had not returned after 0") as caught:
        os.read(reader, 1)

    os.close(reader)
    os.close(writer)
    assert (caught.value.busy, caught.value.code) == (True, "blocking-call")


def test_a_call_that_waits_inside_the_library_is_the_codes_own_fault(watchdog):
    watchdog.wall = 0.05

    watchdog.arm()
    with pytest.raises(OutOfTimeError, match="had not returned"):
        threading.Event().wait()


def test_a_loop_that_waits_is_nobodys_fault(watchdog):
    watchdog.wall = 0.05

    ours, theirs = socket.socketpair()
    ours.setblocking(False)

    async def main():
        await asyncio.get_running_loop().sock_recv(ours, 1)

    watchdog.arm()
    with ours, theirs, pytest.raises(OutOfTimeError, match="nothing happened any more") as caught:
        asyncio.run(main())

    assert caught.value.busy is False
