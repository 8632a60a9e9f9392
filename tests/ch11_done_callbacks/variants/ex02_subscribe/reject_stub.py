"""Two lambdas that do the same are equal, so the second one removes the first.

kills: test_in_time
loses: test_in_time test_subscribed_twice test_the_later_of_two test_too_late
    test_by_another_callback test_a_task_that_was_done
"""
