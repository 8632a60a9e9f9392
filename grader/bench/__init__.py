"""Measures the grader next to other ways of doing the same, in one run and on one machine.

Ratios are what is claimed; absolute times only hold where they were measured.
"""

AT_A_TIME = 2
"""Exercises under way at a time, in every way that has more than one."""
