"""A poisoned cache.

exercise: ch27/ex02
beside: exercises/ch27_locks/__pycache__/ex02_tally.cpython-311.pyc
"""

not really bytecode
