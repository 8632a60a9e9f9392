"""Nothing is written yet.

kills: test_one_fails
loses: test_one_fails test_back_with_the_last test_nobody_is_disturbed test_a_job_ends_cancelled
    test_all_end_at_once test_the_caller_is_cancelled test_a_clean_up_fails
    test_cancelled_at_any_moment test_values_that_look_empty test_no_jobs
"""
