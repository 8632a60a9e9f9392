"""A constructor alone makes no iterator.

kills: test_all_numbers test_a_delay_for_each_number test_its_own_iterator
    test_a_step_awaited_later test_exhausted_for_good test_a_default test_nothing_to_count
    test_a_loop_goes_on test_two_tickers
loses: test_all_numbers test_a_delay_for_each_number test_a_consumer_that_works
    test_its_own_iterator test_a_step_awaited_later test_exhausted_for_good test_another_loop
    test_a_default test_nothing_to_count test_a_loop_goes_on test_two_tickers
"""
