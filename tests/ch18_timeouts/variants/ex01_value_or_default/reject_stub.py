"""Nothing is written yet.

kills: test_ready_in_time test_too_slow test_clean_up_is_waited_for test_a_timeout_of_its_own
    test_the_caller_is_cancelled test_the_operation_ends_with_its_caller test_no_limit
    test_an_error_of_the_operation
loses: test_ready_in_time test_too_slow test_clean_up_is_waited_for test_a_timeout_of_its_own
    test_the_caller_is_cancelled test_the_operation_ends_with_its_caller test_no_limit
    test_an_error_of_the_operation
"""
