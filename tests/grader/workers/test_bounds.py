"""Real limits: however a run is ended, however many hang or come, what it costs is bounded."""

import hashlib
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from grader.workers.supervisor import Settings, Workers

from .test_supervisor import at_work_for, gone
from .workplace import RIGHT, request, write_tree

ROOT = Path(__file__).parents[3]
needs_linux = pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")

DAEMON = """
import os

if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        while True:
            pass
    os._exit(0)
"""


@needs_linux
@pytest.mark.timeout(300)
def test_a_run_that_is_killed_leaves_nothing(tmp_path):
    chance = random.Random(20)
    submission, temporary = tmp_path / "fork", tmp_path / "temporary"
    temporary.mkdir()
    shutil.copytree(ROOT / "solutions/ch27_locks", submission / "ch27_locks")
    (submission / "ch27_locks/ex01_account.py").write_text(DAEMON, encoding="utf-8")
    write = "open('big', 'wb').write(bytes(8 << 20))\nwhile True:\n    pass\n"
    (submission / "ch27_locks/ex02_tally.py").write_text(write, encoding="utf-8")
    before = contents(submission)
    command = [sys.executable, "-m", "grader", "grade", "ch27", "--submission", str(submission)]
    environment = os.environ | {"TMPDIR": str(temporary), "PYTHONPATH": str(ROOT)}

    for _ in range(20):
        run = subprocess.Popen(
            command,
            env=environment,
            cwd=ROOT,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        time.sleep(chance.uniform(0.02, 1.5))
        run.send_signal(signal.SIGKILL)
        run.wait()

        assert not [pid for pid in at_work_for(tmp_path, part=True) if not gone(pid)]
        assert size(temporary) < 1 << 20
        shutil.rmtree(temporary)
        temporary.mkdir()
    assert contents(submission) == before


def contents(folder: Path) -> dict[str, str]:
    return {
        str(path): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def size(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def test_five_that_hang_end_in_three_limits(tmp_path):
    exercise = write_tree(tmp_path)
    hang = RIGHT.replace("    return", "    import os; os.read(os.pipe()[0], 1)\n    return")
    settings = Settings(cpu=60, wall=60, exercise_wall=3)
    took = {}
    with Workers(root=tmp_path, jobs=2, settings=settings) as workers:
        list(workers.run([request(exercise, RIGHT)]))
        for number in (1, 5):
            start = time.monotonic()
            assert len(list(workers.run([request(exercise, hang)] * number))) == number
            took[number] = time.monotonic() - start

    # Three limits, one after the other: measured by what one takes on this machine, at this moment.
    assert took[1] >= settings.exercise_wall
    assert took[5] < 3.5 * took[1]


MANY = """
import os, resource, sys
from pathlib import Path
from grader.judge import judge
from tests.grader.workers.workplace import *

def memory():
    text = Path("/proc/self/status").read_text()
    return int(text.split("VmRSS:")[1].split()[0])

exercise = write_tree(Path(sys.argv[1]))
with Workers(root=Path(sys.argv[1]), jobs=2, settings=Settings()) as workers:
    list(workers.run([request(exercise, RIGHT)] * 10))
    before, descriptors = memory(), len(os.listdir("/proc/self/fd"))
    sources = (RIGHT + f"# {number}" + "!" * 2000 for number in range(1000))
    passed = 0
    for done, seen in workers.run(request(exercise, source) for source in sources):
        passed += {one.verdict.value for one in judge(exercise, seen).outcomes} == {"passed"}
    print(passed, memory() - before, len(os.listdir("/proc/self/fd")) - descriptors)
"""


@needs_linux
@pytest.mark.usefixtures("unmeasured")
@pytest.mark.timeout(300)
def test_a_thousand_submissions_cost_no_memory_and_no_descriptors(tmp_path):
    done = subprocess.run(
        [sys.executable, "-c", MANY, str(tmp_path)],
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )

    passed, kibibytes, descriptors = map(int, done.stdout.split())
    assert (passed, descriptors) == (1000, 0)
    assert kibibytes < 20 * 1024
