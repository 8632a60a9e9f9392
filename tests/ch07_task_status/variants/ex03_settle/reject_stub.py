"""Nothing is written yet.

kills: test_all_kinds_of_ends test_until_the_last_one test_a_returned_exception test_no_tasks
    test_failures_are_retrieved test_the_call_is_cancelled
loses: test_all_kinds_of_ends test_until_the_last_one test_an_exception_of_another_kind
    test_a_returned_exception test_no_tasks test_failures_are_retrieved test_the_call_is_cancelled
"""
