"""Nothing is written yet.

kills: test_all_clean_up
loses: test_all_clean_up test_a_stuck_task test_a_stuck_task_is_left_alone test_tasks_that_were_done
    test_a_task_that_returns test_a_task_that_fails test_a_returned_exception
    test_tasks_that_never_began test_no_tasks test_the_caller_among_them test_nobody_but_the_caller
    test_the_caller_is_cancelled test_the_message test_asked_once
"""
