"""`as_completed` raises one `TimeoutError` for the whole, so that its `try` may stand inside the loop.

kills: test_what_is_there_in_time
loses: test_what_is_there_in_time test_the_late_ones_stop test_clean_up_is_waited_for
    test_a_failure test_a_long_clean_up test_two_failures test_the_caller_is_cancelled
    test_cancelled_at_any_moment
"""
