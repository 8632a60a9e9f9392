import asyncio
import gc
import warnings

import pytest

from grader.testing import virtual_time


@pytest.mark.filterwarnings("ignore:unclosed event loop", "ignore:unclosed.*socket")
def test_a_loop_that_was_collected_unclosed_is_in_nobodys_way():
    async def work():
        return 3

    with virtual_time(), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        loop = asyncio.new_event_loop()
        loop.itself = loop  # so that the collector finds it, and its sockets with it
        loop.run_until_complete(work())
        del loop
        gc.collect()

        assert asyncio.run(work()) == 3
