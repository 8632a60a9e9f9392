"""Whoever comes to the end may release the lock: the `acquire` stands inside the `try`, and
`finally` releases, perhaps after a look at `lock.locked()`.

kills: test_a_lock_that_comes_too_late test_cancelled_while_waiting
loses: test_a_lock_that_comes_too_late test_cancelled_while_waiting
"""
