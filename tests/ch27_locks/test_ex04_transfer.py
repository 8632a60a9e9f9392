"""Hidden behaviours of transfers between accounts."""

import asyncio
import itertools

import pytest

from grader.testing import Store, every_order, same


class Account(Store):
    """An account whose `bank` notes which locks were free while it was read or written."""

    def __init__(self, bank, id, balance, takes):
        super().__init__(balance, takes=takes)
        self.bank, self.id, self.lock = bank, id, asyncio.Lock()

    async def get(self):
        self.bank.look(f"{self.id}.get()")
        return await self.read()

    async def set(self, balance):
        self.bank.look(f"{self.id}.set()")
        await self.write(balance)


class Bank:
    """Accounts by the names a, b, and so on; their reading and writing take `takes` seconds."""

    def __init__(self, *balances, takes=0):
        named = zip("abcdef", balances, strict=False)
        self.accounts = [Account(self, id, balance, takes) for id, balance in named]
        self.free_locks = []

    def look(self, call):
        """Note which locks are free during `call`."""
        free = [account.id for account in self.accounts if not account.lock.locked()]
        self.free_locks += [f"{id}.lock during {call}" for id in free]

    @property
    def balances(self):
        return [account.value for account in self.accounts]

    def locked(self):
        """The names of the accounts whose locks are held."""
        return [account.id for account in self.accounts if account.lock.locked()]


async def test_one_transfer(exercise):
    """Both locks are held while money moves, and free afterwards.

    4 go from `a`, which has 10, to `b`, which has nothing.
    """
    bank = Bank(10, 0)

    moved = await exercise.transfer(*bank.accounts, 4)

    assert same((moved, bank.balances), (True, [6, 4]))
    assert bank.free_locks == []
    assert not bank.locked(), "a lock is still held"


async def test_all_the_money(exercise):
    """All that an account has can be moved.

    10 go from `a`, which has 10, to `b`, which has nothing.
    """
    bank = Bank(10, 0)

    moved = await exercise.transfer(*bank.accounts, 10)

    assert same((moved, bank.balances), (True, [0, 10]))


async def test_too_little_money(exercise):
    """A transfer of more than there is sets nothing, and leaves the locks free.

    11 are to go from `a`, which has 10, to `b`.
    """
    bank = Bank(10, 0)

    moved = await exercise.transfer(*bank.accounts, 11)

    assert same((moved, [account.writes for account in bank.accounts]), (False, [0, 0]))
    assert not bank.locked(), "a lock is still held"


@pytest.mark.parametrize("amount", [4, 40])
async def test_a_transfer_to_itself(exercise, amount):
    """A transfer from an account to itself comes to an end, and changes nothing.

    4 go from `a` to `a`, which has 10, and then 40.
    """
    bank = Bank(10)

    moved = await exercise.transfer(*bank.accounts, *bank.accounts, amount)

    assert same((moved, bank.balances), (True, [10]))


@pytest.mark.code("lost-update")
@every_order
async def test_transfers_in_all_directions(exercise):
    """Transfers in all directions come to an end and lose nothing, in every order of events.

    Between `a`, `b` and `c`, 1 goes from each to each other one, all at once.
    """
    bank = Bank(10, 10, 10)
    pairs = itertools.permutations(bank.accounts, 2)

    await asyncio.gather(*(exercise.transfer(src, dst, 1) for src, dst in pairs))

    assert bank.balances == [10, 10, 10]


@pytest.mark.code("lost-update")
@every_order
async def test_two_transfers_of_the_same_money(exercise):
    """The same money is moved only once, in every order of events.

    `a` has 10; 8 are to go to `b`, and 8 to `c`, at once.
    """
    a, b, c = Bank(10, 0, 0).accounts

    calls = [exercise.transfer(a, b, 8), exercise.transfer(a, c, 8)]
    moved = sorted(await asyncio.gather(*calls), key=bool)

    assert same((moved, a.value, b.value + c.value), ([False, True], 2, 8))


async def test_transfers_between_other_accounts(exercise, clock):
    """Transfers that have no account in common don't wait for each other.

    Reading and writing take 1 s each. Transfers from `a` to `b` and from `c` to `d` together take
    as long as one alone.
    """
    a, b, c, d = Bank(10, 10, 10, 10, takes=1).accounts
    await exercise.transfer(a, b, 1)
    alone = clock.now

    await asyncio.gather(exercise.transfer(a, b, 1), exercise.transfer(c, d, 1))

    assert clock.now == 2 * alone


@pytest.mark.parametrize("direction", [1, -1])
async def test_others_while_one_waits(exercise, start, clock, log, direction):
    """While a transfer waits for a lock, those between other accounts don't wait.

    Somebody holds the lock of one account until 2 s, and a transfer with it waits. Another one, from
    `c` to `d`, begins at 1 s and ends at once.
    """
    a, b, c, d = Bank(10, 10, 10, 10).accounts
    src, dst = (a, b)[::direction]
    await a.lock.acquire()
    waiting = start("waiting", exercise.transfer(src, dst, 1))
    await clock.until(1)

    other = start("other", exercise.transfer(c, d, 1))
    await clock.until(2)
    a.lock.release()
    await asyncio.wait([waiting, other])

    assert log.of("other") == ["other returned 1"]


@pytest.mark.code("too-early")
@pytest.mark.parametrize("direction", [1, -1])
async def test_an_account_in_use(exercise, start, clock, direction):
    """While the lock of one account isn't to be had, the other account isn't changed.

    Somebody holds the lock of the account that the money is to go to, until 2 s.
    """
    bank = Bank(10, 10)
    src, dst = bank.accounts[::direction]
    await dst.lock.acquire()
    call = start("call", exercise.transfer(src, dst, 4))
    await clock.until(2)
    meanwhile = src.value

    dst.lock.release()
    await asyncio.wait([call])

    assert same((meanwhile, src.value, dst.value), (10, 6, 14))


async def test_cancelled_half_way(exercise, start, clock):
    """A transfer that is cancelled half-way releases both locks.

    Reading and writing take 1 s each; the call is cancelled at 1.5 s.
    """
    bank = Bank(10, 10, takes=1)
    call = start("call", exercise.transfer(*bank.accounts, 4))
    await clock.until(1.5)

    call.cancel()
    await asyncio.wait([call])

    assert call.cancelled()
    assert not bank.locked(), "a lock is still held"


@pytest.mark.parametrize("direction", [1, -1])
async def test_cancelled_while_waiting(exercise, start, clock, log, direction):
    """A transfer that is cancelled while it waits for one lock releases the other.

    Somebody holds the lock of one account, and `neighbour` waits for it in `lock.acquire()`. The
    transfer is cancelled at 1 s; `neighbour` goes on waiting.
    """
    bank = Bank(10, 10)
    held, other = bank.accounts[::direction]
    await held.lock.acquire()
    call = start("call", exercise.transfer(*bank.accounts, 4))
    start("neighbour", held.lock.acquire())
    await clock.until(1)

    call.cancel()
    await clock.settle()

    assert log == ["call cancelled 1"]
    assert not other.lock.locked(), "the other lock is still held"
