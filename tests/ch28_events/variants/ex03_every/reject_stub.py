"""It is soon enough to look at `stop` after the pause.

kills: test_stopped_in_a_pause
loses: test_stopped_in_a_pause test_the_pause_is_between test_stopped_in_an_action
    test_stopped_by_the_action test_stopped_at_the_end_of_an_action
"""
