"""Nothing is written yet.

kills: test_a_result test_cancelled_while_waiting test_cancelled_before test_a_task_that_fails
    test_the_caller_is_cancelled test_two_callers test_the_task_goes_on
    test_results_that_look_empty test_both_are_cancelled
loses: test_a_result test_cancelled_while_waiting test_cancelled_before test_a_task_that_fails
    test_the_caller_is_cancelled test_two_callers test_the_task_goes_on
    test_results_that_look_empty test_both_are_cancelled
"""
