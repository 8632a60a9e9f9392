"""Runs requests on a Dask cluster, whose workers may come and go meanwhile.

A unit of work is a handful of requests, as plain values, and what comes back is what was seen: nothing
is judged or stored there. What was under way on a worker that dies goes to another. Only what has cost
several workers their lives, alone, is given up; that is a fault of ours, and no verdict.
"""

from __future__ import annotations

import json
import logging
import uuid
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import CancelledError
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import Any, Self

from distributed import Client, Future, KilledWorker, wait

from grader.cohort import station, wire
from grader.errors import Refusal, UsageError
from grader.records import Observation, Status
from grader.workers.supervisor import Request

__all__ = ["Cluster"]

CHUNK = 8  # requests in a unit: a second's work, more or less
LEAST = 8  # units that are handed out at once, whatever the number of workers
AGAIN = 2  # times that a unit is tried again after its grader has ended
PATIENCE = 10.0  # real seconds for the connection
BEAT = 1.0  # real seconds without news until it is looked whether there are workers at all

_Chunk = Sequence[Request]


class Cluster:
    """The workers that a scheduler has. A context manager, to be closed.

    Args:
        address: the scheduler's, such as tcp://10.0.0.1:8786.
        tree: where workers have their copy of the trusted tree.
        folders: the chapters' folders.
        terms: what the workers have to agree to, as `wire.terms` gives it.
        tell: is told that there is no worker.

    Raises:
        UsageError: there is no scheduler.
    """

    def __init__(
        self,
        address: str,
        *,
        tree: Path,
        folders: Sequence[str],
        terms: dict[str, Any],
        tell: Callable[[str], None],
    ) -> None:
        self._address = address
        self._hello = {"tree": str(tree), "folders": [*folders], "terms": terms}
        self._tell = tell
        self._run = uuid.uuid4().hex
        self._again: deque[_Chunk] = deque()
        logging.getLogger("distributed.client").setLevel(logging.CRITICAL)  # what matters, we say
        try:
            self._client = Client(address, timeout=PATIENCE)
        except (OSError, ValueError) as error:
            raise UsageError(f"--scheduler: there is no scheduler at {address} ({error})") from None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc_info: object) -> None:
        """Leave the cluster as it was."""
        if self._client.status == "running":
            self._client.run(station.close, self._run, on_error="ignore")
        self._client.close()

    def run(self, requests: Iterable[Request], /) -> Iterator[tuple[Request, Observation]]:
        """Run every request, and yield each with what was seen of it, as they finish.

        Raises:
            Refusal: a worker can't be used, or the scheduler has gone.
        """
        waiting = iter(requests)
        out: dict[Future[Any], _Chunk] = {}
        while True:
            self._hand_out(waiting, out)
            if not out:
                return
            for future in self._ended(out):
                yield from self._results(future, out.pop(future))

    def _hand_out(self, waiting: Iterator[Request], out: dict[Future[Any], _Chunk]) -> None:
        """Have enough under way for every worker, and no more: the rest would only wait elsewhere."""
        most = max(LEAST, 2 * sum(self._threads().values()))
        while len(out) < most:
            chunk = self._again.popleft() if self._again else (*islice(waiting, CHUNK),)
            if not chunk:
                return
            plain = [wire.from_request(each) for each in chunk]
            future = self._client.submit(
                station.work, self._run, self._hello, plain, pure=False, retries=AGAIN
            )
            out[future] = chunk

    def _ended(self, out: Iterable[Future[Any]]) -> Iterable[Future[Any]]:
        """Those that have ended; waits for the first."""
        told = False
        while True:
            try:
                with self._connected():
                    done: set[Future[Any]]
                    done, _ = wait([*out], timeout=BEAT, return_when="FIRST_COMPLETED")
                    return done
            except TimeoutError:
                lonely = not self._threads()
            if lonely and not told:
                self._tell(f"there is no worker at {self._address}; it goes on when one comes")
            told = lonely

    def _results(self, future: Future[Any], chunk: _Chunk) -> Iterator[tuple[Request, Observation]]:
        if future.status == "finished":
            with self._connected():
                answer = future.result()
            if isinstance(answer, str):
                raise Refusal(answer)
            for line in answer:
                number, seen = json.loads(line)
                yield chunk[number], wire.to_observation(seen)
            return
        error = future.exception() if future.status == "error" else None
        if isinstance(error, ImportError):
            raise Refusal(f"a worker doesn't have this grader ({error}); install it there")
        if not isinstance(error, KilledWorker | station.Lost):
            raise error or self._gone()
        if len(chunk) > 1:
            self._again.extend([each] for each in chunk)
            return
        (request,) = chunk
        name = request.exercise.id
        yield (
            request,
            Observation(exercise=name, status=Status.INTERNAL_ERROR, message=str(error)),
        )

    def _threads(self) -> dict[str, int]:
        """How many threads each worker has."""
        with self._connected():
            return dict(self._client.nthreads())

    @contextmanager
    def _connected(self) -> Iterator[None]:
        """What fails in here because there is no connection any more is told as that."""
        try:
            yield
        except TimeoutError:
            raise
        except (OSError, CancelledError):
            raise self._gone() from None

    def _gone(self) -> Refusal:
        return Refusal(
            f"the scheduler at {self._address} has gone; what was graded is kept, run this again"
        )
