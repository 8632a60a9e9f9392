"""To act and then to sleep is to act at regular times.

kills: test_short_runs
loses: test_short_runs test_a_long_run test_ticking_goes_on test_a_long_run_that_fails
"""
