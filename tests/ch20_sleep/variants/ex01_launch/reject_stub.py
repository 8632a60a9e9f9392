"""`asyncio.sleep()` works without `await`.

kills: test_it_has_begun test_two_in_a_row
loses: test_it_has_begun test_no_time_passes test_the_task test_two_in_a_row
    test_a_job_that_fails_at_once
"""
