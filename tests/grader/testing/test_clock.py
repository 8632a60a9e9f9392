"""The clock, and the modules that follow it."""

import asyncio
import datetime
import logging
import os
import pickle
import subprocess
import sys
import threading
import time
from time import monotonic as early_monotonic
from time import sleep as early_sleep

import pytest

from grader.testing import virtual_time
from grader.testing._clock import NEVER, RANKS, REAL, START, Clock, install_time, scope

install_time()


def seconds(clock):
    return round(clock.now - START, 9)


# ---------------------------------------------------------------- keys


@pytest.mark.parametrize("delays", [[0.1, 0.2], [0.1] * 10, [0.2] * 15, [1e-9], [1e6, 0.1]])
def test_sums_of_delays_come_out_as_their_decimal_sum(delays):
    clock = Clock()

    for delay in delays:
        clock.move(clock.key_of(clock.now + delay))

    assert seconds(clock) == round(sum(delays), 9)


def test_rounding_agrees_with_the_decimal_one():
    clock = Clock()

    for when in (1024.1, 1024.30000000000004, 2000.123456789, 1e6 + 1e-9, 5e6 + 0.7):
        assert (clock.key_of(when) >> RANKS) / 1e9 == round(when, 9)


def test_a_deadline_at_infinity_never_comes():
    assert Clock().key_of(float("inf")) == NEVER


@pytest.mark.parametrize("when", [float("nan"), float("-inf"), 0.0, START])
def test_a_deadline_that_has_passed_is_due_at_once(when):
    clock = Clock()

    assert clock.key_of(when) <= clock.key


def test_the_clock_never_goes_back():
    clock = Clock()
    clock.move(clock.key_of(START + 2))

    clock.move(clock.key_of(START + 1))

    assert seconds(clock) == 2


# ---------------------------------------------------------------- the time module


def test_the_time_module_follows_the_clock():
    with virtual_time() as clock:
        before = time.time(), time.monotonic(), time.perf_counter()
        time.sleep(2.5)
        after = time.time(), time.monotonic(), time.perf_counter()

    assert [b - a for a, b in zip(before, after, strict=True)] == [2.5, 2.5, 2.5]
    assert seconds(clock) == 2.5


def test_nanoseconds_agree_with_seconds():
    with virtual_time():
        time.sleep(0.125)
        assert time.time_ns() == 1_000_000_000_125_000_000
        assert time.monotonic_ns() / 1e9 == time.monotonic()
        assert time.perf_counter_ns() == time.monotonic_ns()


def test_names_imported_beforehand_follow_it_too(monkeypatch):
    # As learner code does that was loaded after install_time().
    from time import monotonic, sleep

    with virtual_time() as clock:
        sleep(1)
        assert monotonic() == clock.now


def test_calendar_time_follows_the_clock():
    with virtual_time():
        before = datetime.datetime.now(), time.gmtime(), time.ctime()
        time.sleep(3600)
        after = datetime.datetime.now(), time.gmtime(), time.ctime()

    assert after[0] - before[0] == datetime.timedelta(hours=1)
    assert after[1].tm_hour == before[1].tm_hour + 1
    assert after[2] != before[2]


def test_every_run_starts_at_the_same_moment():
    seen = []
    for _ in range(2):
        with virtual_time():
            seen.append((time.time(), datetime.datetime.now(datetime.UTC), time.monotonic()))

    assert seen[0] == seen[1]
    assert seen[0][:2] == (1e9, datetime.datetime(2001, 9, 9, 1, 46, 40, tzinfo=datetime.UTC))


def test_today_follows_the_clock():
    with virtual_time():
        today = datetime.date.today()
        time.sleep(2 * 86_400)
        assert datetime.date.today() - today == datetime.timedelta(days=2)
        assert datetime.datetime.today().date() == datetime.date.today()


@pytest.mark.filterwarnings("ignore:datetime.datetime.utc:DeprecationWarning")
def test_utcnow_follows_the_clock():
    with virtual_time():
        assert datetime.datetime.utcnow() == datetime.datetime(2001, 9, 9, 1, 46, 40)


def test_datetimes_are_the_ordinary_ones():
    real = datetime.datetime

    with virtual_time():
        ours = datetime.datetime
        now, given = ours.now(), ours(2030, 1, 2)
        assert isinstance(real(2030, 1, 2), ours)
        assert isinstance(now, ours)
        assert isinstance(now, datetime.date)
        assert issubclass(ours, datetime.date)
        assert not isinstance(datetime.date(2030, 1, 1), ours)

    assert (type(now), type(given)) == (real, real)
    assert given == real(2030, 1, 2)
    assert pickle.loads(pickle.dumps(given)) == given
    assert ours.fromisoformat("2030-01-02") == ours.strptime("2030", "%Y").replace(day=2)


