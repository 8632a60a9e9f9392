"""No order is tried twice, and it is known when none is left."""

from itertools import product

import pytest

from grader.testing._tried import Tried


def run(way, wanted, sizes):
    """Make a run's choices, as long as there are any; what was chosen."""
    chosen = []
    while (size := sizes(chosen)) > 1:
        chosen.append(way.turn(size, min(wanted[len(chosen)], size - 1)))
    way.end()
    return tuple(chosen)


def lopsided(chosen):
    """How many ways are open: the second choice is there after the first way only."""
    if not chosen:
        return 3
    return 2 if chosen in ([0], [0, 1]) else 1


ORDERS = {(0, 0), (0, 1, 0), (0, 1, 1), (1,), (2,)}


@pytest.mark.parametrize("wanted", list(product(range(3), repeat=3)))
def test_every_order_is_taken_once_whatever_is_wanted(wanted):
    tried, taken = Tried(), []
    while not tried.exhausted:
        taken.append(run(tried.way(), wanted, lopsided))

    assert sorted(taken) == sorted(ORDERS)


def test_as_long_as_a_way_is_new_it_is_taken():
    tried = Tried()
    way = tried.way()

    assert run(way, (0, 1, 1), lopsided) == (0, 1, 1)
    assert not way.diverted


def test_who_has_to_leave_its_way_says_so():
    tried = Tried()
    run(tried.way(), (1,), lopsided)
    way = tried.way()

    assert run(way, (1,), lopsided) == (2,)
    assert way.diverted


def test_code_without_choices_has_one_order():
    tried = Tried()
    tried.way().end()

    assert tried.exhausted


def test_afterwards_every_way_is_as_good_as_any():
    tried = Tried()
    while not tried.exhausted:
        run(tried.way(), (0, 0, 0), lopsided)

    way = tried.way()
    assert run(way, (0, 1, 1), lopsided) == (0, 1, 1)
    assert not way.diverted


def test_a_run_that_does_other_things_goes_its_own_way_and_counts_for_nothing():
    tried = Tried()
    run(tried.way(), (0, 0), lopsided)

    other = tried.way()
    assert other.turn(3, 0) == 0
    assert other.turn(4, 0) == 0  # there were two ways
    assert other.turn(4, 3) == 3
    other.end()

    taken = []
    while not tried.exhausted:
        taken.append(run(tried.way(), (0, 0, 0), lopsided))
    assert sorted(taken) == sorted(ORDERS - {(0, 0)})


def test_a_run_that_ends_sooner_closes_what_lies_behind():
    tried = Tried()
    run(tried.way(), (0, 1, 0), lopsided)
    short = tried.way()
    short.turn(3, 0)
    short.end()

    taken = []
    while not tried.exhausted:
        taken.append(run(tried.way(), (0, 0, 0), lopsided))
    assert sorted(taken) == [(1,), (2,)]
