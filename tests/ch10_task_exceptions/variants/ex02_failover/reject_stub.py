"""Whatever comes out of an `await` is the failure of what was awaited, and the last failure is the
one that counts.

kills: test_all_fail test_the_caller_is_cancelled
loses: test_all_fail test_a_group_is_one_failure test_not_a_failure test_the_caller_is_cancelled
    test_the_attempt_cleans_up
"""
