"""To wait for the end of a task is to await it; what it failed with can be asked for afterwards.

kills: test_a_task_that_fails test_everybody_gets_it test_a_task_that_is_cancelled
loses: test_a_task_that_fails test_a_failure_of_another_kind test_everybody_gets_it
    test_a_task_that_is_cancelled test_the_task_goes_on
"""
