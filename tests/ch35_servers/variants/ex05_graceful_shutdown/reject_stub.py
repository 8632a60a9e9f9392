"""Nothing is written yet.

kills: test_nothing_to_wait_for test_refused_at_once test_idle_ones_end_at_once test_jobs_finish
    test_answers_are_delivered test_busy_ones_end_with_their_jobs test_no_more_jobs
    test_a_later_line test_the_grace_ends test_clean_up_is_waited_for test_cancelled_ones_end
    test_again test_clients_that_left
loses: test_nothing_to_wait_for test_refused_at_once test_idle_ones_end_at_once test_jobs_finish
    test_answers_are_delivered test_busy_ones_end_with_their_jobs test_no_more_jobs
    test_a_later_line test_the_grace_ends test_clean_up_is_waited_for test_cancelled_ones_end
    test_again test_clients_that_left
"""
