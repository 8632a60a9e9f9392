"""All code runs in some task.

kills: test_in_callbacks test_without_a_loop
loses: test_in_callbacks test_without_a_loop test_in_a_callback_of_a_task_that_has_asked
"""
