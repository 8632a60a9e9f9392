"""After a pause the results will be there.

kills: test_results_in_order test_no_sooner_and_no_later
loses: test_results_in_order test_no_sooner_and_no_later test_results_that_look_empty
    test_many_collect_the_same_tasks test_a_task_that_fails test_a_task_that_was_cancelled
    test_no_tasks test_a_later_task_that_fails_first
"""
