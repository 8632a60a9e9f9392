"""Nothing is written yet.

kills: test_processing_is_slower
loses: test_processing_is_slower test_fetching_is_slower test_one_page_ahead test_never_two_at_once
    test_how_many_pages test_any_page_and_any_result test_processing_fails test_a_fetch_fails
    test_both_fail test_nothing_goes_on test_cancelled test_cancelled_before_a_page_is_there
    test_cancelled_after_a_failure
"""
