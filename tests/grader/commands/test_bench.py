"""The command that measures."""

import json

import pytest

from grader.bench import registry
from grader.bench.sections import Section
from grader.cli import main
from grader.errors import Exit


@pytest.fixture(autouse=True)
def benches(monkeypatch):
    """Two benchmarks that take no time."""

    def bench(name):
        def measure(plan):
            plan.tell(f"{plan.repeats} rounds")
            return Section(name=name, title=f"About {name}", columns=("n",), rows=((1,),))

        return measure

    monkeypatch.setattr(registry, "BENCHES", {name: bench(name) for name in ("one", "two")})


def test_all_of_them(tmp_path, capsys):
    assert main(["bench", "--out", str(tmp_path / "new")]) == Exit.DONE

    printed = capsys.readouterr()
    assert printed.out == (tmp_path / "new/bench.md").read_text()
    assert "## About one" in printed.out
    assert "## About two" in printed.out
    assert printed.err == "one: 5 rounds\ntwo: 5 rounds\n"
    sections = json.loads((tmp_path / "new/bench.json").read_text())["sections"]
    assert [each["name"] for each in sections] == ["one", "two"]


def test_one_of_them(tmp_path, capsys):
    assert main(["bench", "two", "--repeats", "7", "--out", str(tmp_path)]) == Exit.DONE

    printed = capsys.readouterr()
    assert "## About one" not in printed.out
    assert printed.err == "two: 7 rounds\n"


def test_an_unknown_name(capsys):
    assert main(["bench", "three"]) == Exit.REFUSED
    assert "there is no benchmark `three`; there are one, two" in capsys.readouterr().err


def test_a_folder_that_cannot_be_written(tmp_path, capsys):
    (tmp_path / "file").touch()

    assert main(["bench", "--out", str(tmp_path / "file")]) == Exit.REFUSED
    assert "--out" in capsys.readouterr().err
