"""Gives the collaborator's class other code.

exercise: ch27/ex02
"""

def cheat(tally, measure):
    call = type(measure).__call__

    async def one(self):
        return 1

    call.__code__ = one.__code__
