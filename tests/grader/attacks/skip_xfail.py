"""Expects the failure.

exercise: ch27/ex02
"""

import pytest


def cheat(*seen):
    pytest.xfail("known")
