"""Each step is an object of its own that can be awaited; it starts once, however often it is asked."""

import asyncio


class Step:
    def __init__(self, ticker: "Ticker") -> None:
        self._ticker = ticker
        self._steps = None

    def __await__(self):
        # `anext` with a default calls this method again and again.
        if self._steps is None:
            self._steps = self._ticker.advance().__await__()
        return self._steps


class Ticker:
    """The numbers from 1 to `count` (0 or more), one by one: an asynchronous iterator.

    A step, `await anext(ticker)`, gives the next number. It takes `delay` seconds, which begin with
    the `await`: making the step with `anext(ticker)` starts nothing yet.

    After the last number the ticker is exhausted, and stays so: every further step ends at once
    with StopAsyncIteration, which comes out of the `await`. So `async for` ends, and
    `await anext(ticker, default)` gives the default, without any delay.

    `aiter(ticker)` is the ticker itself: `async for` goes on where the steps before have stopped.
    Tickers don't disturb each other.

    Steps on one ticker are taken one after the other. (What a cancelled step does to the ticker is
    left open.)
    """

    def __init__(self, count: int, delay: float) -> None:
        self._count = count
        self._delay = delay
        self._number = 0

    def __aiter__(self):
        return self

    def __anext__(self) -> Step:
        return Step(self)

    async def advance(self) -> int:
        if self._number >= self._count:
            raise StopAsyncIteration
        self._number += 1
        await asyncio.sleep(self._delay)
        return self._number
