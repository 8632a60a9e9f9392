"""`x += await f()` is one step, so nothing can come in between.

kills: test_each_counts_at_once
loses: test_each_counts_at_once test_a_reset_in_between
"""
