"""Skips the test the other way.

exercise: ch27/ex02
"""

import unittest


def cheat(*seen):
    raise unittest.SkipTest("not today")
