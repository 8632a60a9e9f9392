"""Nothing is written yet.

kills: test_in_time test_too_slow test_after_a_long_negotiation test_no_limit
    test_the_late_transfer_has_ended test_cancelled_in_the_negotiation
    test_cancelled_in_the_transfer test_nothing_goes_on_after_a_cancellation
loses: test_in_time test_too_slow test_after_a_long_negotiation test_no_limit
    test_the_late_transfer_has_ended test_cancelled_in_the_negotiation
    test_cancelled_in_the_transfer test_nothing_goes_on_after_a_cancellation
"""
