"""What several commands take on their command line."""

from __future__ import annotations

import argparse
import re

__all__ = ["number"]


def number(text: str) -> int:
    """A whole number from 1, for argparse."""
    if not re.fullmatch(r"[0-9]{1,4}", text) or int(text) == 0:
        raise argparse.ArgumentTypeError("it takes a number from 1")
    return int(text)
