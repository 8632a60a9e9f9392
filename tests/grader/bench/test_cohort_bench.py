"""What a cohort of synthetic submissions is, and what is measured of it."""

import pytest

from grader import catalogue
from grader.bench import cohort, corpus, submissions
from grader.bench.plan import Plan
from tests.grader.authoring import write_exercise


@pytest.fixture
def root(tmp_path):
    (tmp_path / "tree").mkdir()
    (tmp_path / "tree/pyproject.toml").write_text(corpus.PYPROJECT)
    return write_exercise(tmp_path / "tree")


def draw(root, place, **how):
    exercises = catalogue.load(root).chapters[0].exercises
    how = {"count": 200, "seed": 1, "differ": True} | how
    drawn = submissions.write(root, exercises, place, **how)
    files = {each.name: [*each.glob("exercises/*/*.py")] for each in place.iterdir()}
    return drawn, {name: found[0].read_bytes() for name, found in files.items() if found}


def test_one_seed_draws_the_same(root, tmp_path):
    one, same, other = (
        draw(root, tmp_path / name, seed=seed) for name, seed in (("a", 1), ("b", 1), ("c", 2))
    )

    assert one == same
    assert one != other
    assert set(one[0]) == set(submissions.MIX)


def test_files_differ_or_are_like_a_courses(root, tmp_path):
    _, different = draw(root, tmp_path / "a")
    _, alike = draw(root, tmp_path / "b", differ=False)

    assert 190 < len(different) < 200  # some hand nothing in
    assert len(set(different.values())) == len(different)
    assert len(set(alike.values())) < 12


def test_faults_can_be_left_out(root, tmp_path):
    _, bearable = draw(root, tmp_path / "a", faults=cohort.BEARABLE)

    assert len(bearable) == 200
    assert not any(b"while True" in each or b"\xff" in each for each in bearable.values())


@pytest.mark.timeout(300)
def test_everything_is_measured(root, monkeypatch):
    took = cohort.Took(name="one worker", submissions=1, exercises=1, seconds=9, cpu=1)
    monkeypatch.setattr(cohort, "_together", lambda *how: ([took, took], [1.5, 6.0]))
    said = []

    section = cohort.cohort(Plan(root=root, repeats=1, submissions=3, tell=said.append))

    assert len({len(row) for row in section.rows} | {len(section.columns)}) == 1
    assert len(section.rows) == 10
    assert [claim.value > 0 for claim in section.claims] == [True, True]
    assert "2 workers" in section.notes[-1]
    assert any("pytest that only collects: 3 processes" in line for line in said)
