"""A barrier breaks by itself when one of its parties fails, is cancelled or comes too late.

kills: test_one_fails test_too_long_at_the_barrier test_cancelled_at_the_barrier test_broken_already
loses: test_one_fails test_broken_when_the_call_ends test_broken_already test_still_preparing
    test_too_long_at_the_barrier test_cancelled_at_the_barrier test_cancelled_while_preparing
    test_cancelled_at_any_moment
"""
