"""Nothing is written yet.

kills: test_a_shorter_last_batch test_full_batches_only test_as_soon_as_it_is_full
    test_closed_early test_no_items test_the_source_fails test_a_step_is_cancelled
loses: test_a_shorter_last_batch test_empty_items test_full_batches_only
    test_as_soon_as_it_is_full test_closed_early test_no_items test_the_source_fails
    test_a_step_is_cancelled
"""
