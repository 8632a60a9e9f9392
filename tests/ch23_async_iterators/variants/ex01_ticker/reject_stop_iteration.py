"""An iterator ends with StopIteration.

kills: test_all_numbers
loses: test_all_numbers test_a_delay_for_each_number test_a_consumer_that_works
    test_a_step_awaited_later test_exhausted_for_good test_another_loop test_a_default
    test_nothing_to_count test_a_loop_goes_on test_two_tickers
"""

import asyncio


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

    async def __anext__(self) -> int:
        if self._number == self._count:
            raise StopIteration
        await asyncio.sleep(self._delay)
        self._number += 1
        return self._number
