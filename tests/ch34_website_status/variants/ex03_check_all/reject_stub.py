"""An `await` in a loop lets all of them run at the same time.

kills: test_all_at_once
loses: test_all_at_once test_many_at_once test_a_failure test_checked_twice test_cancelled
"""
