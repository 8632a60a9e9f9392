"""A GeneratorExit is raised.

verdicts: passed failed passed
"""

async def double(number: int) -> int:
    """Return twice `number`."""
    if number == 2:
        raise GeneratorExit
    return 2 * number
