"""A server serves when it is told to, not when it is made.

kills: test_refused_meanwhile test_free_after_a_failure test_free_after_a_cancellation
loses: test_refused_meanwhile test_free_after_a_failure test_free_after_a_failure_at_the_call
    test_free_after_a_cancellation
"""
