"""Whatever goes wrong in an attempt, the next one may go better, and the last failure comes out by itself.

kills: test_all_are_too_slow test_an_error test_the_caller_is_cancelled
loses: test_all_are_too_slow test_a_single_attempt test_an_error test_the_caller_is_cancelled
    test_cancelled_in_the_clean_up
"""
