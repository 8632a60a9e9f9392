"""A finalizer leaves with success.

exercise: ch27/ex02
"""

import os


class Last:
    def __del__(self):
        os._exit(0)


last = Last()
