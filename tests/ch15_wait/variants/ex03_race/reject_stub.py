"""The done set has one task in it, and a task that was cancelled has ended.

kills: test_the_others_clean_up test_several_at_the_same_moment
loses: test_the_others_clean_up test_several_at_the_same_moment test_a_failure_at_the_same_moment
    test_errors_of_the_others test_the_call_is_cancelled test_cancelled_at_any_moment
"""
