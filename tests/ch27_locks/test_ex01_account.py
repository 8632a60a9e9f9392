"""Hidden behaviours of the account."""

import asyncio

import pytest

from grader.testing import Store, every_order, same


class FailsOnce(Store):
    """A store whose first write raises `error`."""

    def __init__(self, value, error):
        super().__init__(value)
        self.errors = [error]

    async def write(self, value):
        if self.errors:
            raise self.errors.pop()
        await super().write(value)


@pytest.mark.code("lost-update")
async def test_a_hundred_deposits_at_once(exercise):
    """Deposits that overlap all count, in the order of the calls.

    100 deposits of 1 into an empty account begin together: no update is lost, and they return
    1, 2, 3 and so on up to 100.
    """
    store = Store(0)
    account = exercise.Account(store)

    balances = await asyncio.gather(*(account.deposit(1) for _ in range(100)))

    assert same((store.lost, store.value, balances), (0, 100, [*range(1, 101)]))


@pytest.mark.code("lost-update")
@every_order
async def test_deposits_and_withdrawals_at_once(exercise):
    """Deposits and withdrawals that overlap all count, in every order of events.

    Into an account of 100 go 5 and 50, out of it go 3 and 30: that leaves 122.
    """
    store = Store(100)
    account = exercise.Account(store)

    await asyncio.gather(
        account.deposit(5), account.withdraw(3), account.deposit(50), account.withdraw(30)
    )

    assert same((store.lost, store.value), (0, 122))


@pytest.mark.code("lost-update")
@every_order
async def test_too_many_withdrawals_at_once(exercise):
    """No more is taken out than there is, in every order of events.

    Three withdrawals of 4 begin together, of a balance of 10: two get their money.
    """
    store = Store(10)
    account = exercise.Account(store)

    taken = sorted(await asyncio.gather(*(account.withdraw(4) for _ in range(3))), key=bool)

    assert same((taken, store.value), ([False, True, True], 2))


async def test_who_calls_again(exercise, start, clock):
    """Who calls again, as soon as its call has returned, comes after those who wait already.

    Reading and writing take 1 s each. A task deposits 5 into an account of 5, and then withdraws 10;
    at 1 s somebody else has asked for 10. He gets it, and the task doesn't.
    """
    account = exercise.Account(Store(5, takes=1))

    async def deposit_and_withdraw():
        await account.deposit(5)
        return await account.withdraw(10)

    again = start("again", deposit_and_withdraw())
    await clock.until(1)
    other = start("other", account.withdraw(10))

    assert same((await other, await again), (True, False))


async def test_a_balance_too_small(exercise):
    """A withdrawal that is refused writes nothing.

    It asks for 11 of a balance of 10.
    """
    store = Store(10)

    taken = await exercise.Account(store).withdraw(11)

    assert same((taken, store.value, store.writes), (False, 10, 0))


async def test_two_accounts(exercise, clock):
    """Different accounts don't wait for each other.

    Reading takes 1 s and writing 1 s; a deposit into each of two accounts begins at 0 s, and both
    have ended at 2 s.
    """
    accounts = [exercise.Account(Store(0, takes=1)) for _ in range(2)]

    await asyncio.gather(*(account.deposit(1) for account in accounts))

    assert clock.now == 2


async def test_a_failed_write(exercise):
    """A failure reaches its caller, and the next call works.

    Deposits of 1 and 2 into an account of 10 begin together; the first write raises OSError.
    """
    error = OSError("disk full")
    store = FailsOnce(10, error)
    account = exercise.Account(store)

    results = await asyncio.gather(account.deposit(1), account.deposit(2), return_exceptions=True)

    assert same((results, store.value), ([error, 12], 12))


@pytest.mark.parametrize("kind", ["deposit", "withdraw"])
async def test_cancelled_calls(exercise, start, clock, kind):
    """Calls that are cancelled before they write change nothing, and are in nobody's way.

    Reading takes 1 s and writing 1 s. Of an account of 50, deposits (or withdrawals) of 1 and 10 and
    a deposit of 100 begin at 0 s; the first call, which is reading, and the second one, which may be
    waiting, are cancelled at 0.5 s.
    """
    store = Store(50, takes=1)
    account = exercise.Account(store)
    first, second = (start(f"{kind} {n}", getattr(account, kind)(n)) for n in (1, 10))
    third = start("deposit 100", account.deposit(100))
    await clock.until(0.5)

    first.cancel()
    second.cancel()
    await asyncio.wait([first, second, third])

    assert same((first.cancelled(), second.cancelled(), store.value), (True, True, 150))


async def test_cancelled_while_it_writes(exercise, start, clock):
    """A call that is cancelled while it writes has no effect later than the calls that come next.

    Reading takes 1 s and writing 1 s. A deposit of 10 into an empty account begins at 0 s, and is
    cancelled at 1.5 s, while it writes; a withdrawal of 10 waits for its turn. Whether the deposit
    counts or not: if it does, the withdrawal takes the money. Nothing is left either way.
    """
    store = Store(0, takes=1)
    account = exercise.Account(store)
    deposit, withdrawal = (
        start("deposit", account.deposit(10)),
        start("withdraw", account.withdraw(10)),
    )
    await clock.until(1.5)

    deposit.cancel()
    await asyncio.wait([deposit, withdrawal])

    assert same(store.value, 0)
