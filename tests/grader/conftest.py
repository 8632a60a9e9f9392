"""The surroundings that every test of the grader finds."""

from __future__ import annotations

import pytest


@pytest.fixture(scope="session", autouse=True)
def a_learners_machine():
    """Forget that this is CI, where grades aren't remembered, and how wide somebody's terminal is.

    Tests about those say so themselves.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("CI", raising=False)
        patch.delenv("COLUMNS", raising=False)  # pytest-xdist sets it
        yield
