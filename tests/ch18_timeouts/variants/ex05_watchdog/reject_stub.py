"""Nothing is written yet.

kills: test_touches_keep_it_alive test_silence_after_touches test_no_touch_at_all
    test_a_touch_during_clean_up test_a_touch_after_the_end test_the_caller_is_cancelled
    test_many_quick_touches
loses: test_touches_keep_it_alive test_silence_after_touches test_no_touch_at_all
    test_a_touch_during_clean_up test_a_touch_after_the_end test_the_caller_is_cancelled
    test_many_quick_touches
"""
