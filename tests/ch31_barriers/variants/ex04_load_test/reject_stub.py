"""Nothing is written yet.

kills: test_all_fire_together
loses: test_all_fire_together test_the_report test_all_are_closed test_a_connect_fails
    test_a_connect_times_out test_not_all_in_time test_clean_up test_a_fire_fails
    test_cancelled_while_connecting test_cancelled_while_firing test_a_long_fire
    test_all_come_at_once test_some_fail_at_once test_a_single_client test_cancelled_at_any_moment
"""
