"""Calling `asyncio.sleep` pauses.

kills: test_no_loose_ends test_after_the_delay
loses: test_no_loose_ends test_after_the_delay test_other_tasks_go_on test_no_delay
    test_cancelled_during_the_delay test_nothing_left_of_a_cancelled_call test_two_at_once
"""
