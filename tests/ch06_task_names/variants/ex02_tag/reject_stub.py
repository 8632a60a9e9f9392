"""Nothing is written yet.

kills: test_in_a_task test_deep_inside test_in_a_callback test_without_a_loop test_renamed
loses: test_in_a_task test_deep_inside test_in_a_callback test_without_a_loop test_after_a_program
    test_an_empty_name test_what_looks_like_a_format test_renamed
"""
