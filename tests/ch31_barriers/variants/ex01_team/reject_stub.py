"""An event with a counter is a barrier.

kills: test_three_meetings
loses: test_three_meetings test_positions test_a_team_of_one test_one_meeting_after_the_other
"""
