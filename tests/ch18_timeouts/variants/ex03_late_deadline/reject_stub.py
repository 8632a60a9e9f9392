"""Nothing is written yet.

kills: test_in_time test_none_is_a_value test_too_slow test_after_a_long_negotiation test_no_limit
    test_the_late_transfer_has_ended test_cancelled_in_the_negotiation
    test_cancelled_in_the_transfer test_nothing_goes_on_after_a_cancellation
    test_a_timeout_of_its_own
loses: test_in_time test_none_is_a_value test_too_slow test_after_a_long_negotiation test_no_limit
    test_the_late_transfer_has_ended test_cancelled_in_the_negotiation
    test_cancelled_in_the_transfer test_nothing_goes_on_after_a_cancellation
    test_a_timeout_of_its_own
"""
