"""There is always a current task, and the set has the order in which the tasks were made.

kills: test_in_a_callback test_sorted
loses: test_in_a_callback test_sorted test_equal_names
"""
