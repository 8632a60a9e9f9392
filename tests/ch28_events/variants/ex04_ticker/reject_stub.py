"""An event is a pulse that whoever gets it clears for the next time.

kills: test_nobody_waits test_two_ticks_at_once
loses: test_awaited_later test_nobody_waits test_at_the_moment_of_a_tick test_two_ticks_at_once
"""
