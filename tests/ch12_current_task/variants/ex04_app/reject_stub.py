"""Nothing is written yet.

kills: test_told_by_a_service test_clean_up_is_completed test_told_by_a_callback test_told_twice
    test_cancelled test_cancelled_anywhere test_ctrl_c test_a_service_that_fails test_completed
    test_told_as_the_last_act test_told_before test_nothing_of_it_is_left
loses: test_told_by_a_service test_clean_up_is_completed test_told_by_a_callback test_told_twice
    test_cancelled test_cancelled_anywhere test_ctrl_c test_a_service_that_fails test_completed
    test_told_as_the_last_act test_told_before test_nothing_of_it_is_left
"""
