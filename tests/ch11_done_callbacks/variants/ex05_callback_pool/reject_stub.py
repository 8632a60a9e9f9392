"""Nothing is written yet.

kills: test_right_after_submitting
loses: test_right_after_submitting test_a_free_slot test_at_most_the_limit test_join
    test_each_is_told_of test_a_job_that_fails test_nobody_looks test_on_done_fails
    test_after_on_done_failed test_a_cancelled_job test_cancelled_at_once test_two_joins
    test_a_join_is_cancelled test_on_done_submits test_on_done_submits_last test_kept_to_the_end
    test_used_again test_on_done_asks_for_the_result
"""
