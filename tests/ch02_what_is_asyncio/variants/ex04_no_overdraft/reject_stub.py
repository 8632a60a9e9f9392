"""There is only one thread, so what was checked before an await still holds after it; or there is a
lock, but not around the check and the change together, or a new one for each call.

kills: test_two_at_once test_ten_at_once
loses: test_two_at_once test_ten_at_once
"""
