"""Showing what the server says is half of the work, and the half that ends it.

kills: test_at_the_same_time test_the_end_of_input test_closed_by_the_server
loses: test_at_the_same_time test_in_a_thread test_unchanged test_nearly_quit test_empty_lines_sent
    test_one_line_after_the_other test_a_slow_server test_closed_by_quit test_the_end_of_input
    test_closed_by_the_server test_broken_off test_broken_off_while_it_sends test_cancelled
    test_no_other_call
"""
