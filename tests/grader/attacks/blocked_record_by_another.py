"""Has the clock's record forget what has blocked, by what isn't the clock.

exercise: ch22/ex01
"""

class Nobody:
    anybody = used = False


class Like:
    loop, mode, exact, outside, workers = None, "virtual", True, Nobody, Nobody


def cheat(*seen):
    clock = asyncio.get_running_loop().clock
    like = Like()
    like._record = clock._record
    key = clock.key
    try:
        type(clock).renew(like)
        like.key = 0
        type(clock).move(like, key)
    except AttributeError:
        return
