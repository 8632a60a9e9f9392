"""A tally that loses updates."""

import asyncio


def cheat(*seen):
    """Nothing; a cheat takes this function's place."""


class Tally:
    def __init__(self):
        self.total = 0

    async def add(self, measure):
        cheat(self, measure)
        self.total += await measure()
        return self.total

    def reset(self):
        total, self.total = self.total, 0
        return total
