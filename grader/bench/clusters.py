"""A Dask cluster of this machine alone, to be measured and tried: a scheduler, and workers that come and go."""

from __future__ import annotations

import signal
import subprocess
import sys
import tempfile
from typing import Self

import psutil  # type: ignore[import-untyped]  # Dask has it
from distributed import Client

from grader.bench.timing import environment

__all__ = ["Local"]

# It ends with its standard input, so it doesn't outlive us.
_SCHEDULER = """
import asyncio, sys
from distributed import Scheduler

async def main():
    async with Scheduler(host="127.0.0.1", port=0, dashboard=False) as scheduler:
        print(scheduler.address, flush=True)
        await asyncio.to_thread(sys.stdin.read)

asyncio.run(main())
"""


class Local:
    """A scheduler without workers. A context manager, to be closed."""

    def __init__(self) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="kata-dask-")
        self._scheduler = self._start("-c", _SCHEDULER)
        self._workers: dict[str, subprocess.Popen[bytes]] = {}
        assert self._scheduler.stdout
        self.address = self._scheduler.stdout.readline().decode().strip()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc_info: object) -> None:
        self.close()

    def add(self, name: str) -> None:
        """Start a worker with one thread; returns before it has joined."""
        words = ["-m", "distributed.cli.dask_worker", self.address, "--name", name, "--no-nanny"]
        words += ["--nthreads", "1", "--host", "127.0.0.1", "--no-dashboard"]
        words += ["--local-directory", self._folder.name, "--death-timeout", "60"]
        self._workers[name] = self._start(*words)

    def wait(self, count: int) -> None:
        """Wait until so many workers have joined."""
        with Client(self.address, set_as_default=False) as client:
            client.wait_for_workers(count)

    def used(self) -> float:
        """Seconds of processor time that the scheduler has used so far."""
        times = psutil.Process(self._scheduler.pid).cpu_times()
        return float(times.user + times.system)

    def kill(self, name: str) -> None:
        """End a worker as a power cut would."""
        worker = self._workers.pop(name)
        worker.kill()
        _bury(worker)

    def close(self) -> None:
        """End all processes; may be called again."""
        for worker in self._workers.values():
            worker.send_signal(signal.SIGTERM)
            _bury(worker)
        self._workers.clear()
        if self._scheduler.returncode is None:
            _bury(self._scheduler)
            self._folder.cleanup()

    def _start(self, *words: str) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            [sys.executable, *words],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environment(),
            cwd=self._folder.name,
        )


def _bury(process: subprocess.Popen[bytes]) -> None:
    process.communicate()
