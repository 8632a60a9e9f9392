"""Nothing is written yet.

kills: test_enough_items
loses: test_enough_items test_a_batch_of_one test_none_is_an_item test_slow_items
    test_a_late_first_item test_full_before_its_time test_no_time_to_wait
    test_items_that_mean_nothing test_others_wait_for_room test_the_next_item_stays
    test_who_marks_them_as_done test_several_callers test_cancelled_before_the_first_item
    test_cancelled_after_the_first_item test_cancelled_as_the_first_item_comes_in
    test_cancelled_at_any_moment
"""
