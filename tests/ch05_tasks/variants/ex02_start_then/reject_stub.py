"""A new task begins by itself: as soon as it is created, or at whatever `await` comes next (even
one that never suspends), or because the loop had its turn just before.

kills: test_the_order
loses: test_the_order test_a_background_that_never_suspends test_a_background_of_many_turns
"""
