"""Nothing is written yet.

kills: test_a_status test_closed_on_return test_the_line_alone test_the_head_alone test_in_pieces
    test_an_older_version test_several_words test_an_empty_reason test_no_reason test_no_answer
    test_garbage test_another_protocol test_no_number test_no_code test_no_text test_a_look_alike
    test_closed_after_a_bad_response test_reset test_refused test_https test_not_encrypted
    test_cancelled_while_it_waits test_cancelled_at_any_moment
loses: test_a_status test_closed_on_return test_the_line_alone test_the_head_alone test_in_pieces
    test_an_older_version test_several_words test_a_reason_beyond_ascii test_an_empty_reason
    test_no_reason test_no_answer test_garbage test_a_look_alike test_another_protocol
    test_no_number test_no_code test_no_text test_closed_after_a_bad_response test_reset
    test_refused test_https test_not_encrypted test_cancelled_while_it_waits
    test_cancelled_while_it_sends test_cancelled_at_any_moment
"""
