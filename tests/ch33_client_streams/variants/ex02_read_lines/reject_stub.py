"""An empty line is the end of the data, and `strip()` takes off what ends a line.

kills: test_blank_lines test_spaces
loses: test_blank_lines test_spaces test_a_carriage_return_in_a_line
"""
