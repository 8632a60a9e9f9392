"""Nothing is written yet.

kills: test_in_their_order
loses: test_in_their_order test_the_limit test_a_free_place test_a_failure test_clean_up
    test_failures_at_the_same_moment test_no_items test_an_iterator test_items_that_are_equal
    test_two_at_once test_the_caller_is_cancelled test_cancelled_at_any_moment
"""
