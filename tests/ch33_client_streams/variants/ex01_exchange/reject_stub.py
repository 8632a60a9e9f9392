"""Nothing is written yet.

kills: test_the_reply test_closed_on_return test_a_reply_in_pieces test_a_large_request
    test_an_empty_reply test_a_reset test_refused test_cancelled_while_it_waits
    test_cancelled_at_any_moment
loses: test_the_reply test_closed_on_return test_a_reply_in_pieces test_a_large_request
    test_an_empty_reply test_a_reset test_refused test_cancelled_while_it_waits
    test_cancelled_at_any_moment
"""
