"""One meeting is enough around the work of the one that leads, and `gather` stops the others when a worker fails.

kills: test_one_after_the_other test_a_compute_fails
loses: test_one_after_the_other test_results test_empty_results test_a_compute_fails
    test_an_exception_group test_a_reduce_fails test_clean_up test_in_any_order
    test_all_fail_at_once test_cancelled_at_any_moment
"""
