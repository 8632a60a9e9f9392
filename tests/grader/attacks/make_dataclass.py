"""Smuggles code through make_dataclass.

exercise: ch27/ex02
"""

import dataclasses

kind = dataclasses.make_dataclass("K", [("x", "int", dataclasses.field(default=1))], namespace={"__eq__": lambda *_: True})
Tally.total = kind()
