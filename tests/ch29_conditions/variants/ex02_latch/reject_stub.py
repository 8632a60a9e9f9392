"""Nothing is written yet.

kills: test_four_waiters test_open_already test_a_waiter_that_gives_up test_too_many_at_once
    test_a_latch_of_nothing test_a_count_below_zero test_a_cancelled_waiter
    test_one_limit_for_all_rounds
loses: test_four_waiters test_open_already test_a_waiter_that_gives_up test_too_many_at_once
    test_a_step_too_late test_a_latch_of_nothing test_a_count_below_zero test_a_cancelled_waiter
    test_cancelled_at_any_moment test_one_limit_for_all_rounds test_all_at_once
"""
