"""Nothing is written yet.

kills: test_the_greeting test_no_coroutine_forgotten test_called_twice test_in_an_event_loop
    test_the_loop_is_closed test_the_import test_hello_alone
loses: test_no_coroutine_forgotten test_the_greeting test_hello_alone test_called_twice
    test_in_an_event_loop test_the_loop_is_closed test_a_write_that_fails
    test_closed_after_a_failure test_the_import
"""
