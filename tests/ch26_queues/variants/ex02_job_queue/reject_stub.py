"""Jobs of equal priority come out in the order in which they went in; or the clock tells them
apart, for it has moved on meanwhile.

kills: test_jobs_that_cannot_be_compared test_equal_priorities
loses: test_jobs_that_cannot_be_compared test_equal_priorities test_after_one_was_taken
    test_none_is_a_job
"""
