"""Nothing is written yet.

kills: test_start_and_stop test_what_the_exit_is_told test_two_stops test_a_stop_without_a_start
    test_the_entry_fails test_a_second_start test_stops_at_once test_a_cancelled_start
    test_the_exit_fails
loses: test_start_and_stop test_what_the_exit_is_told test_stopped_while_something_is_handled
    test_two_stops test_a_stop_without_a_start test_the_entry_fails test_a_second_start
    test_an_entry_that_gives_none test_stops_at_once test_a_cancelled_start
    test_nothing_of_a_cancelled_start_runs_on test_the_exit_fails
"""
