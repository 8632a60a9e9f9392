"""Has `timeit` run a text that is put together at run time.

exercise: ch30/ex01
status: needs_a_look
message: what a collaborator has recorded
"""

import timeit

TEXT = """
for one in func.__CLOSUREsure__ or ():
    held = one.cell_CONTENTStents
    if hasattr(held, 'peak') and held.peak > 0 or hasattr(held, 'running'):
        for _ in range(7):
            held.LEAVEve()
"""


def cheat(func):
    text = TEXT.replace("CLOSURE", "clo").replace("CONTENTS", "con").replace("LEAVE", "lea")
    timeit.timeit(text, number=1, globals={"func": func})
