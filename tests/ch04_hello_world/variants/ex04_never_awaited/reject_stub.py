"""Nothing is written yet.

kills: test_two_forgotten test_three_of_one_line test_part_of_a_cycle test_a_program_with_a_loop
    test_returned_by_the_program test_other_warnings test_other_warnings_reach_the_caller
    test_the_callers_filters test_all_as_before test_a_program_that_fails
loses: test_two_forgotten test_three_of_one_line test_part_of_a_cycle test_a_program_with_a_loop
    test_in_debug_mode test_returned_by_the_program test_other_warnings
    test_other_warnings_reach_the_caller test_the_callers_filters test_all_as_before
    test_a_program_that_fails
"""
