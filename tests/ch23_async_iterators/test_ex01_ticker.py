"""Hidden behaviours of a ticker that counts."""

import asyncio

from grader.testing import same


async def collect(ticker, limit=9):
    """What `async for` gives; it is left after `limit` values, should it not end by itself."""
    values = []
    async for value in ticker:
        values.append(value)
        if len(values) == limit:
            break
    return values


async def test_all_numbers(exercise):
    """`async for` gives the numbers from 1 to `count`, and ends.

    A ticker counts to 3, 1 s each. (The loop of the test gives up after nine values.)
    """
    ticker = exercise.Ticker(3, 1)

    numbers = await collect(ticker)

    assert same(numbers, [1, 2, 3])


async def test_a_delay_for_each_number(exercise, clock):
    """Each number takes the delay, the first one too; the end takes no time.

    A ticker counts to 3, 1 s each: the loop is over at 3 s.
    """
    ticker = exercise.Ticker(3, 1)

    await collect(ticker)

    assert clock.now == 3


async def test_a_consumer_that_works(exercise, clock):
    """The delay begins with the step, whatever came between the steps.

    A ticker counts to 3, 1 s each. The consumer works for 0.5 s after each number.
    """
    times = []
    async for _ in exercise.Ticker(3, 1):
        times.append(float(clock.now))
        if len(times) == 9:
            break  # it would go on for ever
        await asyncio.sleep(0.5)

    assert same(times, [1.0, 2.5, 4.0])


async def test_its_own_iterator(exercise):
    """`aiter(ticker)` is the ticker itself.

    It is called once, before any step.
    """
    ticker = exercise.Ticker(3, 1)

    iterator = aiter(ticker)

    assert iterator is ticker, "`aiter(ticker)` gives another object than the ticker"


async def test_a_step_awaited_later(exercise, clock):
    """A step begins when it is awaited: `anext(ticker)` alone starts nothing.

    The ticker counts to 1, and takes 1 s for that. `anext(ticker)` is called at 0 s, and what it
    gives is awaited at 2 s.
    """
    ticker = exercise.Ticker(1, 1)
    call = anext(ticker)
    await clock.until(2)

    number = await call

    assert same(number, 1)
    assert clock.now == 3
    await collect(ticker)  # so that nothing is left half-way


async def test_exhausted_for_good(exercise, start, clock, log):
    """After the last number, `await` ends every step with StopAsyncIteration, and at once.

    A ticker counts to 2, 1 s each. After a loop over it, three more steps are taken: `anext(ticker)`
    gives something to await as ever, and that raises StopAsyncIteration.
    """
    ticker = exercise.Ticker(2, 1)
    await collect(ticker)
    end = clock.now

    for _ in range(3):
        await asyncio.wait([start("step", anext(ticker))])

    assert log == [f"step raised StopAsyncIteration {end}"] * 3


async def test_another_loop(exercise):
    """Another loop over an exhausted ticker gives nothing.

    A ticker counts to 2, and a loop takes both numbers. Then there is another loop over it.
    """
    ticker = exercise.Ticker(2, 1)
    await collect(ticker)

    more = await collect(ticker)

    assert same(more, [])


async def test_a_default(exercise, start, clock):
    """Once the ticker is exhausted, `await anext(ticker, default)` gives the default at once.

    A ticker counts to 2, 1 s each. After a loop over it and another step, `anext(ticker, "end")` is
    awaited, twice.
    """
    ticker = exercise.Ticker(2, 1)
    await collect(ticker)
    # If `anext` itself raises, it does so here: with a default, CPython would crash.
    await asyncio.wait([start("step", anext(ticker))])
    end = clock.now

    values = [await anext(ticker, "end") for _ in range(2)]

    assert same(values, ["end", "end"])
    assert clock.now == end


async def test_nothing_to_count(exercise, clock):
    """A ticker that counts to 0 gives nothing, and takes no time.

    Its delay is 1 s.
    """
    ticker = exercise.Ticker(0, 1)

    numbers = await collect(ticker)

    assert same(numbers, [])
    assert clock.now == 0


async def test_a_loop_goes_on(exercise):
    """`async for` goes on where the steps before it have stopped.

    A ticker counts to 3. One step is taken, then a loop takes the rest.
    """
    ticker = exercise.Ticker(3, 1)

    first = await anext(ticker)
    rest = await collect(ticker)

    assert same((first, rest), (1, [2, 3]))


async def test_two_tickers(exercise, clock):
    """Two tickers count side by side, each for itself.

    Both are made at 0 s, and count to 3, 1 s each, in two tasks.
    """
    tickers = [exercise.Ticker(3, 1) for _ in range(2)]

    numbers = await asyncio.gather(*(collect(ticker) for ticker in tickers))

    assert same(numbers, [[1, 2, 3], [1, 2, 3]])
    assert clock.now == 3
