"""Takes their numbers from tasks, so that it seems that nobody ever has a choice.

exercise: ch27/ex02
"""

class Tally(Tally):
    begun = 0

    async def add(self, measure):
        for task in asyncio.all_tasks():
            task.number = task._number = 0
        self.begun = mine = self.begun + 1
        await measure()
        self.total = mine
        return mine
