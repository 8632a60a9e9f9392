"""Nothing is written yet.

kills: test_a_report_after_each_interval test_how_many_have_ended test_how_many_there_are
    test_nobody_is_cancelled test_less_than_an_interval test_whatever_they_end_with
    test_ended_before_the_call test_no_tasks test_the_call_is_cancelled
    test_a_cancelled_call_cancels_no_task
loses: test_a_report_after_each_interval test_how_many_have_ended test_how_many_there_are
    test_nobody_is_cancelled test_less_than_an_interval test_whatever_they_end_with
    test_ended_before_the_call test_no_tasks test_the_call_is_cancelled
    test_a_cancelled_call_cancels_no_task
"""
