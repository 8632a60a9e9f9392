"""Nothing comes between reading and writing: there is only one thread; or some lock is there, be
it one that each call makes for itself, or one around the write alone.

kills: test_a_hundred_deposits_at_once
loses: test_a_hundred_deposits_at_once test_deposits_and_withdrawals_at_once
    test_too_many_withdrawals_at_once test_who_calls_again
"""
