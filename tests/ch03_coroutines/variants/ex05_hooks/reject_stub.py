"""Nothing is written yet.

kills: test_plain_functions test_coroutine_functions test_coroutines_from_elsewhere test_a_task
    test_an_awaitable_of_its_own test_in_turn test_nobody_there test_a_failing_handler
    test_a_type_error test_added_meanwhile test_a_generator
loses: test_plain_functions test_coroutine_functions test_coroutines_from_elsewhere test_a_task
    test_an_awaitable_of_its_own test_awaited_once test_in_turn test_nobody_there
    test_a_failing_handler test_a_type_error test_added_meanwhile test_a_generator
"""
