"""A module that leaves Python when it is asked for anything.

exercise: ch27/ex02
"""

import sys
class Module(type(sys)):
    def __getattribute__(self, name):
        raise SystemExit(0)
setattr(sys.modules[__name__], "__class__", Module)
