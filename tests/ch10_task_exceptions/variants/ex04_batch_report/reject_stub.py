"""Nothing is written yet.

kills: test_all_succeed test_nothing_to_raise
loses: test_all_succeed test_nothing_to_raise test_some_fail test_failures_are_raised
    test_at_the_same_moment test_a_job_is_cancelled test_cancelled_before_it_begins
    test_names_of_the_tasks test_the_caller_is_cancelled test_cancelled_at_any_moment
    test_a_returned_exception test_a_job_that_raises_when_called test_no_jobs
    test_failures_of_a_cancelled_batch test_values_that_look_empty test_several_are_cancelled
    test_a_single_failure_is_raised
"""
