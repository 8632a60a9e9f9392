"""Forgets all modules.

exercise: ch27/ex02
status: needs_a_look
message: was replaced
"""

import sys
def cheat(*seen):
    getattr(sys, "mod" + "ules").clear()
