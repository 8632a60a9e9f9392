"""A page is done when it has been taken; it is known when it has been fetched; and workers end
with the work.

kills: test_a_chain test_each_page_once test_a_page_fails
loses: test_a_chain test_the_workers_share_the_pages test_never_more_than_there_are_workers
    test_each_page_once test_what_is_returned test_a_page_fails test_a_failed_page_linked_again
    test_a_page_fails_beside_others test_the_start_fails test_a_slow_page test_the_call_is_cancelled
    test_cancelled_at_any_moment
"""
