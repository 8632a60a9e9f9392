"""Probes: each tries, from a child in full confinement, what the kernel's layers have to deny."""

import json
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from grader.workers import confinement, launcher
from grader.workers.orders import LAYERS, Plan
from tests.grader.builders import write

from .workplace import RIGHT, observe

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="only Linux has these layers")

PROBE = """
import json, os, sys
def act():
{}
try:
    told = act()
except OSError as error:
    told = type(error).__name__
layers = dict(line.split("=", 1) for line in os.environ["KATA_LAYERS"].splitlines())
print(json.dumps([layers, told]))
"""


@pytest.fixture
def plan(tmp_path, monkeypatch):
    for name in confinement.MEASURING:
        monkeypatch.delenv(name, raising=False)
    for path in (
        "tree/solutions/ch90_x/ex01_a.py",
        "tree/tests/ch90_x/test_ex01_a.py",
        "tree/tests/ch90_x/variants/ex01_a/accept_one.py",
        "tree/tests/ch90_x/__pycache__/x.pyc",
        "tree/exercises/ch90_x/ex01_a.py",
        "work/mine",
    ):
        write(tmp_path, path, "content")
    (tmp_path / "empty").mkdir()
    folder = str(tmp_path / "work")
    return Plan(root=str(tmp_path / "tree"), folder=folder, wall=1, limits={})


def probe(words, needs, *lines, cwd=None):
    """What the lines return, or which error they raise, after the launcher; skipped without `needs`."""
    program = PROBE.format("\n".join(f"    {line}" for line in lines))
    python = [sys.executable, "-I", "-c"]
    done = subprocess.run(
        [sys.executable, "-I", "-S", launcher.__file__, *words, "--", *python, program],
        check=True,
        capture_output=True,
        text=True,
        cwd=cwd,
    )
    layers, told = json.loads(done.stdout)
    if layers[needs] != "on":
        pytest.skip(layers[needs])
    return told


def in_files(plan, *lines):
    return probe(confinement.words(plan), "files", *lines, cwd=plan.folder)


@pytest.mark.parametrize(
    "path",
    [
        "tree/solutions/ch90_x/ex01_a.py",
        "tree/tests/ch90_x/variants/ex01_a/accept_one.py",
        "tree/exercises/ch90_x/ex01_a.py",
    ],
)
def test_what_holds_answers_cannot_be_read(plan, tmp_path, path):
    assert in_files(plan, f"return open({str(tmp_path / path)!r}).read()") == "PermissionError"


@pytest.mark.parametrize("path", ["tree", "tree/solutions", "tree/tests"])
def test_the_trees_folders_cannot_be_listed(plan, tmp_path, path):
    assert in_files(plan, f"return os.listdir({str(tmp_path / path)!r})") == "PermissionError"


@pytest.mark.parametrize("path", ["tree/tests/ch90_x/test_ex01_a.py", "work/mine"])
def test_what_is_needed_can_be_read(plan, tmp_path, path):
    assert in_files(plan, f"return open({str(tmp_path / path)!r}).read()") == "content"


@pytest.mark.parametrize(
    "act",
    [
        "open({0!r} + '/tree/tests/ch90_x/test_ex01_a.py', 'w')",
        "open({0!r} + '/tree/tests/ch90_x/__pycache__/y.pyc', 'w')",
        "open({0!r} + '/new', 'w')",
        "os.truncate({0!r} + '/tree/tests/ch90_x/test_ex01_a.py', 0)",
        "os.unlink({0!r} + '/tree/solutions/ch90_x/ex01_a.py')",
        "os.rename('mine', {0!r} + '/mine')",
        "os.rename({0!r} + '/tree/tests/ch90_x/test_ex01_a.py', 'mine')",
        "os.symlink('mine', {0!r} + '/link')",
        "os.mkdir({0!r} + '/folder')",
        "open(sys.prefix + '/lib/forged.pth', 'w')",
    ],
)
def test_nothing_changes_outside_the_working_folder(plan, tmp_path, act):
    told = in_files(plan, act.format(str(tmp_path)))

    assert told in ("PermissionError", "OSError")  # a rename may fail as one between file systems
    assert (tmp_path / "tree/tests/ch90_x/test_ex01_a.py").read_text() == "content"


def test_inside_the_working_folder_everything_works(plan):
    told = in_files(
        plan,
        "os.makedirs('a/b')",
        "open('a/b/c', 'w').write('text')",
        "os.rename('a/b/c', 'a/d')",
        "os.symlink('a/d', 'link')",
        "text = open('link').read()",
        "import socket, subprocess",
        "socket.socket(socket.AF_UNIX).bind('socket')",
        "open(os.devnull, 'w').write('nothing')",
        "os.truncate('a/d', 1)",
        "command = [sys.executable, '-c', 'print(5)']",
        "return text + subprocess.run(command, capture_output=True, text=True).stdout",
    )

    assert told == "text5\n"


def test_only_empty_folders_can_be_removed_around_it(plan, tmp_path):
    told = in_files(plan, f"os.rmdir({str(tmp_path / 'empty')!r})", "return 'gone'")

    assert told == "gone"


def test_a_program_of_ones_own_is_not_started(plan):
    told = in_files(
        plan,
        "import shutil",
        "shutil.copy('/bin/true', 'program')",
        "os.chmod('program', 0o700)",
        "import subprocess",
        "return subprocess.run(['./program']).returncode",
    )

    assert told == "PermissionError"


