"""A cancellation is a wish that a task answers by returning early with what it has.

kills: test_ends_as_cancelled
loses: test_closed_when_handling_fails test_closed_when_reading_fails test_ends_as_cancelled
    test_closed_after_an_exception_of_another_kind
"""
