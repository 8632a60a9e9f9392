"""Bytecode is written once, for those that may not."""

import os
import subprocess
import sys

import pytest

from grader.workers import bytecode, spawning


@pytest.fixture
def module(tmp_path, monkeypatch):
    """The only module that children need."""
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    monkeypatch.setattr(sys, "pycache_prefix", None)
    monkeypatch.setattr(bytecode, "HERE", tmp_path / "workers")
    monkeypatch.setattr(bytecode, "OTHERS", ())
    made = tmp_path / "workers" / "needed.py"
    made.parent.mkdir()
    made.write_text("x = 1\n")
    return made


@pytest.fixture
def provide(module):
    """Provides it; says whether it had to be imported for that."""

    def call():
        told = module.parent / "told"
        told.unlink(missing_ok=True)
        text = f"import needed; open({str(told)!r}, 'w').close()"
        places = {"PYTHONPATH": str(module.parent)}
        bytecode.provide([sys.executable, "-c", text], os.environ | places | FREE)
        return told.exists()

    return call


FREE = {"PYTHONDONTWRITEBYTECODE": ""}


def test_what_is_missing_is_compiled_once(module, provide):
    assert provide()
    assert len(list(module.parent.glob("__pycache__/needed.*.pyc"))) == 1
    assert not provide()


def test_what_is_newer_than_its_bytecode_is_compiled_anew(module, provide):
    provide()
    date = module.stat().st_mtime + 10
    os.utime(module, (date, date))

    assert provide()


@pytest.mark.parametrize(
    ("name", "value"), [("dont_write_bytecode", True), ("pycache_prefix", "x")]
)
def test_who_wants_none_gets_none(name, value, monkeypatch, provide):
    monkeypatch.setattr(sys, name, value)

    assert not provide()


def test_where_nobody_may_write_nothing_is_tried(monkeypatch, provide):
    monkeypatch.setattr(os, "access", lambda place, mode: False)

    assert not provide()


def test_a_failure_is_no_matter(module):
    bytecode.provide([sys.executable, "-c", "raise SystemExit(3)"], os.environ)

    assert not (module.parent / "__pycache__").exists()


def test_what_is_looked_for_is_what_is_imported():
    """Else a module would never be kept, or looked for in vain at each start."""
    text = spawning.LOAD + spawning.IMPORT_ALL + SHOW

    shown = subprocess.run(
        [*spawning.INTERPRETER, "-c", text, str(spawning.PACKAGES)],
        env=spawning.environment(),
        capture_output=True,
        text=True,
        check=True,
    )

    ours = bytecode.HERE.parent
    looked_for = {str(path) for path in bytecode._sources() if path.is_relative_to(ours)}
    assert set(shown.stdout.splitlines()) == looked_for


SHOW = """
from grader.workers import supervisor
for name, module in sorted(sys.modules.items()):
    if name.startswith(("grader.testing", "grader.workers")):
        print(module.__file__)
"""
