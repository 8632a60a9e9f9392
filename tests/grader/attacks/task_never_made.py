"""Keeps a task that was never quite made, which nobody can ask for anything.

exercise: ch18/ex01
"""

half = asyncio.Task.__new__(asyncio.Task)

def cheat(operation):
    getattr(asyncio, "Task")
