"""Awaiting a task is watching it, and what comes after the await tells of success.

kills: test_a_task_that_was_done test_a_task_that_fails test_a_task_that_is_cancelled
    test_the_watcher_is_cancelled
loses: test_a_task_that_was_done test_a_task_that_fails test_an_exception_of_another_kind
    test_a_task_that_is_cancelled test_the_watcher_is_cancelled
"""
