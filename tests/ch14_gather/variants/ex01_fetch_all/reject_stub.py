"""`gather` takes a list of coroutines, and runs what is in it.

kills: test_pages_in_order
loses: test_pages_in_order test_the_slowest_first test_all_begin_at_once
    test_a_url_that_is_there_twice test_an_empty_page test_no_urls
"""
