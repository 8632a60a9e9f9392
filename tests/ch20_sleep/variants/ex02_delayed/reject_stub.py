"""A blank body will do.

kills: test_after_a_second
loses: test_after_a_second
"""
