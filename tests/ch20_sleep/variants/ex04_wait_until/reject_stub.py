"""Nothing is written yet.

kills: test_true_already test_true_later test_never_true test_true_before_the_deadline
    test_no_time_at_all test_a_flag_set_by_somebody test_cancelled
loses: test_true_already test_true_later test_never_true test_true_before_the_deadline
    test_no_time_at_all test_a_flag_set_by_somebody test_cancelled
"""
