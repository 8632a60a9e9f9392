"""Nothing is written yet.

kills: test_the_limit_in_all
loses: test_the_limit_in_all test_a_limit_for_each_host test_a_busy_host
    test_the_order_of_the_keys test_longer_and_longer test_longer_and_longer_beside_others
    test_no_place_while_it_waits test_no_place_at_the_host test_a_fetch_that_always_fails
    test_no_retries test_a_result_that_is_an_exception test_no_urls test_a_url_that_is_there_twice
    test_the_caller_is_cancelled test_cancelled_at_any_moment
"""
