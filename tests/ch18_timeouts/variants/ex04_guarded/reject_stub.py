"""Once the clean-up in `except CancelledError` is done, the timeout or the cancellation goes on
by itself.

kills: test_the_limit_passes test_the_caller_is_cancelled
loses: test_the_limit_passes test_the_caller_is_cancelled test_a_rollback_beyond_the_limit
"""
