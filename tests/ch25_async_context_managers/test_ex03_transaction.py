"""Hidden behaviours of a transaction for the length of a block."""

import asyncio

from grader.testing import every_cancellation, same


class Database:
    """A database whose calls take 0.25 s each; `begin` gives `tx`."""

    def __init__(self, jobs, *, tx="tx", ending=0.25, begin=None, commit=None):
        self.begin = jobs.make("begin", 0.25, tx, raises=begin)
        self.commit = jobs.make("commit", ending, raises=commit)
        self.rollback = jobs.make("rollback", ending)


async def use(transaction, block):
    """Await `block` with the transaction, in the block of an `async with`; return what it gives."""
    async with transaction as tx:
        return await block(tx)


def endings(log):
    """What the log says of commits and rollbacks."""
    return [line for line in log if line.startswith(("commit ", "rollback "))]


async def test_a_normal_end(exercise, jobs, log):
    """The block gets the transaction, which is committed when the block has ended.

    `begin` and `commit` take 0.25 s each, and the block 1 s: it ends at 1.25 s.
    """
    db = Database(jobs)

    async with exercise.transaction(db) as tx:
        await jobs.make("block", takes=1)()

    assert log[1:] == [
        *("begin returned 0.25", "block started 0.25", "block returned 1.25"),
        *("commit started 1.25", "commit returned 1.5"),
    ]
    assert same(tx, "tx")
    assert same(db.commit.calls, [("tx",)])


async def test_while_something_else_is_handled(exercise, jobs, log):
    """What happens around the block doesn't matter: one that ends normally is committed.

    The transaction is used while an OSError is being handled.
    """
    try:
        raise OSError("handled elsewhere")
    except OSError:
        async with exercise.transaction(Database(jobs)):
            pass

    assert endings(log) == ["commit started 0.25", "commit returned 0.5"]


async def test_in_a_clean_up(exercise, jobs, start, clock, log):
    """A task that was cancelled commits what it does in its clean-up.

    It is cancelled at 1 s. In its `finally` it uses a transaction, whose block ends normally.
    """
    db = Database(jobs)

    async def work():
        try:
            await asyncio.sleep(9)
        finally:
            async with exercise.transaction(db):
                pass

    call = start("call", work())
    await clock.until(1)

    call.cancel()
    await asyncio.wait([call])

    assert endings(log) == ["commit started 1.25", "commit returned 1.5"]


async def test_an_error_in_the_block(exercise, jobs, log):
    """When the block raises, the transaction is rolled back, and then the same exception comes out.

    The block raises OSError at 1.25 s; the rollback takes 0.25 s.
    """
    error, db = OSError("disk full"), Database(jobs)
    block = jobs.make("block", takes=1, raises=error)

    [outcome] = await asyncio.gather(use(exercise.transaction(db), block), return_exceptions=True)

    assert same(outcome, error)
    assert log.of("commit") == []
    assert log.of("rollback") == ["rollback started 1.25", "rollback returned 1.5"]
    assert same(db.rollback.calls, [("tx",)])


async def test_a_transaction_that_counts_as_false(exercise, jobs, log):
    """A transaction that counts as false is rolled back like any other.

    `begin` gives 0, a number. The block raises OSError at 1.25 s.
    """
    db, block = Database(jobs, tx=0), jobs.make("block", takes=1, raises=OSError("disk full"))

    await asyncio.gather(use(exercise.transaction(db), block), return_exceptions=True)

    assert endings(log) == ["rollback started 1.25", "rollback returned 1.5"]
    assert same(db.rollback.calls, [(0,)])


async def test_cancelled_in_the_block(exercise, jobs, start, clock, log):
    """A task that is cancelled in the block rolls back, and then ends as cancelled.

    It is cancelled at 2 s; the rollback takes 0.25 s.
    """
    block = jobs.make("block", takes=9)
    call = start("call", use(exercise.transaction(Database(jobs)), block))
    await clock.until(2)

    call.cancel()
    await asyncio.wait([call])

    assert log.of("commit") == []
    assert log.of("rollback") == ["rollback started 2", "rollback returned 2.25"]
    assert log.of("call") == ["call cancelled 2.25"]


async def test_a_time_limit(exercise, jobs, start, log):
    """In a block with a time limit, `TimeoutError` comes out when the transaction is rolled back.

    The limit around the whole is 1 s; `begin` and `rollback` take 0.25 s each, the block 9 s.
    """

    async def limited():
        async with asyncio.timeout(1):
            await use(exercise.transaction(Database(jobs)), jobs.make("block", takes=9))

    await asyncio.wait([start("call", limited())])

    assert endings(log) == ["rollback started 1", "rollback returned 1.25"]
    assert log.of("call") == ["call raised TimeoutError 1.25"]


async def test_the_commit_fails(exercise, jobs, log):
    """When the commit fails, its exception comes out, and nothing is rolled back.

    `commit` raises OSError at 1.5 s.
    """
    error = OSError("no space")
    db, block = Database(jobs, commit=error), jobs.make("block", takes=1)

    [outcome] = await asyncio.gather(use(exercise.transaction(db), block), return_exceptions=True)

    assert same(outcome, error)
    assert endings(log) == ["commit started 1.25", "commit raised OSError 1.5"]


async def test_a_return_in_the_block(exercise, jobs, log):
    """A `return` is a normal end: the transaction is committed, and the value comes back.

    The block is `return await work(tx)`, which gives 5 at 1.25 s.
    """
    work = jobs.make("work", takes=1, returns=5)

    value = await use(exercise.transaction(Database(jobs)), work)

    assert same(value, 5)
    assert endings(log) == ["commit started 1.25", "commit returned 1.5"]


async def test_begin_fails(exercise, jobs, log):
    """When `begin` fails, its exception comes out, and there is nothing to commit or roll back.

    `begin` raises OSError after 0.25 s.
    """
    error = OSError("nobody there")
    db, block = Database(jobs, begin=error), jobs.make("block")

    [outcome] = await asyncio.gather(use(exercise.transaction(db), block), return_exceptions=True)

    assert same(outcome, error)
    assert log == ["begin started 0", "begin raised OSError 0.25"]


@every_cancellation
async def test_cancelled_at_any_moment(exercise, jobs, start, cancel, clock, log):
    """Wherever a task is cancelled, it rolls back what it has begun, and commits nothing.

    `begin` takes 0.25 s and the block 1 s; ending a transaction takes no time. The task is
    cancelled wherever it waits, in each run of the test at another moment.
    """
    db, block = Database(jobs, ending=None), jobs.make("block", takes=1)

    await cancel(start("call", use(exercise.transaction(db), block)))

    now = clock.now
    rollback = [f"rollback started {now}", f"rollback returned {now}"]
    assert endings(log) == (rollback if "begin returned 0.25" in log else [])
