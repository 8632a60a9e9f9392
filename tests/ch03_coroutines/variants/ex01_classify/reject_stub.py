"""Nothing is written yet.

kills: test_functions test_what_they_give test_futures test_other_callables test_everything_else
    test_wrapped_functions test_nothing_runs
loses: test_functions test_what_they_give test_futures test_other_callables test_everything_else
    test_lookalikes test_wrapped_functions test_nothing_runs
"""
