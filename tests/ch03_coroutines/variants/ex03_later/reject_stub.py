"""An object with a delay and a value can be awaited: that's what it is for.

kills: test_a_value_after_the_delay
loses: test_a_value_after_the_delay test_no_value test_a_value_that_can_be_awaited
    test_nothing_to_do_meanwhile test_one_await_after_the_other test_two_tasks test_cancelled
    test_one_of_two_is_cancelled test_never_awaited test_two_programs
"""