def test_processes_outside_get_no_signals(plan):
    plan = replace(plan, without=("processes",))  # or there would be none to send it to
    told = in_files(plan, "os.kill(os.getppid(), 0)", "return 'sent'")

    if told == "sent":
        pytest.skip("Landlock before version 6 does not deny it")
    assert told == "PermissionError"


def test_privileges_are_not_gained(plan):
    told = in_files(
        plan, "return [x for x in open('/proc/self/status') if x.startswith('NoNewPrivs')][0]"
    )

    assert told.split() == ["NoNewPrivs:", "1"]


def test_no_network_but_loopback():
    told = probe(
        ["network=loopback"],
        "network",
        "import socket",
        "names = [name for _, name in socket.if_nameindex()]",
        "routes = open('/proc/net/route').read().splitlines()[1:]",
        "return [routes, 'eth0' in names or 'wlan0' in names]",
    )

    assert told == [[], False]


def test_a_server_outside_is_not_reached():
    import socket

    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        told = probe(
            ["network=loopback"],
            "network",
            "import socket",
            f"socket.create_connection(('127.0.0.1', {port}), 5)",
        )

    assert told == "ConnectionRefusedError"


def test_a_server_inside_is_reached():
    told = probe(
        ["network=loopback"],
        "network",
        "import socket",
        "server = socket.create_server(('127.0.0.1', 0))",
        "client = socket.create_connection(server.getsockname(), 5)",
        "server.accept()[0].sendall(b'hello')",
        "return client.recv(5).decode()",
    )

    assert told == "hello"


def test_a_leash_is_for_what_has_no_zygote(plan):
    from grader.workers.spawning import command

    assert "leash=on" in command(plan, "fresh")
    assert "leash=on" not in command(plan, "zygote")


def test_the_leash_ends_a_process_with_its_parent():
    look = "import os, time; print(os.getpid(), flush=True); time.sleep(60)"
    command = [sys.executable, "-I", "-S", launcher.__file__, "leash=on", "--"]
    command += [sys.executable, "-c", look]
    parent = f"import subprocess; p = subprocess.Popen({command!r}, stdout=subprocess.PIPE); "
    parent += "print(p.stdout.readline().decode(), flush=True); import os; os._exit(0)"
    done = subprocess.run([sys.executable, "-c", parent], check=True, stdout=subprocess.PIPE)

    waited = os.pidfd_open(int(done.stdout)) if Path(f"/proc/{int(done.stdout)}").exists() else None
    if waited is not None:
        import select

        assert select.select([waited], [], [], 20)[0]
        os.close(waited)


def test_while_coverage_is_measured_files_are_left_alone(plan, monkeypatch):
    monkeypatch.setenv("COVERAGE_PROCESS_START", "x")

    files = [word for word in confinement.words(plan) if word.startswith("files=")]

    assert files == ["files=off: coverage is being measured, which writes files of its own"]


def test_a_layer_can_be_left_off(plan):
    told = probe(
        confinement.words(replace(plan, without=("network", "files", "processes"))),
        "orphans",
        "return os.environ['KATA_LAYERS'].splitlines()[:3]",
    )

    assert told == [f"{name}=off: it was not wanted" for name in ("network", "processes", "files")]


def test_process_numbers_are_its_own(plan):
    told = probe(
        ["processes=own"],
        "processes",
        "return [os.getpid(), os.getppid(), sorted(x for x in os.listdir('/proc') if x.isdigit())]",
    )

    assert told == [1, 0, ["1"]]


def test_a_daemon_ends_with_the_first_process(tmp_path):
    mark = f"KATA_MARK={tmp_path}"
    told = probe(
        ["processes=own"],
        "processes",
        f"os.environ['KATA_MARK'] = {str(tmp_path)!r}",
        "import subprocess",
        "command = [sys.executable, '-c', 'import time; time.sleep(60)']",
        "null = subprocess.DEVNULL",
        "subprocess.Popen(command, start_new_session=True, stdin=null, stdout=null, stderr=null)",
        "return 'left behind'",
    )

    assert told == "left behind"
    assert not [one for one in Path("/proc").glob("[0-9]*/environ") if mark in environment(one)]


def environment(path):
    try:
        return path.read_bytes().decode(errors="replace").split("\0")
    except OSError:
        return []


@pytest.mark.parametrize(
    ("act", "status"), [("sys.exit(3)", 3), ("busy()", -9)], ids=["by itself", "by the kernel"]
)
def test_how_the_program_ended_is_passed_on(act, status):
    command = [sys.executable, "-I", "-S", launcher.__file__, "processes=own", "--"]
    done = subprocess.run([*command, sys.executable, "-c", BUSY + act], check=False)

    assert done.returncode == status


BUSY = """
import resource, sys
def busy():
    resource.setrlimit(resource.RLIMIT_CPU, (1, 1))
    while True:
        pass
"""


def test_no_more_tasks_than_allowed():
    told = probe(
        ["processes=own", "network=loopback", "NPROC=20"],
        "tasks",
        "pids = []",
        "for _ in range(40):",
        "    pid = os.fork()",
        "    if not pid:",
        "        import time; time.sleep(5); os._exit(0)",
        "return 'all of them'",
    )

    assert told == "BlockingIOError"


@pytest.mark.parametrize("fork", [True, False])
def test_a_childs_report_lists_the_layers(tmp_path, fork):
    from .workplace import QUICK

    seen = observe(tmp_path, RIGHT, settings=replace(QUICK, fork=fork))

    layers = dict(seen.layers)
    assert set(LAYERS) == set(layers) - {"leash"}
    assert ("leash" in layers) is not fork
