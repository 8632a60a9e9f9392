"""Nothing is written yet.

kills: test_three_managers test_an_entry_fails test_an_exit_fails test_cancelled_in_an_entry
    test_an_error_in_the_block test_what_the_exits_are_told test_no_managers
    test_nothing_before_the_block test_cancelled_at_any_moments
loses: test_three_managers test_an_entry_fails test_an_exit_fails test_cancelled_in_an_entry
    test_an_error_in_the_block test_what_the_exits_are_told
    test_what_the_exits_are_told_of_an_entry test_no_managers test_nothing_before_the_block
    test_cancelled_at_any_moments
"""
