"""A tenth of a second is enough for a task that was cancelled.

kills: test_clean_up_takes_time
loses: test_a_sleeping_task test_clean_up_takes_time test_a_task_that_goes_on
    test_tasks_that_were_done test_an_error_in_the_clean_up test_the_caller_is_cancelled
    test_values_that_look_empty
"""
