"""An exception that a task returns is one that its probe has raised.

kills: test_an_exception_is_returned
loses: test_an_exception_is_returned
"""

import asyncio
from collections.abc import Callable, Coroutine, Sequence
from typing import Any


class NoMirror(Exception):
    """No mirror is usable."""


async def fastest_mirrors(
    mirrors: Sequence[str],
    probe: Callable[[str], Coroutine[Any, Any, Any]],
    want: int,
    timeout: float,
) -> list[str]:
    async def ask(name: str) -> tuple[str, Any]:
        try:
            return name, await probe(name)
        except Exception as error:
            return name, error

    tasks = [asyncio.create_task(ask(name)) for name in mirrors]
    found = []
    try:
        async with asyncio.timeout(timeout):
            for pair in asyncio.as_completed(tasks):
                name, result = await pair
                if not isinstance(result, Exception):
                    found.append(name)
                if len(found) == want:
                    break
    except TimeoutError:
        pass
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
    if not found:
        raise NoMirror("no mirror is usable")
    return found
