"""It yields instead of returning.

verdicts: failed failed failed
"""

async def double(number: int):
    yield 2 * number
