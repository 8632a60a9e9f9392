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


# -- what was promised, below


def both(happened, promised, width=60):
    return plain(draw(rows(*happened), width, promised=rows(*promised)))


ONE_BY_ONE = (
    (0, "one", "started"),
    (0, "two", "created"),
    (1, "one", "done"),
    (1, "two", "started"),
    (3, "two", "done"),
)
AT_ONCE = (
    (0, "one", "started"),
    (0, "two", "started"),
    (1, "one", "done"),
    (2, "two", "cancelled"),
)


def test_what_was_promised_is_drawn_below():
    assert both(ONE_BY_ONE, AT_ONCE) == (
        "seconds  0   1   3\n"
        "one      ●───■\n"
        "two      ○───●───■\n"
        "         ○ is made  ● runs  ─ waits  ■ done\n"
        "\n"
        "promised (the reference's run)\n"
        "seconds  0   1   2\n"
        "one      ●───■\n"
        "two      ●───────⊘\n"
        "         ⊘ cancelled\n"
    )


def test_instants_of_both_share_their_columns():
    happened = (*AT_ONCE[:2], (0.5, "one", "resumed"), (9, "a longer name", "done"))

    above, below = (part.splitlines() for part in both(happened, AT_ONCE).split("promised")[:2])

    assert above[0] == "seconds        0   0.5 9"
    assert below[1] == "seconds        0   0.5 1   2"


@pytest.mark.parametrize(
    "promised", [ONE_BY_ONE, (), AT_ONCE[:2]], ids="the same,nothing,one instant".split(",")
)
def test_what_would_look_the_same_or_says_nothing_is_not_drawn(promised):
    assert both(ONE_BY_ONE, promised) == drawn(*ONE_BY_ONE)


def test_it_stands_alone_where_all_happened_at_once():
    assert both(ONE_BY_ONE[:2], AT_ONCE).startswith("promised (the reference's run)\nseconds")


def test_the_learners_drawing_stays_as_it_is():
    many = [(n / 8, f"task {n}", "started") for n in range(30)]

    shown = both(many, AT_ONCE)

    assert shown.startswith(drawn(*many))
    # There is no room for all instants of both.
    assert "seconds  0   1   2\none      ●───■" in shown.partition("promised")[2]
