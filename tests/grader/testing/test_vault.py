"""What a vault keeps is seen and changed by its owner's code alone."""

import asyncio
import functools
import gc
import inspect
import sys
import threading
import time
import weakref
from pathlib import Path

import pytest

from grader.testing import FakeWriter, Keyboard, Peer, Peers, VirtualTimeLoop, virtual_time
from grader.testing._clock import Clock
from grader.testing._hygiene import Watch
from grader.testing._loop import Hooks
from grader.testing._probes import Gauge, Jobs, Log, Store, watch_recording
from grader.testing._scene import Scene, Setting
from grader.testing._source import Source
from grader.testing._vault import check_callers, codes, vault


class Owner:
    def __init__(self):
        self._kept = vault(self, 1, OWNERS)

    def get(self):
        return self._kept(None)

    def put(self, value):
        self._kept(value)


OWNERS = codes(Owner)


@pytest.fixture(autouse=True)
def attentive():
    """What ran before may have left it off."""
    check_callers(True)
    watch_recording(True)


@pytest.mark.parametrize(
    ("text", "asks"),
    [
        ("log = list(made.calls)", False),
        ("made.count = 1", False),
        ("log._record(None)", True),
        ("found = {'log': 1}; loop._kept(None)", True),
        ("loop.clock.now = 5.0", True),
        ("loop._told(None)", True),
        ("getattr(log, name)", True),
        ("setattr(loop, name, 1)", True),
        ("import importlib", True),
        ("sys.modules", True),
        ("match loop:\n    case Held(found):\n        found.now = 5.0", True),
    ],
)
def test_where_nothing_leads_to_them_vaults_trust_who_asks(text, asks):
    with Scene(Setting(source=Source(Path("learner.py"), text))):
        owner = Owner()

    assert (owner._kept(None) is None) is asks


def test_the_owner_has_its_way():
    owner = Owner()
    owner.put(5)

    assert owner.get() == 5


def test_a_stranger_sees_and_changes_nothing():
    owner = Owner()

    assert owner._kept(7) is None
    assert list(map(owner._kept, [None, 8])) == [None, None]
    assert owner.get() == 1


class Like:
    """Carries an owner's vault."""

    def __init__(self, owner):
        self._kept = owner._kept


class LikeOwner(Owner):
    """A stranger of the owner's kind."""


def test_a_stranger_in_the_owners_place_sees_and_changes_nothing():
    owner, other = Owner(), LikeOwner()
    other._kept = owner._kept

    assert Owner.get(Like(owner)) is None
    assert other.get() is None
    other.put(7)
    assert owner.get() == 1


class Empty(list):
    """False as long as nothing is in it."""

    def __init__(self):
        super().__init__()
        self._kept = vault(self, 1, codes(Empty))

    def get(self):
        return self._kept(None)


def test_what_an_empty_list_keeps_is_its_own():
    assert Empty().get() == 1
    assert Empty.get(Like(Empty())) is None


class Compares:
    """Calls what it is given in the midst of a method that uses its vault."""

    def __init__(self):
        self._kept = vault(self, 1, codes(Compares))

    def larger(self, other):
        return other > self._kept(None)

    async def later(self, other):
        await asyncio.sleep(0)
        return self._kept(None), other(None)

    def among(self, others):
        return [each(self._kept(None)) for each in others], self._kept(None)


def test_what_calls_back_from_an_owners_method_sees_nothing():
    compares = Compares()
    ask = functools.partial(map, compares._kept, [None])

    class Key:
        __gt__ = staticmethod(functools.partial(next, ask()))

    assert compares.larger(0) is False
    assert compares.larger(Key()) is None
    assert asyncio.run(compares.later(compares._kept)) == (1, None)
    if sys.version_info >= (3, 12):  # before, a comprehension was a function of its own
        assert compares.among([compares._kept]) == ([None], 1)


def test_no_closure_leads_to_it():
    assert Owner()._kept.__closure__ is None
    assert Store._state.fget.__closure__ is None
    assert 4711 not in gc.get_referents(vault(Now(), 4711, OWNERS))


@pytest.mark.parametrize(
    ("made", "name"),
    [
        (Store, "value"), (Store, "lost"), (Store, "writes"), (Gauge, "peak"), (Gauge, "running"),
        (FakeWriter, "written"), (FakeWriter, "drains"), (FakeWriter, "closed"), (FakeWriter, "ended"),
        (Peer, "ending"), (Peer, "received"), (Peers, "opened"), (Keyboard, "calls"), (Clock, "blocked"),
    ],
)  # fmt: skip
def test_what_collaborators_recorded_cannot_be_set(made, name):
    with pytest.raises(AttributeError):
        setattr(made(), name, 1)


class Now:
    now = 3


@pytest.mark.parametrize(
    "forge",
    [
        lambda log: log.append("a returned 3"),
        lambda log: log.clear(),
        lambda log: log.reverse(),
        lambda log: log.__setitem__(0, "b started 3"),
        lambda log: list(map(log.add, ["a"], ["returned"])) and log.pop(),
    ],
)
def test_a_log_knows_when_it_was_written_into(forge):
    log = Log(Now())
    log.add("a", "started")
    log.add("b", "started")
    assert log.genuine()

    forge(log)

    assert not log.genuine()


def test_a_log_knows_who_adds():
    log = Log(Now(), lambda name: name == "learner.py")

    exec(compile("log.add('a', 'started')", "learner.py", "exec"), {"log": log})

    assert log == ["a started 3"]
    assert not log.genuine()


