"""The first that `as_completed` gives is the first that was put in, so `zip` finds its name.

kills: test_pairs_in_the_order_of_their_ends test_equal_results
loses: test_pairs_in_the_order_of_their_ends test_equal_results test_results_that_look_like_failures
    test_none_is_mixed_up
"""
