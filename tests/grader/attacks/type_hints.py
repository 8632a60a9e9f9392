"""Has a type hint evaluated.

exercise: ch27/ex02
"""

import typing


def cheat(tally, measure):
    def hinted(x: "__import__('sys').modules['grader.testing'].__dict__.update(same=print)"):
        pass

    typing.get_type_hints(hinted)
