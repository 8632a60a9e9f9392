"""Nothing is written yet.

kills: test_the_page
loses: test_the_page test_optional_widgets_fail test_a_fallback_that_is_a_list
    test_a_required_widget_fails test_clean_up test_the_caller_is_cancelled
    test_cancelled_at_any_moment test_odd_values test_failures_at_the_same_moment
    test_a_clean_up_fails test_no_widgets
"""
