"""`x += await f()` is a single step, so nothing can come in between.

kills: test_measurements_that_end_together
loses: test_measurements_that_end_together test_a_reset_in_between
"""
