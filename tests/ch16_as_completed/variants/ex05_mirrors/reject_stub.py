"""Nothing is written yet.

kills: test_order_of_response test_enough test_the_rest_is_stopped test_probes_that_fail
    test_time_is_up test_all_fail test_none_in_time test_no_mirrors test_a_timeout_of_a_probe
    test_whatever_a_probe_returns test_no_more_than_wanted test_the_caller_is_cancelled
    test_cancelled_at_any_moment
loses: test_the_rest_is_stopped test_order_of_response test_enough test_probes_that_fail
    test_time_is_up test_all_fail test_none_in_time test_no_mirrors test_a_timeout_of_a_probe
    test_whatever_a_probe_returns test_no_more_than_wanted test_the_caller_is_cancelled
    test_cancelled_at_any_moment
"""
