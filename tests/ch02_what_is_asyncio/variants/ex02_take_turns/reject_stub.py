"""A coroutine lets others run by itself, or at any `await`, or it is enough that it does so once.

kills: test_two_calls_at_once test_a_busy_neighbour test_cancelled_on_the_way
loses: test_two_calls_at_once test_a_busy_neighbour test_cancelled_on_the_way
"""
