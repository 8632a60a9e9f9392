"""Nothing is written yet.

kills: test_the_workers_share_the_items
loses: test_the_workers_share_the_items test_each_item_once test_any_object_is_an_item
    test_submitted_twice test_a_full_pool test_tried_again test_the_worker_is_free_meanwhile
    test_given_up test_no_retries test_all_are_tried_again test_nothing_to_do
    test_submitted_while_it_closes test_submitted_after_the_block
    test_a_submit_that_waits_as_it_closes test_room_as_all_is_settled test_closed_twice
    test_a_cancelled_submit test_an_exception_in_the_block test_clean_up test_a_retry_is_dropped
    test_cancelled_at_any_moment
"""
