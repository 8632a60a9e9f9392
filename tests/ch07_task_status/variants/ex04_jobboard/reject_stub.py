"""Nothing is written yet.

kills: test_a_job_that_works test_a_job_that_fails test_a_job_that_is_cancelled
    test_cancelled_before_it_began test_a_job_that_goes_on test_an_id_that_is_taken
    test_the_refused_coroutine test_an_id_that_is_free_again test_a_purge test_an_unknown_job
    test_the_board_keeps_its_jobs
loses: test_a_job_that_works test_a_job_that_fails test_a_job_that_is_cancelled
    test_cancelled_before_it_began test_a_job_that_goes_on test_an_id_that_is_taken
    test_the_refused_coroutine test_an_id_that_is_free_again test_a_purge test_an_unknown_job
    test_the_board_keeps_its_jobs
"""
