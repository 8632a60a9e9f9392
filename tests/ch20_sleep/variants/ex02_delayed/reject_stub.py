"""Nothing is written yet.

kills: test_after_a_second test_units test_it_counts_from_the_await test_three_at_once
    test_no_delay
loses: test_after_a_second test_units test_it_counts_from_the_await test_three_at_once
    test_no_delay test_a_value_that_can_be_awaited
"""
