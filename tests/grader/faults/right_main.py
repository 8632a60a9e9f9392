"""A demo is run when the file is a program.

verdicts: passed passed passed
"""



async def double(number: int) -> int:
    """Return twice `number`."""
    return 2 * number


if __name__ == "__main__":
    raise SystemExit("this is not run")