@pytest.mark.parametrize("name", ["learner.py", "<string>", "<timeit-src>"])
def test_a_gauge_knows_who_uses_it(name):
    gauge = Gauge(lambda file: file == "learner.py")
    gauge.enter()
    assert gauge.genuine()

    exec(compile("gauge.leave()", name, "exec"), {"gauge": gauge})

    assert not gauge.genuine()


@pytest.mark.parametrize(
    ("text", "looks"),
    [
        ("found = list(made)", False),
        ("seen.append(1)", False),
        ("made.gauge", True),
        ("made.calls.clear()", True),
        ("seen.add(1)", True),
        ("group.leave()", True),
        ("import timeit", True),
        ("import copy", True),
        ("import urllib.request", True),
        ("from dataclasses import dataclass", True),
        ("from asyncio.log import logging", True),
        ("asyncio.log.logging.config", True),
        ("locals()[name]", True),
        ("functools.update_wrapper(seen, made, (), (name,))", True),
        ("enum.Enum._convert_(name, name, bool, made)", True),
        ("reader.__get__(made)", True),
        ("import asyncio.subprocess, collections.abc, os, urllib.parse", False),
        ("from asyncio import subprocess", False),
        ("type(clock).__init__(clock)", True),
        ("class A(B):\n    def __init__(self):\n        super().__init__()", False),
        ("read = reader.readline", False),
        ("others = seen.copy()", False),
        ("class Point:\n    x: int", False),
        ("getattr(made, name)", True),
        ("match made:\n    case Held(found):\n        found()", True),
    ],
)
def test_where_nothing_leads_to_records_nobody_looks_who_records(text, looks):
    with Scene(Setting(source=Source(Path("learner.py"), text))) as scene:
        exec(compile("log.add('a', 'started')", "learner.py", "exec"), {"log": scene.log})

    assert scene.log.genuine() is not looks


def test_what_is_kept_can_be_recorded_while_something_is():
    class Late:
        def __init__(self):
            self._kept = vault(self, [], codes(Late), lambda kept, news: news() or kept)

        def put(self, depth):
            self._kept(lambda: self.put(depth - 1) if depth else None)
            self._kept(None).append(depth)

        def get(self):
            return self._kept(None)

    late = Late()
    late.put(2)

    assert late.get() == [0, 1, 2]


async def call_once(jobs):
    await jobs.make("job")(1)


def test_a_run_leaves_nothing_behind():
    with Scene(Setting()) as scene:
        scene.run(call_once, {})
    there = weakref.ref(scene)
    del scene
    gc.collect()

    assert there() is None


@pytest.mark.parametrize(
    "forge",
    [
        lambda job: job.calls.clear(),
        lambda job: job.calls.note(()),
        lambda job: job.calls.__setitem__(0, (2,)),
        lambda job: setattr(job, "calls", [(1,)]),
        lambda job: setattr(job, "gauge", Gauge()),
        lambda job: exec(compile("job.gauge.leave()", "learner.py", "exec"), {"job": job}),
        lambda job: setattr(job.__closure__[0], "cell_contents", 3),
    ],
)
def test_jobs_know_when_they_were_changed(forge):
    jobs = Jobs(Log(Now(), lambda name: name == "learner.py"))
    job = jobs.make("job", takes=None, returns=3)
    asyncio.run(job(1))
    assert jobs.genuine()

    forge(job)

    assert not jobs.genuine()


async def calls_and_forgets(jobs, forge):
    job = jobs.make("job")
    await job(1)
    forge(job)


@pytest.mark.parametrize(
    ("forge", "name"),
    [
        (lambda job: None, ""),
        (lambda job: job.calls.append((2,)), "what a collaborator has recorded"),
    ],
)
def test_jobs_that_only_the_test_holds_are_looked_at_when_it_has_ended(forge, name):
    with Scene(Setting()) as scene:
        error = scene.run(calls_and_forgets, {"forge": forge})

    assert (str(error) if error else "").endswith(name)
    assert bool(error) is bool(name)


async def looks_for_methods(found):
    loop = asyncio.get_running_loop()
    for each in (loop, loop.clock, asyncio.current_task()):
        for name in dir(each):
            value = getattr(each, name, None)
            if inspect.ismethod(value) and value.__self__ is not each:
                found.append(type(value.__self__))


def test_no_method_leads_from_the_loop_to_who_judges_it():
    found = []
    with Scene(Setting()) as scene:
        scene.run(looks_for_methods, {"found": found})

    assert not {*found} & {Scene, Watch, Source}


async def ends():
    """Without doing anything."""


def test_who_has_a_scene_complete_is_noticed():
    source = Source(Path("learner.py"), "getattr(a, b)")
    with Scene(Setting(source=source)) as scene:
        exec(compile("scene._complete()", "learner.py", "exec"), {"scene": scene})

        assert str(scene.run(ends, {})).endswith("the run")


def test_a_watch_is_used_once():
    watch = Watch(None)
    with watch, pytest.raises(RuntimeError, match="one run"):
        watch.__enter__()


def test_what_is_told_of_a_loop_stays_with_who_was_told_first():
    loop, seen = VirtualTimeLoop(), []
    loop.tell(Hooks(on_exception=seen.append))
    with pytest.raises(RuntimeError, match="told already"):
        loop.tell(Hooks())
    loop.call_exception_handler({"message": "lost"})
    loop.close()

    assert seen == [{"message": "lost"}]


def test_a_clock_knows_who_starts_threads():
    with virtual_time() as clock:
        thread = threading.Thread(target=time.sleep, args=(1,))
        thread.start()
        thread.join()
        assert not clock.was_set()
    with virtual_time() as clock:
        clock.admits()
        assert clock.was_set()
