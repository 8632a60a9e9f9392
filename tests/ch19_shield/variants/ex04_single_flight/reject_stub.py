"""Nothing is written yet.

kills: test_five_callers test_a_cancelled_caller test_cancelled_at_any_moment
    test_a_time_limit test_the_only_caller_is_cancelled test_one_after_the_other
    test_a_failed_load test_a_failure_without_callers test_two_keys
loses: test_five_callers test_a_cancelled_caller test_cancelled_at_any_moment test_a_time_limit
    test_who_joined_is_cancelled test_the_only_caller_is_cancelled test_one_after_the_other
    test_a_failed_load test_a_failure_without_callers test_two_keys
"""
