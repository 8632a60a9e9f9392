"""`as_completed` gives the results, one after the other.

kills: test_each_at_its_moment
loses: test_each_at_its_moment test_the_order_of_their_ends test_all_at_the_same_time
    test_how_many test_results_that_look_empty test_a_task_that_was_done test_at_the_same_moment
"""
