"""Hidden behaviours of many context managers for one block."""

import asyncio

from grader.testing import every_cancellation, same


class Manager:
    """Entering it takes 0.25 s and gives its name; leaving it takes 0.25 s.

    It logs "entered" when that has worked, and "left" when its exit has ended, in whatever way.
    `told` has the arguments of each exit.
    """

    def __init__(self, log, name, *, entry_raises=None, exit_raises=None):
        self.log, self.name, self.told = log, name, []
        self.entry_raises, self.exit_raises = entry_raises, exit_raises

    async def __aenter__(self):
        await asyncio.sleep(0.25)
        if self.entry_raises:
            raise self.entry_raises
        self.log.add(self.name, "entered")
        return self.name

    async def __aexit__(self, exc_type, exc, tb):
        self.told.append((exc_type, exc, tb))
        try:
            await asyncio.sleep(0.25)
            if self.exit_raises:
                raise self.exit_raises
        finally:
            self.log.add(self.name, "left")


async def use(manager, block):
    """Await `block` with the value, in the block of an `async with`."""
    async with manager as value:
        await block(value)


async def test_three_managers(exercise, jobs, log):
    """Managers are entered in their order, and left in reverse; the block gets their values.

    There are three; the block takes 1 s. Entries and exits take 0.25 s each, in every scenario.
    """
    block = jobs.make("block", takes=1)

    async with exercise.open_all([Manager(log, name) for name in "abc"]) as values:
        await block()

    assert log[:4] == ["a entered 0.25", "b entered 0.5", "c entered 0.75", "block started 0.75"]
    assert log[4:] == ["block returned 1.75", "c left 2", "b left 2.25", "a left 2.5"]
    assert same(values, ["a", "b", "c"])


async def test_an_entry_fails(exercise, jobs, log):
    """When an entry fails, those are left that were entered, and the same exception comes out.

    The entry of `c`, the third of four, raises OSError at 0.75 s.
    """
    error, block = OSError("no key"), jobs.make("block")
    managers = [Manager(log, name) for name in "abcd"]
    managers[2].entry_raises = error

    call = use(exercise.open_all(managers), block)
    [outcome] = await asyncio.gather(call, return_exceptions=True)

    assert log.of("c") + log.of("d") == []
    assert log == ["a entered 0.25", "b entered 0.5", "b left 1", "a left 1.25"]
    assert same(outcome, error)


async def test_an_exit_fails(exercise, jobs, log):
    """When an exit fails, the others are left all the same, and the same exception comes out.

    There are three managers; the exit of `b` raises OSError at 1.25 s.
    """
    error, block = OSError("it sticks"), jobs.make("block", takes=None)
    managers = [Manager(log, name) for name in "abc"]
    managers[1].exit_raises = error

    call = use(exercise.open_all(managers), block)
    [outcome] = await asyncio.gather(call, return_exceptions=True)

    assert log[-3:] == ["c left 1", "b left 1.25", "a left 1.5"]
    assert same(outcome, error)


async def test_cancelled_in_an_entry(exercise, jobs, start, clock, log):
    """A task that is cancelled in an entry leaves what was entered, and then ends as cancelled.

    There are three managers; the task is cancelled at 0.625 s, while `c` is being entered.
    """
    managers = [Manager(log, name) for name in "abc"]
    call = start("call", use(exercise.open_all(managers), jobs.make("block")))
    await clock.until(0.625)

    call.cancel()
    await asyncio.wait([call])

    assert log.of("c") == []
    assert log.of("b") == ["b entered 0.5", "b left 0.875"]
    assert log[3:] == ["a left 1.125", "call cancelled 1.125"]


async def test_an_error_in_the_block(exercise, jobs, log):
    """When the block raises, all are left, and then the same exception comes out.

    There are two managers; the block raises OSError at 1.5 s.
    """
    error = OSError("disk full")
    managers, block = [Manager(log, name) for name in "ab"], jobs.make("block", 1, raises=error)

    call = use(exercise.open_all(managers), block)
    [outcome] = await asyncio.gather(call, return_exceptions=True)

    assert log[4:] == ["b left 1.75", "a left 2"]
    assert same(outcome, error)


async def test_what_the_exits_are_told(exercise, jobs, log):
    """Each exit is told the type, the exception and the traceback of what the block raised.

    There are two managers; the block raises OSError.
    """
    error, managers = OSError("disk full"), [Manager(log, name) for name in "ab"]
    block = jobs.make("block", raises=error)

    call = use(exercise.open_all(managers), block)
    await asyncio.gather(call, return_exceptions=True)

    told = [(kind, each, tb is not None) for m in managers for kind, each, tb in m.told]
    assert same(told, [(OSError, error, True), (OSError, error, True)])


async def test_what_the_exits_are_told_of_an_entry(exercise, jobs, log):
    """Each exit is told the type, the exception and the traceback of what an entry raised.

    There are three managers; the entry of `c`, the third one, raises OSError.
    """
    error, managers = OSError("no key"), [Manager(log, name) for name in "abc"]
    managers[2].entry_raises = error

    call = use(exercise.open_all(managers), jobs.make("block"))
    await asyncio.gather(call, return_exceptions=True)

    told = [(kind, each, tb is not None) for m in managers for kind, each, tb in m.told]
    assert same(told, [(OSError, error, True), (OSError, error, True)])


async def test_no_managers(exercise, clock):
    """Without managers the block gets an empty list.

    The list of managers is empty.
    """
    async with exercise.open_all([]) as values:
        await clock.until(1)

    assert same(values, [])
    assert clock.now == 1


async def test_nothing_before_the_block(exercise, jobs, clock, log):
    """Making the context manager calls nothing: entering begins with the block.

    It is made at 0 s, and entered at 2 s.
    """
    manager = exercise.open_all([Manager(log, "a")])

    await clock.until(2)
    await use(manager, jobs.make("block"))

    assert log.of("a") == ["a entered 2.25", "a left 2.5"]


@every_cancellation(twice=True)
async def test_cancelled_at_any_moments(exercise, jobs, start, cancel, log):
    """However often a task is cancelled, all that was entered is left, in reverse order.

    There are three managers, and the block takes 1 s. The task is cancelled wherever it waits (in
    entries, in the block, in exits), and once more after that.
    """
    managers = [Manager(log, name) for name in "abc"]

    await cancel(start("call", use(exercise.open_all(managers), jobs.make("block", takes=1))))

    entered = [line[0] for line in log if "entered" in line]
    left = [line[0] for line in log if "left" in line]
    assert left == entered[::-1]
