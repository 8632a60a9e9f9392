"""`except Exception` sees every way in which a block can fail.

kills: test_cancelled_in_the_block test_a_time_limit test_cancelled_at_any_moment
loses: test_cancelled_in_the_block test_a_time_limit test_cancelled_at_any_moment
"""
