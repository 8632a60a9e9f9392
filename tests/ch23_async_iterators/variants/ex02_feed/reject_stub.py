"""An iterable is done when its constructor is.

kills: test_one_traversal test_again test_two_at_once test_one_inside_the_other test_aiter
    test_after_a_cancellation test_items_that_look_empty
loses: test_one_traversal test_a_consumer_that_works test_again test_two_at_once
    test_beside_one_that_is_cancelled test_one_inside_the_other test_aiter
    test_aiter_after_the_end test_after_a_cancellation test_items_that_look_empty
"""
