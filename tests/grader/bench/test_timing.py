"""Ways are run in turns, and must succeed."""

import sys

import pytest

from grader.bench import timing
from grader.bench.timing import Timing, Way
from grader.errors import Refusal


def way(name, *programs, folder, at_a_time=1):
    commands = tuple((sys.executable, "-c", program) for program in programs)
    return Way(name=name, commands=commands, folder=folder, at_a_time=at_a_time)


def test_ways_take_turns_after_a_round_that_does_not_count(tmp_path):
    note = "open('log', 'a').write('{}')"
    told = []

    timings = timing.race(
        [way(name, note.format(name), folder=tmp_path) for name in "ab"],
        repeats=2,
        memory=False,
        tell=told.append,
    )

    assert (tmp_path / "log").read_text() == "ababab"
    assert [(each.name, len(each.seconds), each.peak) for each in timings] == [
        ("a", 2, None),
        ("b", 2, None),
    ]
    assert told[:3] == ["a, warming up", "b, warming up", "a, 1 of 2"]


def test_commands_of_a_way_run_at_a_time(tmp_path):
    meet = "import os, time\nopen('{0}', 'w')\nwhile not os.path.exists('{1}'): time.sleep(0.01)"
    both = [meet.format("a", "b"), meet.format("b", "a")]

    assert timing.run(way("two", *both, folder=tmp_path, at_a_time=2)) > 0


def test_a_command_that_fails_ends_it(tmp_path):
    broken = way("x", "print('all is lost'); raise SystemExit(4)", folder=tmp_path)

    with pytest.raises(Refusal, match=r"(?s)ended with 4:.*all is lost"):
        timing.run(broken)


@pytest.mark.skipif(sys.platform != "linux", reason="read from /proc")
def test_memory_of_all_processes_at_once(tmp_path):
    # The child waits for the sampler: it can't be seen earlier than it is born.
    hold = "import time; block = b'x' * 60_000_000; time.sleep(0.3)"

    (found,) = timing.race(
        [way("x", hold, hold, folder=tmp_path, at_a_time=2)], repeats=1, tell=str
    )

    assert found.peak > 110_000_000


def test_a_row():
    found = Timing(name="x", seconds=(3.0, 1.0, 2.0), peak=1_500_000)

    assert found.row(fastest=0.5) == ("x", 2.0, 1.0, 3.0, 4.0, 1.5)
    assert Timing(name="x", seconds=(1.0,)).row(1.0)[-1] is None
