"""Nothing is written yet.

kills: test_no_question test_three_questions test_a_question_from_deep_inside
    test_none_is_a_question test_an_error_of_the_coroutine test_a_failed_answer_that_is_handled
    test_a_failed_answer test_no_event_loop
loses: test_no_question test_three_questions test_a_question_from_deep_inside
    test_none_is_a_question test_an_error_of_the_coroutine test_a_failed_answer_that_is_handled
    test_a_failed_answer test_no_event_loop
"""
