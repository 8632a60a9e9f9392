"""Nothing is written yet.

kills: test_the_result test_an_error test_a_loop_for_each_call test_tasks_left_behind
    test_inside_a_running_loop
loses: test_the_result test_an_error test_a_loop_for_each_call test_tasks_left_behind
    test_two_tasks_left_behind test_tasks_left_by_an_error test_inside_a_running_loop
"""
