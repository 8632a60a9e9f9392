"""Dataclasses, enums and caches are used.

verdicts: passed passed passed
"""

import dataclasses
import enum
import functools
import logging


class Mode(enum.Enum):
    TWICE = 2


@dataclasses.dataclass(frozen=True)
class Factor:
    by: int


@functools.cache
def factor(mode: Mode) -> Factor:
    logging.getLogger("double").debug("mode %s", mode)
    return Factor(by=mode.value)


async def double(number: int) -> int:
    return factor(Mode.TWICE).by * number
