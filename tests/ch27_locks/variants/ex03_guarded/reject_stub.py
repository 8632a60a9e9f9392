"""`lock.acquire()` belongs inside the `try` whose `finally` releases the lock.

kills: test_a_lock_that_comes_too_late test_cancelled_while_waiting
loses: test_a_lock_that_comes_too_late test_cancelled_while_waiting
"""
