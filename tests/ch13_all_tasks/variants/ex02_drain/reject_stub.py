"""`all_tasks()` gives the other tasks.

kills: test_all_others
loses: test_all_others test_nobody_else test_tasks_that_never_began test_however_they_end
    test_a_task_started_meanwhile test_nobody_is_left test_a_namesake test_the_caller_is_cancelled
    test_both_are_cancelled test_the_others_go_on test_tasks_of_one_name
"""
