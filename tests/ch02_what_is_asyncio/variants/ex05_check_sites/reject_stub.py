"""Nothing is written yet.

kills: test_the_order test_all_at_once test_how_long test_sites_that_are_up test_a_site_that_is_down
    test_no_sites test_cancelled
loses: test_the_order test_all_at_once test_how_long test_sites_that_are_up test_a_site_that_is_down
    test_no_sites test_cancelled
"""
