"""Nothing is written yet.

kills: test_nobody_else
loses: test_nobody_else test_all_finish test_the_time_is_over test_clean_ups test_how_they_end
    test_no_reports test_a_task_started_meanwhile test_no_more_time_for_newcomers
    test_newcomers_are_left_too test_a_task_started_in_a_clean_up test_no_grace test_nobody_is_left
"""
