"""What is pasted between double quotes is a text, and no more.

kills: test_a_value test_dollar_signs
loses: test_a_value test_dollar_signs test_several_values
"""
