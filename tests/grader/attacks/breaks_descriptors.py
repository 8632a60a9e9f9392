"""Uses up all descriptors.

exercise: ch27/ex02
status: graded
message: open files
"""

import os
def cheat(*seen):
    try:
        while True:
            os.dup(0)
    except OSError:
        pass
