"""One attempt without a limit will do.

kills: test_the_third_attempt_is_ready test_all_are_too_slow test_the_overall_limit
    test_the_overall_limit_in_a_pause test_one_at_a_time
loses: test_the_third_attempt_is_ready test_all_are_too_slow test_the_overall_limit
    test_the_overall_limit_in_a_pause test_one_at_a_time
"""
