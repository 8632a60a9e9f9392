"""Stub and reference promise their callers the same."""

import pytest

from grader.solutions.promises import differences

STUB = '''
"""A counter."""

from contextlib import AbstractAsyncContextManager


class Counter:
    """Counts."""

    limit: int = 3

    def __init__(self, start: int) -> None:
        self.value = start

    async def add(self, number: int = 1) -> int:
        """Add it."""
        raise NotImplementedError

    @property
    def full(self) -> bool:
        """Whether it is."""
        raise NotImplementedError

    def _secret(self) -> None: ...


def opened() -> AbstractAsyncContextManager[Counter]:
    """A counter for a while."""
    raise NotImplementedError


if __name__ == "__main__":
    print(Counter(0))
'''


def test_equal_promises():
    assert differences(STUB, STUB.replace("raise NotImplementedError", "return 1")) == ()


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('"""A counter."""', '"""A count."""', "docstring of the module differs: 'A counter.'"),
        (
            "async def add",
            "def add",
            "`Counter.add` is `async def add(self, number: int=1) -> int`",
        ),
        ("number: int = 1", "number: int", "and `async def add(self, number: int) -> int`"),
        ("(self) -> bool", "(self) -> int", "`@property def full(self) -> bool`"),
        ("    @property\n", "", "`Counter.full` is"),
        ("start: int", "begin: int", "`Counter.__init__`"),
        ('"""Add it."""', '"""Add it!"""', "docstring of `Counter.add` differs: 'Add it.'"),
        ("limit: int = 3", "limit: int = 4", "`Counter.limit` is `limit: int = 3`"),
        ("class Counter:", "class Counter(dict):", "`Counter` is `class Counter()`"),
        ("def opened", "def closed", "`opened` is in the stub only"),
    ],
)
def test_a_difference(old, new, said):
    found = differences(STUB, STUB.replace(old, new))

    assert any(said in each for each in found), found


def test_what_only_the_reference_offers():
    more = STUB.replace("    def _secret", "    def reset(self) -> None: ...\n    def _secret")

    assert differences(STUB, more) == ("`Counter.reset` is in the reference only",)


def test_a_reference_may_have_more_that_is_private_or_special():
    more = STUB.replace(
        "    def _secret", "    async def __aexit__(self, *e): ...\n    def _hidden"
    )

    assert differences(STUB, more + "\ndef _helper(): ...\n") == ()


def test_a_reference_may_be_made_by_a_decorator():
    made = STUB.replace(
        "def opened() -> AbstractAsyncContextManager[Counter]:",
        "@asynccontextmanager\nasync def opened() -> AsyncIterator[Counter]:",
    )

    assert differences(STUB, made) == ()
    assert differences(STUB, made.replace("opened()", "opened(x)")) != ()


def test_a_setter_is_another_promise_than_its_property():
    more = STUB.replace(
        "    def _secret", "    @full.setter\n    def full(self, value): ...\n    def _secret"
    )

    assert differences(STUB, more) == ("`Counter.full (@full.setter)` is in the reference only",)
