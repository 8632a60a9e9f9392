"""Calling a coroutine function gives its result.

kills: test_the_greeting test_the_title_for_a_name
loses: test_the_greeting test_the_title_for_a_name test_no_title test_no_name
    test_a_name_known_before
"""
