"""Nothing is written yet.

kills: test_the_kinds test_twice test_the_limit test_the_order_of_the_urls test_the_next_begins
    test_a_slow_one_is_overtaken test_a_timeout test_each_has_its_time
    test_a_timeout_ends_the_check test_at_the_same_moment test_none_is_lost test_closed
    test_closed_and_cleaned_up test_a_cancelled_step test_cancelled_at_any_moment test_no_urls
loses: test_the_kinds test_twice test_no_urls test_the_limit test_the_order_of_the_urls
    test_the_next_begins test_the_next_ones_begin test_a_slow_one_is_overtaken test_a_timeout
    test_each_has_its_time test_a_timeout_ends_the_check test_a_place_is_held
    test_at_the_same_moment test_none_is_lost test_closed test_closed_and_cleaned_up
    test_a_cancelled_step test_cancelled_at_any_moment
"""
