"""Makes the plugin manager call nobody.

exercise: ch27/ex02
"""

import sys


def cheat(*seen):
    sys.modules["pluggy._hooks"].HookCaller.__call__ = lambda *_, **__: None
