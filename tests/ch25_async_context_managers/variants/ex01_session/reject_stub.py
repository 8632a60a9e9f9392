"""What the exit is for is a block without an exception, and `as` gives what the entry has kept.

kills: test_a_block test_an_error_in_the_block test_cancelled_in_the_block
loses: test_a_block test_an_error_in_the_block test_cancelled_in_the_block
    test_cancelled_at_any_moment
"""
