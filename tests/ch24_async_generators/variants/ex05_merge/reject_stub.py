"""One source after the other makes one stream of them.

kills: test_as_they_arrive test_closed_early
loses: test_as_they_arrive test_of_unequal_length test_a_slow_consumer test_closed_early
    test_closed_while_items_wait test_a_source_fails test_a_failure_that_nobody_asks_for
    test_the_consumer_is_cancelled test_cancelled_at_any_moment
"""
