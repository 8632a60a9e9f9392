"""Leaves a task that is cancelled when its factory is let go.

exercise: ch18/ex01
message: still running
"""

class Factory:
    def __init__(self):
        self.made = []

    def __call__(self, loop, coro, **options):
        task = asyncio.Task(coro, loop=loop, **options)
        self.made.append(task)
        return task

    def __del__(self):
        for task in self.made:
            task.cancel()


def cheat(operation):
    loop = asyncio.get_running_loop()
    if loop.get_task_factory() is None:
        loop.set_task_factory(Factory())
