"""The links of a page's links need no fetch.

kills: test_all_pages
loses: test_all_pages test_each_page_once test_links_back test_any_awaitable
    test_links_that_come_once test_a_slow_page test_a_chain test_a_fetch_fails test_clean_up
    test_the_start_fails test_failures_at_the_same_moment test_the_caller_is_cancelled
"""
