"""Nothing is written yet.

kills: test_a_session
loses: test_a_session test_one_visit test_nearly_quit test_the_last_leaves test_refused_names
    test_one_name_at_the_same_moment test_free_again test_pieces test_a_half_close test_a_reset
    test_last_words test_nameless_and_quiet test_nameless_and_gone test_nameless_and_rude
    test_a_long_line test_a_long_name test_who_does_not_read test_dropped
    test_one_order_when_somebody_is_dropped test_who_reads_later test_left_and_reads_later
    test_sends_no_more_and_reads_later test_one_order test_closed test_no_task_left
    test_closed_while_somebody_does_not_read test_two_hundred
"""
