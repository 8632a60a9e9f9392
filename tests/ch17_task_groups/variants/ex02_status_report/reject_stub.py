"""Whatever comes out of a group may be swallowed, and a cancelled task, too, can be asked for its
exception.

kills: test_one_fails
loses: test_one_fails test_back_at_the_failure test_ended_before_the_failure test_clean_up
    test_a_clean_up_fails test_returned_all_the_same test_stopped_only_once
    test_failures_at_the_same_moment test_cancelled_at_any_moment
"""
