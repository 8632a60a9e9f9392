"""A failure ends only its own step of the loop.

kills: test_each_at_its_moment
loses: test_each_at_its_moment test_only_failures test_a_callback_that_fails
    test_whose_failure_it_is
"""
