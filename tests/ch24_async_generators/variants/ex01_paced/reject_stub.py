"""Nothing is written yet.

kills: test_an_async_generator test_the_times test_the_call_draws_nothing test_after_the_last_item
    test_an_endless_source test_a_slow_consumer test_three_streams
    test_no_items
loses: test_an_async_generator test_the_times test_empty_items test_the_call_draws_nothing
    test_after_the_last_item test_an_endless_source test_a_slow_consumer test_three_streams
    test_no_items
"""
