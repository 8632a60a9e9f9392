"""A new semaphore is a new limit, for those who wait, too.

kills: test_growing
loses: test_growing test_shrinking test_shrinking_with_free_places test_shrunk_and_grown_again
    test_nobody test_in_turn
"""
