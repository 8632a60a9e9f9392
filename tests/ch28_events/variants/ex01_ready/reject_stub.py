"""A boolean that is looked at every half second is as good as a signal.

kills: test_three_wait test_a_long_boot
loses: test_three_wait test_a_time_limit test_a_long_boot
"""
