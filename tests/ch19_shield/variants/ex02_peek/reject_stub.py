"""When its time is up, `wait_for` just stops waiting.

kills: test_not_ready test_three_in_a_row test_two_at_once test_the_caller_is_cancelled
loses: test_not_ready test_nothing_is_left test_three_in_a_row test_two_at_once
    test_a_timeout_of_its_own test_the_caller_is_cancelled test_cancelled_at_any_moment
"""
