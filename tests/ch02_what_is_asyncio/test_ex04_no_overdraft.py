"""Hidden behaviours of an account that is never overdrawn."""

import asyncio

import pytest

from grader.testing import every_cancellation, every_order, same


async def withdraw(account, *amounts):
    """Withdraw them all at once; return the names of the exceptions that come out."""
    results = await asyncio.gather(*map(account.withdraw, amounts), return_exceptions=True)
    return [type(result).__name__ for result in results if isinstance(result, BaseException)]


async def test_one_withdrawal(exercise, jobs):
    """A withdrawal lowers the balance.

    30 out of 100.
    """
    account = exercise.Account(100, jobs.make("authorise", takes=1))

    await account.withdraw(30)

    assert same(account.balance, 70)


async def test_not_enough_money(exercise, jobs):
    """When there isn't enough money, `InsufficientFunds` comes out, and nothing is taken.

    101 out of 100, and after that 100, which is there.
    """
    account = exercise.Account(100, jobs.make("authorise", takes=1))

    with pytest.raises(exercise.InsufficientFunds):
        await account.withdraw(101)
    await account.withdraw(100)

    assert same(account.balance, 0)


@every_order
async def test_two_at_once(exercise, jobs):
    """Two withdrawals at once don't take more than there is, in every order of events.

    80 and 80 out of 100: one gets its money, the other one `InsufficientFunds`.
    """
    account = exercise.Account(100, jobs.make("authorise"))

    errors = await withdraw(account, 80, 80)

    assert same(account.balance, 20)
    assert errors == ["InsufficientFunds"]


async def test_ten_at_once(exercise, jobs):
    """Of many withdrawals at once, as many succeed as there is money for.

    Ten times 30 out of 100: three get their money, the others `InsufficientFunds`. It takes 1 s to
    authorise each of them.
    """
    account = exercise.Account(100, jobs.make("authorise", takes=1))

    errors = await withdraw(account, *[30] * 10)

    assert same(account.balance, 10)
    assert errors == ["InsufficientFunds"] * 7


@pytest.mark.code("lost-update")
@every_order
async def test_small_ones_at_once(exercise, jobs):
    """Every withdrawal counts, however many there are at once, in every order of events.

    Five times 1 out of 100.
    """
    account = exercise.Account(100, jobs.make("authorise"))

    await withdraw(account, *[1] * 5)

    assert same(account.balance, 95)


async def test_a_refusal(exercise, jobs):
    """When `authorise` refuses, its exception comes out, and nothing is taken.

    100 out of 100 is refused with a `PermissionError`; after that, 100 is authorised.
    """
    error = PermissionError("ask your parents")
    answers = [jobs.make("refused", takes=1, raises=error), jobs.make("authorised", takes=1)]
    account = exercise.Account(100, lambda amount: answers.pop(0)(amount))

    with pytest.raises(PermissionError, match="ask") as caught:
        await account.withdraw(100)
    await account.withdraw(100)

    assert same((caught.value, account.balance), (error, 0))


@pytest.mark.code("lost-update")
async def test_a_refusal_among_others(exercise, jobs):
    """When a withdrawal is refused, another one that went on meanwhile counts all the same.

    50 and 30 out of 100, at once. The 50 are refused after 2 s, the 30 authorised after 1 s.
    """
    refused = jobs.make("refused", takes=2, raises=PermissionError("ask your parents"))
    answers = {50: refused, 30: jobs.make("authorised", takes=1)}
    account = exercise.Account(100, lambda amount: answers[amount](amount))

    errors = await withdraw(account, 50, 30)

    assert same(account.balance, 70)
    assert errors == ["PermissionError"]


@every_cancellation
async def test_a_cancellation(exercise, jobs, start, cancel):
    """When a call is cancelled while it waits, nothing is taken, and it is in nobody's way.

    100 out of 100 takes 1 s to authorise, and is cancelled; after that, 100 is authorised.
    """
    account = exercise.Account(100, jobs.make("authorise", takes=1))
    call = start("call", account.withdraw(100))

    await cancel(call)
    await account.withdraw(100)

    assert same(account.balance, 0)
