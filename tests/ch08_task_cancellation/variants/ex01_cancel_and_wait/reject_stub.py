"""`cancel()` stops the task at once, so `cancelled()` tells right after it.

kills: test_a_sleeping_task
loses: test_a_sleeping_task test_clean_up_takes_time test_tasks_that_were_done
    test_a_task_that_goes_on test_a_returned_exception test_an_error_in_the_clean_up
    test_the_caller_is_cancelled test_a_task_that_never_began
"""
