"""Leaving a `with` block of a pool doesn't hold up the loop, and drops the work that queues.

kills: test_the_loop_goes_on_after_a_failure test_what_waits_is_dropped
loses: test_the_loop_goes_on_after_a_failure test_no_thread_is_left_after_a_failure
    test_what_waits_is_dropped
"""
