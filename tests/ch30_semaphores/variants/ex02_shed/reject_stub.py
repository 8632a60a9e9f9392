"""A `finally` gives back only what was taken.

kills: test_after_rejections
loses: test_in_flight test_after_rejections test_all_at_once
"""
