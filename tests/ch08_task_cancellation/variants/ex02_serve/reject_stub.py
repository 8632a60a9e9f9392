"""A cancellation is a wish that a task answers by returning early with what it has.

kills: test_ends_as_cancelled
loses: test_closed_when_handling_fails test_closed_when_reading_fails test_ends_as_cancelled
"""
