"""The total from before the await still holds after it, be it a copy, or the one that `x +=
await f()` reads first.

kills: test_measurements_that_end_together
loses: test_measurements_that_end_together test_a_reset_in_between
"""
