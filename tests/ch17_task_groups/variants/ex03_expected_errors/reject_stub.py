"""Nothing is written yet.

kills: test_an_expected_failure
loses: test_an_expected_failure test_no_failure test_a_clean_up_fails_too
    test_failures_at_the_same_moment test_another_failure_beside_it test_only_another_failure
    test_groups_in_the_group test_every_exception_is_expected test_a_subclass
    test_back_at_the_failure test_the_caller_is_cancelled test_cancelled_at_any_moment
    test_no_jobs
"""
