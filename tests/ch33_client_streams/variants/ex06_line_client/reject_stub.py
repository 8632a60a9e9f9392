"""Each request opens its own connection, and the rest takes care of itself.

kills: test_one_connection test_closed test_a_request_after_close
loses: test_spaces test_one_connection test_a_timeout test_after_a_timeout
    test_cancelled_at_any_moment test_dropped test_cut_short test_a_line_break
    test_a_carriage_return test_waiting_counts test_the_other_waits_on test_closed
    test_closed_twice test_a_request_after_close test_closed_after_a_timeout
    test_closed_after_a_reset
"""
