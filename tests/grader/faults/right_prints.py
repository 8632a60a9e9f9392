"""It prints what it does.

verdicts: passed passed passed
"""

print("loaded")


async def double(number: int) -> int:
    print("doubling", number)
    return 2 * number
