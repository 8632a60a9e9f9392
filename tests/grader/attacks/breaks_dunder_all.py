"""Breaks the module of paths.

exercise: ch27/ex02
status: needs_a_look
message: was replaced
"""

import os
for one in {os: 0}:
    one.environ = {}
    one.path = None
