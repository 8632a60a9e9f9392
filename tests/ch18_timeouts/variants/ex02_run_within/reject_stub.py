"""Nothing is written yet.

kills: test_what_finished_in_time test_back_when_the_budget_is_over test_the_step_under_way
    test_enough_time test_a_first_step_too_slow test_the_caller_is_cancelled
    test_a_timeout_of_its_own
loses: test_what_finished_in_time test_back_when_the_budget_is_over test_the_step_under_way
    test_enough_time test_a_first_step_too_slow test_the_caller_is_cancelled
    test_a_timeout_of_its_own
"""
