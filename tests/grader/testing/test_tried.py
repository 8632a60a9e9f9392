"""No order is tried twice, and it is known when none is left."""

from itertools import product

import pytest

from grader.testing._tried import Tried


class Run:
    """A run that looks where others have been."""

    def __init__(self, tried):
        self.sizes, self.taken = [], []
        self.way = tried.way(self.sizes, self.taken)

    def turn(self, size, index):
        """Make a choice; which one it is in the end."""
        if self.way.follows:
            index = self.way.turn(size, index)
        self.sizes.append(size)
        self.taken.append(index)
        return index


def run(tried, wanted, sizes):
    """Make a run's choices, as long as there are any; what was chosen, and whether it was diverted."""
    made, chosen = Run(tried), []
    while (size := sizes(chosen)) > 1:
        chosen.append(made.turn(size, min(wanted[len(chosen)], size - 1)))
    made.way.end()
    return tuple(chosen), made.way.diverted


def lopsided(chosen):
    """How many ways are open: the second choice is there after the first way only."""
    if not chosen:
        return 3
    return 2 if chosen in ([0], [0, 1]) else 1


def all_of(tried, wanted, sizes=lopsided):
    """What is chosen until none is left."""
    taken = []
    while not tried.exhausted:
        taken.append(run(tried, wanted, sizes)[0])
    return taken


ORDERS = {(0, 0), (0, 1, 0), (0, 1, 1), (1,), (2,)}


@pytest.mark.parametrize("wanted", list(product(range(3), repeat=3)))
def test_every_order_is_taken_once_whatever_is_wanted(wanted):
    assert sorted(all_of(Tried(), wanted)) == sorted(ORDERS)


def test_as_long_as_a_way_is_new_it_is_taken():
    assert run(Tried(), (0, 1, 1), lopsided) == ((0, 1, 1), False)


def test_who_has_to_leave_its_way_says_so():
    tried = Tried()
    run(tried, (1,), lopsided)

    assert run(tried, (1,), lopsided) == ((2,), True)


def test_where_nobody_has_been_there_is_nothing_to_avoid():
    tried = Tried()
    run(tried, (0, 1, 1), lopsided)
    made = Run(tried)

    made.turn(3, 2)
    assert made.way.follows  # who knows where it leads
    made.turn(2, 0)
    assert not made.way.follows


def test_code_without_choices_has_one_order():
    tried = Tried()
    Run(tried).way.end()

    assert tried.exhausted


def test_afterwards_every_way_is_as_good_as_any():
    tried = Tried()
    all_of(tried, (0, 0, 0))

    assert run(tried, (0, 1, 1), lopsided) == ((0, 1, 1), False)


def test_a_run_that_does_other_things_goes_its_own_way_and_counts_for_nothing():
    tried = Tried()
    run(tried, (0, 0), lopsided)

    other = Run(tried)
    assert other.turn(3, 0) == 0
    assert other.turn(4, 0) == 0  # there were two ways
    assert other.turn(4, 3) == 3
    other.way.end()

    assert sorted(all_of(tried, (0, 0, 0))) == sorted(ORDERS - {(0, 0)})


def test_a_run_that_ends_sooner_closes_what_lies_behind():
    tried = Tried()
    run(tried, (0, 1, 0), lopsided)
    short = Run(tried)
    short.turn(3, 0)
    short.way.end()

    assert sorted(all_of(tried, (0, 0, 0))) == [(1,), (2,)]
