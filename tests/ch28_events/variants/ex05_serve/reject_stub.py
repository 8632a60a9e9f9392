"""Nothing is written yet.

kills: test_all_in_time test_nothing_to_do
loses: test_all_in_time test_too_slow test_clean_up test_a_closed_door test_nothing_to_do
    test_all_done_before test_one_fails test_one_fails_in_the_grace test_counted_by_their_end
    test_any_request test_stopped_before test_cancelled test_cancelled_in_the_grace
    test_cancelled_at_any_moment test_no_request_is_lost
"""
