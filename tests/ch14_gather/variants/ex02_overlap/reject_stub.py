"""A coroutine runs from the moment at which it is made.

kills: test_all_begin_at_once
loses: test_all_begin_at_once test_the_results test_a_long_load test_a_long_preparation
    test_the_last_load_first test_prepare_fails
"""
