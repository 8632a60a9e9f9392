"""A benchmark's page and its numbers."""

from grader.bench import render
from grader.bench.sections import Section, at_least, at_most

SECTION = Section(
    name="x",
    title="A way and another",
    columns=("way", "s"),
    rows=(("one", 1.5), ("two", None)),
    claims=(
        at_least("one / two", 12.0, 10),
        at_most("nox adds", 0.75, 0.6, "s"),
        at_most("lost", None, 1),
    ),
    notes=("A remark.",),
)


def test_a_page():
    assert (
        render.markdown({"Python": "3.11.7"}, [SECTION])
        == """\
# Benchmark

- Python: 3.11.7

## A way and another

| way | s |
|---|---|
| one | 1.5 |
| two |  |

| claim | measured | should be |  |
|---|---|---|---|
| one / two | 12.00 | at least 10 | holds |
| nox adds | 0.75 s | at most 0.6 s | **doesn't hold** |
| lost | not measured | at most 1 | **doesn't hold** |

A remark.
"""
    )


def test_plain_values():
    made = render.as_json({"Python": "3.11.7"}, [SECTION])

    assert made["machine"] == {"Python": "3.11.7"}
    assert made["sections"][0]["rows"] == [{"way": "one", "s": 1.5}, {"way": "two", "s": None}]
    assert [each["holds"] for each in made["sections"][0]["claims"]] == [True, False, False]
