"""A test that has to fail, so that a harness which lets everything pass is found out."""

from __future__ import annotations

from grader.testing import same

__all__ = ["tripwire"]


# In a file of its own, for that is parsed to explain the failure; and asking for `request`, so that
# the failure isn't run again with a trace.
def tripwire(request: object) -> None:  # noqa: ARG001
    """Fail."""
    assert same(1, 2)
