"""The `async` is forgotten.

verdicts: failed failed failed
status: error
message: `double` is not a coroutine function
line: 9
"""

def double(number: int) -> int:
    return 2 * number
