"""A coroutine object can be awaited again, and does all of it once more, as a function does.

kills: test_two_failures
loses: test_two_failures test_two_failures_of_another_kind test_no_pause test_failures_only
"""
