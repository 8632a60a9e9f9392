"""Nothing is written yet.

kills: test_tasks_left_behind
loses: test_tasks_left_behind test_nothing_left_behind test_an_old_task test_an_old_task_that_ends
    test_a_namesake test_leaks_with_one_name test_clean_up_takes_time test_a_clean_up_that_fails
    test_a_block_that_raises test_made_by_another_task test_younger_than_the_guard
    test_a_block_that_is_cancelled
"""
