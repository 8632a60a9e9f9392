"""If the lock is held, it is held by the one who asks.

kills: test_owned_twice test_one_owner_at_a_time
loses: test_owned_twice test_as_often_as_acquired test_first_come_first_served
    test_one_owner_at_a_time test_a_child_is_another_task test_released_by_others
    test_a_cancelled_waiter test_an_exception
"""
