"""`to_thread()` starts the thread; the `await` only fetches the result.

kills: test_each_needs_the_other test_started_first
loses: test_each_needs_the_other test_the_longer_of_them test_started_first
"""
