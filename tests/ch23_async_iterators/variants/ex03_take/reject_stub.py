"""One more step does no harm: the loop is left when there is one item too many.

kills: test_the_first_two test_the_rest_is_left test_none_wanted
loses: test_the_first_two test_the_rest_is_left test_one_after_the_other test_none_wanted
    test_a_generator_goes_on
"""
