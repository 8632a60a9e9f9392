"""A thread ends when nobody waits for it any more, and so its slot is free.

kills: test_the_slot_of_a_caller_who_gave_up test_closing test_a_timeout_in_the_queue
loses: test_the_slot_of_a_caller_who_gave_up test_the_slot_of_a_cancelled_caller test_closing
    test_closing_after_a_cancellation test_an_error_while_it_closes test_calls_while_it_closes
    test_a_timeout_in_the_queue test_no_time_at_all
"""
