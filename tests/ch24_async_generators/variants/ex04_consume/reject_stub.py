"""Several workers may go over one generator, and each gets the next item.

kills: test_each_item_once test_drawing_goes_on
loses: test_each_item_once test_items_that_look_empty test_the_limit test_drawing_goes_on
    test_the_call_is_cancelled test_a_call_fails test_a_call_fails_while_all_are_busy test_clean_up
    test_a_late_failure test_an_end_of_something_else test_the_source_fails
"""
