"""What comes out of `wait_for` has one cause each: `CancelledError` means that the work was
cancelled, and `TimeoutError` that the limit has passed.

kills: test_the_caller_is_cancelled test_a_limit_around_the_call test_a_timeout_of_its_own
loses: test_the_caller_is_cancelled test_cancelled_in_the_clean_up test_a_limit_around_the_call
    test_a_timeout_of_its_own
"""
