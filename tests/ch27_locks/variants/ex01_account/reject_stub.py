"""There is one thread only, so nothing can come between reading and writing.

kills: test_a_hundred_deposits_at_once
loses: test_a_hundred_deposits_at_once test_deposits_and_withdrawals_at_once
    test_too_many_withdrawals_at_once
"""
