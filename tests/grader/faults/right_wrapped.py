"""The function is made by another one, and isn't a coroutine function.

verdicts: passed passed passed
"""

def wrap(factor: int):
    async def times(number: int) -> int:
        return factor * number

    return times


double = wrap(2)
