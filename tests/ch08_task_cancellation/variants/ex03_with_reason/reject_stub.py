"""A cancellation that was logged has been handled: the call may return as usual.

kills: test_ends_as_cancelled
loses: test_the_reason test_ends_as_cancelled test_the_message_goes_on test_no_message
    test_at_any_moment test_a_message_that_is_no_text test_a_message_that_is_a_tuple
    test_an_empty_message
"""
