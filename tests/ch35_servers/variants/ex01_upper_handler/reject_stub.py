"""Nothing is written yet.

kills: test_one_line test_the_next_line test_a_line_in_pieces test_the_last_line
    test_an_empty_line test_spaces test_closed test_many_leave test_a_reset test_cancelled
    test_ends_as_cancelled test_unix
loses: test_one_line test_the_next_line test_a_line_in_pieces test_the_last_line
    test_an_empty_line test_spaces test_other_letters test_closed test_many_leave test_a_reset
    test_cancelled test_ends_as_cancelled test_cancelled_at_the_end test_a_slow_client
    test_cancelled_with_a_slow_client test_unix
"""
