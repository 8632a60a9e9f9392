"""`asyncio.wait` takes any set of tasks, and brings everything back.

kills: test_nobody test_a_failing_drain test_cancelled
loses: test_nobody test_a_failing_drain test_a_failing_write test_any_connection_error
    test_order_of_names test_comings_and_goings test_left_alone test_cancelled
"""
