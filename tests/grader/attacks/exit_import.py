"""Leaves at import with success.

exercise: ch27/ex02
"""

import sys

sys.exit(0)
