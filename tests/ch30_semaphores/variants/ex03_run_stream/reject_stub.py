"""A semaphore limits how many tasks there are.

kills: test_no_more_than_needed
loses: test_no_more_than_needed
"""
