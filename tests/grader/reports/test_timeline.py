"""Lanes, instants and marks."""

import pytest

from grader.records import Moment
from grader.reports.layout import plain
from grader.reports.timeline import draw


def rows(*events):
    """Events as (time, task, event[, detail]); tasks are numbered as they come."""
    numbers = {"the loop": 0}
    for _, task, *_ in events:
        numbers.setdefault(task, len(numbers))
    return [
        Moment(time, task, event, "".join(detail), None, numbers[task])
        for time, task, event, *detail in events
    ]


def drawn(*events, width=60, ascii_only=False):
    return plain(draw(rows(*events), width), ascii_only=ascii_only)


LOCKED = (
    (0, "one", "started"),
    (0, "one", "acquired"),
    (0, "one", "suspended"),
    (0, "two", "started"),
    (0, "two", "suspended"),
    (1.5, "one", "resumed"),
    (1.5, "one", "released"),
    (1.5, "one", "done"),
    (2, "two", "cancel-requested"),
    (2, "two", "resumed"),
    (2, "two", "cancelled"),
)


def test_lanes_and_locks():
    assert drawn(*LOCKED) == (
        "seconds  0   1.5 2\n"
        "one      ●═══■\n"
        "two      ●───────⊘\n"
        "         ● runs  ─ waits\n"
        "         ═ waits, and holds a lock or a permit  ■ done\n"
        "         ⊘ cancelled\n"
    )


def test_in_ascii():
    assert drawn(*LOCKED, ascii_only=True).isascii()


@pytest.mark.parametrize("event", ["failed", "done", "cancelled", "resumed"])
def test_what_says_most_is_shown(event):
    shown = drawn((0, "one", "started"), (1, "one", "cancel-requested"), (1, "one", event))

    assert {"failed": "✗", "done": "■", "cancelled": "⊘", "resumed": "!"}[event] in shown


def test_a_single_step_is_not_worth_a_picture():
    assert drawn((0, "one", "started"), (0, "one", "done")) == ""
    assert drawn() == ""


def test_many_tasks_and_many_instants_are_cut():
    many = [(n / 8, f"task {n}", "started") for n in range(30)]

    shown = drawn(*many, width=50)

    assert "… 22 more tasks" in shown
    assert max(map(len, shown.splitlines())) <= 50


def test_hostile_names_stay_in_their_lane():
    shown = drawn((0, "a\x1b[2J\nb" * 40, "started"), (1, "x", "started"))

    assert "\x1b" not in shown
    assert len(shown.splitlines()) == 4


def test_what_was_left_out_shows():
    shown = plain(
        draw(
            [
                *rows((0, "one", "started")),
                Moment(1, "", "left-out", "… 9 more …", None, 0),
                Moment(2, "one", "done", "", None, 1),
            ],
            60,
        )
    )

    assert "⋯" in shown
    assert "left out" in shown
