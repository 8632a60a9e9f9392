"""Nothing is written yet.

kills: test_all_items test_one_step_after_the_other test_a_failed_write test_cancelled_in_a_write
    test_cancelled_anywhere
loses: test_all_items test_one_step_after_the_other test_a_failed_write test_cancelled_in_a_write
    test_cancelled_anywhere
"""
