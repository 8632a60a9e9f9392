"""What a snapshot notices."""

import subprocess
import sys
import types
from pathlib import Path
from typing import Any

import pytest

from grader.workers.integrity import Snapshot


@pytest.fixture
def module() -> Any:
    made = types.ModuleType("made")
    exec(
        "class Base:\n    def read(self): return 1\n"
        "class Kind(Base):\n    kept = 1\n    def write(self): return 2\n",
        vars(made),
    )
    return made


@pytest.fixture
def snapshot(module: Any) -> Snapshot:
    made = Snapshot()
    made.add("made", vars(module), module="made")
    return made


def test_a_method_that_is_added_hides_what_was_inherited(module, snapshot):
    module.Kind.read = lambda self: 0

    assert snapshot.changed() == "made.Kind.read"


def test_a_global_that_is_added_hides_a_builtin(module, snapshot):
    module.max = min

    assert snapshot.changed() == "made.max"


def test_what_python_adds_by_the_way_is_let_be(module, snapshot):
    module.Base.__annotations__ = {}
    module.Base.__slotnames__ = []
    module.__warningregistry__ = {}

    assert snapshot.changed() == ""


def test_an_imported_module_of_a_package_is_let_be(module, snapshot):
    module.part = types.ModuleType("made.part")
    assert snapshot.changed() == ""

    module.other = types.ModuleType("part")
    assert snapshot.changed() == "made.other"


def test_looked_at_closely_nothing_is_added_in_the_place_of_something_else(module, snapshot):
    snapshot.look_closely()
    del module.Kind.kept
    module.Kind.read = lambda self: 0

    assert snapshot.changed() == "made.Kind.read"


def test_looked_at_closely_a_class_keeps_its_bases(module, snapshot):
    snapshot.look_closely()
    module.Kind.__bases__ = (type("Other", (module.Base,), {}),)

    assert snapshot.changed() == "made.Kind.__bases__"


def test_by_name_only_what_the_file_can_set_is_looked_at(module, snapshot):
    snapshot.expect({"write", "other"})

    module.Base.read = lambda self: 0
    assert snapshot.changed_by_name() == ""
    assert snapshot.changed() == "made.Base.read"

    module.Kind.write = lambda self: 0
    assert snapshot.changed_by_name() == "made.Kind.write"


def test_by_name_what_is_added_is_noticed_whatever_it_is_called(module, snapshot):
    snapshot.expect({"write"})

    module.max = min

    assert snapshot.changed_by_name() == "made.max"


def test_by_name_what_is_taken_away_is_noticed(module, snapshot):
    snapshot.expect({"write"})

    del module.Kind.write

    assert snapshot.changed_by_name() == "made.Kind.write"


def test_who_may_set_anything_is_looked_at_as_a_whole_each_time(module, snapshot):
    module.Base.read = lambda self: 0

    assert snapshot.changed_by_name() == "made.Base.read"


ROOT = Path(__file__).parents[3]
HARNESS = """
import asyncio
from grader.workers.integrity import Snapshot
snapshot = Snapshot.of_harness()
snapshot.expect({"Queue"})
kept, asyncio.Queue = asyncio.Queue, asyncio.LifoQueue
print(snapshot.changed_by_name())
asyncio.Queue = kept
print(snapshot.changed_by_name())
"""


def test_of_the_harness_too_what_the_file_can_set_is_found():
    shown = subprocess.run(
        [sys.executable, "-c", HARNESS], cwd=ROOT, capture_output=True, text=True, check=True
    )

    assert shown.stdout == "asyncio.Queue\n\n"
