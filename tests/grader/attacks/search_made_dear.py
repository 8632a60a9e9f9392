"""Uses up the steps that a search for races may take, by callbacks that do nothing.

exercise: ch27/ex02
"""

class Tally(Tally):
    begun = 0

    async def add(self, measure):
        for _ in range(2_000):
            asyncio.get_running_loop().call_soon(int)
        self.begun = mine = self.begun + 1
        await measure()
        self.total = mine
        return mine
