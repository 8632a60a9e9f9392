"""When a member fails, `gather` cancels the others; or else `group.cancel()` does so afterwards.

kills: test_nothing_happens_afterwards
loses: test_the_first_failure test_nothing_happens_afterwards test_clean_up test_a_clean_up_fails
    test_failures_at_the_same_moment test_the_caller_is_cancelled test_cancelled_at_any_moment
"""
