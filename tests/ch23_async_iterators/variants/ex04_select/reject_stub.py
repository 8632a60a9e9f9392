"""In the condition of a comprehension, a call is enough: its result is looked at.

kills: test_kept_and_transformed test_only_what_is_kept test_one_after_the_other
loses: test_kept_and_transformed test_only_what_is_kept test_one_after_the_other test_in_time
    test_items_that_look_empty test_results_that_look_empty test_the_source_fails test_keep_fails
    test_transform_fails test_an_end_of_something_else test_cancelled_at_any_moment
"""
