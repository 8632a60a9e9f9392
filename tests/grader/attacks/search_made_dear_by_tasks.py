"""Uses up the steps that a search for races may take, by a task that only spins.

exercise: ch27/ex02
"""

async def spin():
    for _ in range(6_000):
        await asyncio.sleep(0)


class Tally(Tally):
    begun = 0
    spinning = None

    async def add(self, measure):
        self.spinning = self.spinning or asyncio.ensure_future(spin())
        self.begun = mine = self.begun + 1
        await measure()
        self.total = mine
        await self.spinning
        return mine
