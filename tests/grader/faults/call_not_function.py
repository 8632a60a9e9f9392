"""A number stands where the function should be.

verdicts: failed failed failed
"""

double = 3
