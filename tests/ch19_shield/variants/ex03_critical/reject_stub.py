"""A shield keeps the code that awaits it from being cancelled.

kills: test_cancelled_once test_cancelled_again_and_again test_a_time_limit
    test_cancelled_at_any_moments
loses: test_cancelled_once test_cancelled_again_and_again test_cancelled_at_any_moments
    test_a_time_limit test_cancelled_beside_a_time_limit test_an_error_after_a_cancellation
    test_a_section_that_ends_as_cancelled
"""
