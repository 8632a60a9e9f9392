"""The solution is imported.

status: error
message: can't import `solutions.ch90_faults`
line: 8
"""

from solutions.ch90_faults import ex01_double as answer

double = answer.double
