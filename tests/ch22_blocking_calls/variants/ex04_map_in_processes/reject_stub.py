"""Nothing has been written yet.

kills: test_in_their_order test_in_other_processes test_the_limit test_the_loop_goes_on test_no_process_is_left test_a_failure test_no_process_is_left_after_a_failure
loses: test_in_their_order test_equal_items test_no_items test_in_other_processes test_the_limit
    test_the_loop_goes_on test_no_process_is_left test_a_failure
    test_no_process_is_left_after_a_failure
"""
