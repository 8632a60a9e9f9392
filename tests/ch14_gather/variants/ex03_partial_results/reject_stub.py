"""`gather` gives the results of those that have one.

kills: test_one_fails test_a_cancelled_fetch
loses: test_one_fails test_the_order test_a_cancelled_fetch test_the_caller_is_cancelled
    test_cancelled_at_any_moment
"""
