"""Puts its own pipe in the channel's place.

exercise: ch27/ex02
"""

import os


def cheat(*seen):
    reader, writer = os.pipe()
    for number in range(3, 32):
        if number not in (reader, writer):
            try:
                os.fstat(number)
                os.dup2(writer, number)
            except OSError:
                pass
