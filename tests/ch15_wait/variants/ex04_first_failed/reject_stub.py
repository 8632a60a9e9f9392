"""The done set has one task in it: the one that has failed.

kills: test_the_failed_one test_several_fail_together
loses: test_the_failed_one test_cancelled_is_not_failed test_several_fail_together
    test_a_step_behind test_no_tasks
"""
