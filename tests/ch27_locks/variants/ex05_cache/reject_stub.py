"""Nothing comes between looking for a value and keeping it: there is only one thread; or there
is a lock, though one that each call makes for itself.

kills: test_callers_of_one_key
loses: test_callers_of_one_key test_a_value_of_none test_a_failed_load_among_many_callers
    test_who_asks_again_at_once
"""
