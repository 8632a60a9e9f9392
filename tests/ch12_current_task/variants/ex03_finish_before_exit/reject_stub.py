"""What main has started is finished, also when main has ended.

kills: test_the_last_write
loses: test_the_last_write test_in_the_background test_a_write_that_fails test_events_that_fail
    test_tasks_of_others test_the_same_event_again
"""