def test_classes_derived_from_datetime_work():
    with virtual_time():

        class Stamp(datetime.datetime):
            pass

        stamp = Stamp.now()

    assert type(stamp) is Stamp
    assert isinstance(stamp, Stamp)
    assert not isinstance(datetime.datetime(2030, 1, 1), Stamp)


def test_log_records_carry_the_clocks_time(caplog):
    with virtual_time():
        time.sleep(1)
        logging.getLogger("any").error("now")

    assert caplog.records[0].created == 1e9 + 1


# ---------------------------------------------------------------- outside of a scope


def test_without_a_scope_time_is_real():
    assert scope.clock is None
    assert abs(time.monotonic() - REAL["monotonic"]()) < 5
    assert abs(time.time_ns() - REAL["time_ns"]()) < 5e9
    assert datetime.datetime.__name__ == "datetime"
    assert time.gmtime(0).tm_year == 1970
    assert abs(time.mktime(time.localtime()) - REAL["time"]()) < 5
    early_sleep(0)
    assert early_monotonic() > 0


def test_after_the_scope_everything_is_as_before():
    names = [
        (asyncio, "new_event_loop"),
        (asyncio.events, "new_event_loop"),
        (asyncio.base_events.BaseEventLoop, "time"),
        (threading, "Lock"),
        (threading, "RLock"),
        (datetime, "datetime"),
        (datetime, "date"),
    ]
    before = [getattr(*name) for name in names]

    with pytest.raises(ZeroDivisionError), virtual_time():
        raise ZeroDivisionError

    assert [getattr(*name) for name in names] == before


def test_scopes_nest():
    with virtual_time() as outer:
        time.sleep(1)
        with virtual_time() as inner:
            time.sleep(10)
        time.sleep(1)

    assert (seconds(outer), seconds(inner)) == (2, 10)


@pytest.mark.parametrize("bad", ["1", None, -1, float("nan")])
def test_what_sleep_refuses_is_refused_alike(bad):
    with pytest.raises((TypeError, ValueError)) as real:
        REAL["sleep"](bad)

    with virtual_time(), pytest.raises(type(real.value)) as ours:
        time.sleep(bad)

    if bad != -1:  # its words differ between versions
        assert str(ours.value) == str(real.value)


def test_sleep_takes_whatever_is_an_index():
    class Two:
        def __index__(self):
            return 2

    with virtual_time() as clock:
        time.sleep(Two())
        time.sleep(True)

    assert seconds(clock) == 3


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
@pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")
def test_a_forked_child_keeps_real_time():
    reader, writer = os.pipe()
    with virtual_time():
        child = os.fork()
        if not child:
            loop = asyncio.new_event_loop()
            ours = type(loop).__name__ == "VirtualTimeLoop"
            os.write(writer, b"no" if ours or time.time() < 1.5e9 else b"yes")
            os._exit(0)
        os.waitpid(child, 0)
    answer = os.read(reader, 10)
    os.close(reader)
    os.close(writer)

    assert answer == b"yes"


def test_a_blocking_sleep_on_the_loop_is_recorded():
    async def lazy():
        await asyncio.sleep(1)
        time.sleep(0.5)

    with virtual_time() as clock:
        time.sleep(3)
        asyncio.run(lazy())

    (blocked,) = clock.blocked
    assert (blocked.name, blocked.time, blocked.seconds) == ("time.sleep", START + 4, 0.5)
    assert blocked.stack[0].function.endswith("lazy")
    assert blocked.stack[0] == (__file__, lazy.__code__.co_firstlineno + 2, lazy.__qualname__)
    assert seconds(clock) == 4.5


def test_importing_starts_nothing():
    code = (
        "import time, threading, asyncio, datetime; before = (time.sleep, threading.Lock,"
        " threading.Thread.start, asyncio.new_event_loop, datetime.datetime);"
        "import grader.testing._loop, grader.testing._threads, grader.testing._outside;"
        "assert before == (time.sleep, threading.Lock, threading.Thread.start,"
        " asyncio.new_event_loop, datetime.datetime)"
    )

    subprocess.run([sys.executable, "-c", code], check=True, cwd=os.getcwd())


# ---------------------------------------------------------------- private names


def test_private_names_of_the_standard_library_are_still_there():
    import queue

    policies = {"_UnixDefaultEventLoopPolicy", "_DefaultEventLoopPolicy"}
    assert any(
        hasattr(getattr(asyncio.unix_events, name, None), "_loop_factory") for name in policies
    )
    assert callable(threading._time)
    assert callable(queue.time)
    assert callable(asyncio._get_running_loop)
