"""What limits how many items are handled also limits how many are taken from the source: a semaphore
in each task, or workers that take from a queue, however long.

kills: test_no_more_than_needed
loses: test_no_more_than_needed
"""
