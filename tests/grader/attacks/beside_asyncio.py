"""A module that shadows asyncio.

exercise: ch27/ex02
beside: exercises/ch27_locks/asyncio.py
"""

def __getattr__(name):
    return lambda *_, **__: None
