"""A reference of its own.

exercise: ch27/ex02
beside: solutions/ch27_locks/ex02_tally.py
"""

class Tally: ...
