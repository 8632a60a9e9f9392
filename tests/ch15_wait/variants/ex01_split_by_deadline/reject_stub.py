"""`wait_for` around a `gather` is `wait` with a timeout.

kills: test_some_are_late test_the_late_ones_go_on
loses: test_some_are_late test_the_late_ones_go_on test_whatever_they_end_with
    test_order_of_the_lists test_ended_before_the_call test_no_time_at_all
    test_a_cancelled_call_cancels_no_task
"""
