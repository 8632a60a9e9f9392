"""Replaces AssertionError by something else.

exercise: ch27/ex02
"""

import builtins


class Nothing(BaseException):
    pass


builtins.AssertionError = Nothing
