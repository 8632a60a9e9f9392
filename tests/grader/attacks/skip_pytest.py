"""Skips the test.

exercise: ch27/ex02
"""

import pytest


def cheat(*seen):
    pytest.skip("not today")
