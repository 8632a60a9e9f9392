"""The surroundings that every test of the grader finds."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from grader.workers import confinement


@pytest.fixture(scope="session", autouse=True)
def a_learners_machine():
    """Forget that this is CI, where grades aren't remembered, and how wide somebody's terminal is.

    Tests about those say so themselves.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("CI", raising=False)
        patch.delenv("COLUMNS", raising=False)  # pytest-xdist sets it
        yield


@pytest.fixture(scope="module")
def unmeasured() -> Iterator[None]:
    """While coverage is measured, leave out the children of these tests.

    For tests that grade hundreds of files: measuring each child takes longer than grading, and other
    tests' children are measured. The layer that hides files, which can't be on where coverage is
    measured, is on in these.
    """
    with pytest.MonkeyPatch.context() as patch:
        for name in confinement.MEASURING:
            patch.delenv(name, raising=False)
        yield
