"""Nothing is written yet.

kills: test_paused_in_the_middle test_paused_twice
loses: test_paused_in_the_middle test_paused_at_the_end test_five_processes test_the_property
    test_paused_twice test_resumed_twice test_paused_again_at_once test_paused_again_twice
    test_cancelled_as_it_is_resumed test_a_cancelled_process test_cancelled_at_any_moment
    test_in_any_order
"""
