"""Find the mirrors that answer first."""

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
    """Return the first `want` usable mirrors, in the order in which they respond.

    `probe(name)` is called once for each of `mirrors`, which are all different. All probes begin
    at once, and run at the same time. If a probe returns, whatever it returns, its mirror is
    usable. If it raises an `Exception` (a `TimeoutError`, for instance), its mirror is not. By
    itself, it raises nothing else.

    As soon as `want` mirrors (1 or more) have responded, that's enough. If `timeout` seconds (more
    than 0) have passed since the call, or no probe is left, the call makes do with fewer. Which
    mirrors come first that respond at the same moment is left open. (And none responds at the very
    moment when the time is up.)

    Before the call ends, in whatever way, it cancels the probes that are still running, once, and
    waits until they have ended, their clean-up included. All of these end as cancelled, and
    nobody else cancels a probe. (What a cancellation of the call does in the meantime is left
    open.)

    Raises:
        NoMirror: no mirror has turned out to be usable.

    If the call is cancelled, it ends as cancelled.
    """
    raise NotImplementedError  # TODO: replace this line


if __name__ == "__main__":

    async def demo() -> None:
        times = {"north": 0.3, "east": 0.1, "south": 5.0, "west": 0.2}

        async def probe(name: str) -> None:
            await asyncio.sleep(times[name])
            if name == "east":
                raise OSError("no route")

        print(await fastest_mirrors(list(times), probe, want=2, timeout=1))

    asyncio.run(demo())
