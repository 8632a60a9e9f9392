"""Nothing is written yet.

kills: test_back_with_the_slowest
loses: test_back_with_the_slowest test_values_in_order test_all_begin_at_once test_many_jobs
    test_a_task_for_each test_no_jobs test_all_ready_at_once test_a_job_that_is_there_twice
"""
