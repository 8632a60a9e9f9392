"""A `finally` runs in any case, however early its coroutine is cancelled.

kills: test_cancelled_at_once
loses: test_cancelled_at_once test_cancelled_at_once_with_all_others
"""
