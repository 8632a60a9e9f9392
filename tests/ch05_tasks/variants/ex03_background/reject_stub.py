"""What waits in the event loop is kept by it, so a weak set of the tasks is enough.

kills: test_kept_to_the_end test_started_late
loses: test_kept_to_the_end test_every_end_counts test_started_late test_started_late_again
"""
