"""Opens the hidden test for writing, and changes nothing.

exercise: ch27/ex02
"""

open("ROOT/tests/ch27_locks/test_ex02_tally.py", "r+").close()
