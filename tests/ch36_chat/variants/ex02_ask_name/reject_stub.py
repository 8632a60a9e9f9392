"""Whatever the client sends is its name.

kills: test_refused test_the_end
loses: test_refused test_the_end test_the_end_later test_the_same_moment test_taken_meanwhile
    test_free_again test_drained test_cancelled
"""
