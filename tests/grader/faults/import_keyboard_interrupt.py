"""The file behaves as if somebody had pressed Ctrl-C.

status: error
message: raises `KeyboardInterrupt`
line: 8
"""

raise KeyboardInterrupt


async def double(number: int) -> int:
    """Return twice `number`."""
    return 2 * number
