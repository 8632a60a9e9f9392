"""Nothing is written yet.

kills: test_all_jobs_done test_one_after_the_other test_one_event_loop test_the_loop_is_closed
    test_a_failed_job test_no_arguments test_a_task_for_the_next_job
loses: test_all_jobs_done test_one_after_the_other test_one_event_loop test_the_loop_is_closed
    test_a_failed_job test_the_text_of_an_error test_the_loop_is_closed_after_a_failure
    test_no_arguments test_a_task_for_the_next_job test_any_awaitable
"""
