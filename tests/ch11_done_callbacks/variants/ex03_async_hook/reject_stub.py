"""A callback may run a coroutine: the loop awaits what it returns, or `asyncio.run` does it.

kills: test_a_hook_that_takes_time
loses: test_a_hook_that_takes_time test_a_task_that_was_done test_a_failed_task
    test_a_cancelled_task test_two_hooks test_a_hook_that_fails test_beside_a_failed_hook
    test_kept_to_the_end test_let_go
"""
