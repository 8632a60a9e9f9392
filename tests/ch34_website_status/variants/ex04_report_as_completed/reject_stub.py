"""Whoever awaits tasks in a loop gets the quick ones first.

kills: test_each_at_its_moment test_a_failure test_a_failing_report test_clean_up test_cancelled
loses: test_each_at_its_moment test_the_count test_a_failure test_a_failing_report
    test_nothing_after_a_failing_report test_failing_reports test_no_failure_is_lost test_clean_up
    test_cancelled test_cancelled_at_any_moment
"""
