"""An exercise that can't work here says why."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from packaging.specifiers import SpecifierSet

from grader.requirements import allows, is_specifier, missing
from tests.grader.builders import exercise

versions = st.lists(st.integers(0, 20), min_size=1, max_size=3).map(tuple)


@given(st.sampled_from([">=", "<=", "==", "!=", ">", "<"]), versions, versions)
def test_comparisons_mean_what_they_mean_to_pip(operator, wanted, python):
    specifier = operator + ".".join(map(str, wanted))
    assert is_specifier(specifier)
    assert allows(specifier, python) == (".".join(map(str, python)) in SpecifierSet(specifier))


def test_every_comparison_must_hold():
    assert allows(">=3.11, <3.13", (3, 12, 1))
    assert not allows(">=3.11,<3.13", (3, 13, 0))
    assert allows("", (3, 11))


@pytest.mark.parametrize("text", ["", "3.12", ">=", ">=3.x", "~=3.12", ">=3.12,", ">=3.12 <4"])
def test_what_is_no_specifier(text):
    assert not is_specifier(text)


def test_using_what_is_no_specifier_is_an_error():
    with pytest.raises(ValueError, match="not a version specifier"):
        allows("3.12", (3, 12))


def test_nothing_is_missing_by_default():
    assert missing(exercise()) == ""


def test_a_newer_python_is_named():
    assert missing(exercise(requires_python=">=3.12"), python=(3, 11, 7)) == (
        "needs Python >=3.12; this is 3.11"
    )


def test_platforms_are_prefixes():
    posix = exercise(platforms=("linux", "darwin"))
    assert missing(posix, platform="linux2") == ""
    assert missing(posix, platform="win32") == "works on linux and darwin only; this is win32"
