"""Nothing is written yet.

kills: test_all_items
loses: test_all_items test_none_is_an_item test_items_that_are_false test_the_sides_overlap
    test_one_at_a_time test_a_slow_sink test_the_sink_fails
    test_the_sink_fails_while_the_source_waits test_the_source_fails test_the_source_fails_at_once
    test_the_call_is_cancelled test_cancelled_at_any_moment
"""
