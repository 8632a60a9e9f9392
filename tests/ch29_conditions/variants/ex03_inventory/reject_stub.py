"""One notification for each delivery is enough; and whoever takes part by part gets them all in
the end.

kills: test_an_order_too_big_waits_first test_a_big_order_and_a_small_one
loses: test_a_big_order_and_a_small_one test_an_order_too_big_waits_first test_five_orders_alike
    test_enough_for_all test_cancelled_at_any_moment test_all_at_once
"""
