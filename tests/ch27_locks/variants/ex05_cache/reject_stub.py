"""Nothing can happen between a look into the dict and the assignment that follows it.

kills: test_callers_of_one_key
loses: test_callers_of_one_key test_a_failed_load_among_many_callers
"""
