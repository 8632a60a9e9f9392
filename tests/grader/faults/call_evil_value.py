"""A value can't be printed or compared.

verdicts: passed failed passed
"""

async def double(number: int) -> int:
    """Return twice `number`."""
    if number == 2:
        class Evil:
            def __repr__(self):
                raise RuntimeError('no')
        
            __eq__ = __str__ = __repr__
        
        return Evil()
    return 2 * number
