"""A coroutine, a task or `gather` around a blocking call keeps it out of the others' way.

kills: test_in_another_thread test_the_loop_goes_on
loses: test_in_another_thread test_the_loop_goes_on test_three_at_once
"""
