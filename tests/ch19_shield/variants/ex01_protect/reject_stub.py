"""Nothing is written yet.

kills: test_the_handle_is_cancelled test_those_who_wait test_a_cancelled_waiter
    test_the_task_is_cancelled test_a_task_is_handed_back test_it_begins_by_itself
    test_an_error_of_the_work test_it_returns
loses: test_the_handle_is_cancelled test_those_who_wait test_a_cancelled_waiter
    test_the_task_is_cancelled test_a_task_is_handed_back test_it_begins_by_itself
    test_an_error_of_the_work test_it_returns
"""
