"""The launcher's limits reach the program that it becomes; its own tools don't."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from grader.workers import launcher

pytestmark = pytest.mark.skipif(os.name != "posix", reason="launches by exec")

LOOK = """
import json, os, resource, sys
print(json.dumps({
    "files": resource.getrlimit(resource.RLIMIT_NOFILE),
    "core": resource.getrlimit(resource.RLIMIT_CORE),
    "layers": dict(line.split("=", 1) for line in os.environ["KATA_LAYERS"].splitlines()),
    "ctypes": "ctypes" in sys.modules,
    "argv": sys.argv,
}))
"""


def launched(*limits: str) -> dict[str, object]:
    command = [sys.executable, "-I", "-S", launcher.__file__, *limits, "--"]
    program = [sys.executable, "-c", LOOK, "--", "a b"]
    done = subprocess.run(command + program, check=True, capture_output=True, text=True)
    return json.loads(done.stdout)


def test_limits_reach_the_program():
    view = launched("NOFILE=99")

    assert view["files"] == [99, 99]
    assert view["core"] == [0, 0]
    assert view["layers"]["limits"] == "on"
    assert view["argv"] == ["-c", "--", "a b"]


def test_ctypes_stays_behind():
    view = launched()

    assert view["ctypes"] is False
    assert view["layers"]["orphans"] == (
        "on" if sys.platform == "linux" else "off: only Linux has it"
    )


def in_a_fork(act):
    """What `act` returns in a copy of this process, which its limits die with."""
    reader, writer = os.pipe()
    pid = os.fork()
    if pid == 0:
        try:
            os.write(writer, act().encode())
        finally:
            os._exit(0)
    os.close(writer)
    os.waitpid(pid, 0)
    with open(reader) as stream:
        return stream.read()


def test_a_lower_hard_limit_stands():
    import resource

    def act():
        resource.setrlimit(resource.RLIMIT_NOFILE, (50, 50))
        state = launcher.limit_resources({"NOFILE": 99})
        return f"{state['limits']} {resource.getrlimit(resource.RLIMIT_NOFILE)}"

    assert in_a_fork(act) == "on (50, 50)"


def test_a_refused_limit_is_named():
    found = in_a_fork(lambda: str(launcher.limit_resources({"NOTHING": 1, "AS": 1 << 40})))

    assert found == "{'limits': 'off: refused for NOTHING', 'memory': 'on'}"


def test_a_platform_without_limits_says_so(monkeypatch):
    monkeypatch.setitem(sys.modules, "resource", None)

    assert set(launcher.limit_resources({}).values()) == {
        "off: this platform has no resource limits"
    }


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has it")
def test_orphans_are_adopted():
    assert in_a_fork(launcher.adopt_orphans) == "on"


def test_other_platforms_adopt_no_orphans(monkeypatch):
    monkeypatch.setattr(sys, "platform", "darwin")

    assert launcher.adopt_orphans() == "off: only Linux has it"


def test_it_imports_next_to_nothing():
    source = Path(launcher.__file__).read_text(encoding="utf-8")

    assert "import grader" not in source
    assert "from ." not in source


def test_other_platforms_have_no_namespaces(monkeypatch):
    monkeypatch.setattr(sys, "platform", "darwin")

    states, alone = launcher.separate({"network": launcher.CLONE_NEWNET})

    assert (states, alone) == ({"network": "off: only Linux has it"}, False)
    assert launcher.can_count_processes(0) == "off: only Linux has it"
    assert launcher.confine_files(write=["/tmp"]) == "off: only Linux has it"


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has it")
def test_a_denied_namespace_is_said_so(monkeypatch):
    import ctypes

    class Denied:
        def unshare(self, flags):
            ctypes.set_errno(1)
            return -1

    monkeypatch.setattr(ctypes, "CDLL", lambda *_, **__: Denied())

    states, alone = launcher.separate({"network": launcher.CLONE_NEWNET})

    assert states["network"] == "off: no namespace of its own (operation not permitted)"
    assert not alone


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has it")
def test_without_landlock_it_is_said_so(monkeypatch):
    import ctypes

    class Old:
        def syscall(self, *arguments):
            ctypes.set_errno(38)
            return -1

    monkeypatch.setattr(ctypes, "CDLL", lambda *_, **__: Old())

    assert launcher.confine_files(write=["/tmp"]).startswith("off: no Landlock here (")
