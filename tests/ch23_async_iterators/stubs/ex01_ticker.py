"""A ticker that counts."""

import asyncio


class Ticker:
    """The numbers from 1 to `count` (0 or more), one by one: an asynchronous iterator.

    A step, `await anext(ticker)`, gives the next number. It takes `delay` seconds, which begin with
    the `await`: making the step with `anext(ticker)` starts nothing yet.

    After the last number the ticker is exhausted, and stays so: every further step ends at once
    with StopAsyncIteration, which comes out of the `await`. So `async for` ends, another one gives
    nothing, and `await anext(ticker, default)` gives the default, without any delay.

    `aiter(ticker)` is the ticker itself: `async for` goes on where the steps before have stopped.
    Tickers don't disturb each other.

    Steps on one ticker are taken one after the other. (What a cancelled step does to the ticker is
    left open.)
    """

    def __init__(self, count: int, delay: float) -> None:
        raise NotImplementedError  # TODO: replace this line, and write the methods that are missing


if __name__ == "__main__":

    async def demo() -> None:
        async for number in Ticker(3, 0.5):
            print(number)

    asyncio.run(demo())
