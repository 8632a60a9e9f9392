"""Every TimeoutError is that of the time limit.

kills: test_a_connect_times_out
loses: test_a_connect_times_out
"""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any, NamedTuple, Protocol, TypeVar


class Connection(Protocol):
    async def close(self) -> None: ...


C = TypeVar("C", bound=Connection)


class Report(NamedTuple):
    started_at: float
    results: list[object]


class StartAborted(Exception):
    def __init__(self, arrived: int) -> None:
        super().__init__(f"only {arrived} clients have connected")
        self.arrived = arrived


async def load_test(
    clients: int,
    connect: Callable[[int], Coroutine[Any, Any, C]],
    fire: Callable[[C], Coroutine[Any, Any, object]],
    timeout: float,
) -> Report:
    async def stop(tasks: list[asyncio.Task[Any]]) -> None:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    connects = [asyncio.create_task(connect(number)) for number in range(clients)]
    fires: list[asyncio.Task[Any]] = []
    try:
        try:
            done, pending = await asyncio.wait(
                connects, timeout=timeout, return_when=asyncio.FIRST_EXCEPTION
            )
            arrived = sum(task.exception() is None for task in done)
            try:
                for task in done:
                    task.result()
                if pending:
                    raise TimeoutError
            except TimeoutError:
                raise StartAborted(arrived) from None
            except Exception as error:
                raise StartAborted(arrived) from error
        except BaseException:
            await stop(connects)
            raise
        started_at = asyncio.get_running_loop().time()
        fires = [asyncio.create_task(fire(task.result())) for task in connects]
        try:
            await asyncio.wait(fires)
        except BaseException:
            await stop(fires)
            raise
        return Report(started_at, [task.exception() or task.result() for task in fires])
    finally:
        for task in connects:
            if not task.cancelled() and task.exception() is None:
                await task.result().close()
