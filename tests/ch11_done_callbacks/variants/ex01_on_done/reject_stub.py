"""Nothing is written yet.

kills: test_a_result
loses: test_a_result test_a_failure test_a_failure_of_another_kind test_a_cancelled_task
    test_a_task_that_was_done test_before_the_others_go_on test_no_task_for_it
    test_a_function_that_fails
"""
