import asyncio
import gc
import warnings

import pytest

from grader.testing import virtual_time
from grader.testing._wakeups import drop


@pytest.mark.filterwarnings("ignore:unclosed event loop", "ignore:unclosed.*socket")
@pytest.mark.parametrize("loops_before", [0, 1])  # none: the loop is older than its sockets
def test_a_loop_that_was_collected_unclosed_is_in_nobodys_way(loops_before):
    async def work():
        return 3

    with virtual_time(), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        drop()
        for _ in range(loops_before):
            asyncio.run(work())
        loop = asyncio.new_event_loop()
        loop.itself = loop  # so that the collector finds it, and its sockets with it
        loop.run_until_complete(work())
        del loop
        gc.collect()

        assert asyncio.run(work()) == 3
