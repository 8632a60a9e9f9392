"""A time limit for `communicate()` is one for the program.

kills: test_killed
loses: test_killed test_out_of_time test_out_of_time_after_much test_stubborn test_cancelled
    test_cancelled_with_much_to_read
"""
