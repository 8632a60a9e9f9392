"""`every_cancellation`: a hidden test that must hold wherever a call is cancelled.

A test asks for `cancel` and awaits it with the task of the call:

    @every_cancellation
    async def test_the_slot_comes_back(exercise, jobs, start, cancel):
        pool = exercise.Pool(1)
        call = start("call", pool.use(jobs.make("work", takes=1)))

        await cancel(call)

        assert same(pool.free, 1)

It runs once for each moment: after the first step of any task that leaves the call suspended, after
the second, and so on until the call ends by itself. The clock goes on between them, as always.
"""

from __future__ import annotations

import asyncio
import functools
import inspect
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, overload

from ._compare import render
from ._errors import DeadlockError, StuckError, UnexploredError
from ._every_order import Exploration, as_sync_test, no_collector, run_again
from ._explore import MOST, forget
from ._muted import Kept, muted
from ._numbers import number
from ._scene import HygieneError, NotDeterministicError
from ._tasks import awaiting
from ._watchdog import OutOfTimeError

if TYPE_CHECKING:
    from ._scene import Body
    from ._source import Source
    from ._waiting import Waiting

BUDGET = 15_000
"""Steps that all runs of a test may take together."""

LEAST = 25
"""Moments that are tried whatever they cost: the first ones, and as many of the rest."""

FAR = 20_000
"""A moment that hardly a call reaches that comes to an end some day: so many steps take time."""

NEAR = 8_000
"""The last moment at which a call is cancelled that doesn't come to an end: each of these runs takes as many
steps, and has to end well before its processor time is used up."""

_TOKEN = re.compile(r"c(\d+)(?:\+(\d+))?")


class NotCancelledError(AssertionError):
    """The call was cancelled, and ended in another way."""

    code = "not-cancelled"


class _Over(BaseException):
    """The call ended before the moment came."""


class Cut:
    """Cancels a call at one moment; a test's `cancel`.

    Args:
        first: the moment, from 1: after how many steps of any task that leave the call suspended.
        second: how many steps after that it is cancelled once more; 0: never.
        counts: whether it is only to find out how many moments there are, and whose.

    Attributes:
        steps: of all tasks, so far.
        moments: at which the call could have been cancelled, so far.
        lefts: steps after the first cancellation at which the call had still not ended.
        where: what the call waited for when it was cancelled.
        ended: whether the call has come to its end before that moment.
        who: the number of the task whose step made a moment, for each; empty unless `counts` is set.
    """

    def __init__(self, first: int, second: int = 0, *, counts: bool = False) -> None:
        self.first, self.second = first, second
        self.steps = self.moments = self.lefts = 0
        self.where: Waiting | None = None
        self.called = self.ended = False
        self.counts = counts
        self.who: list[int] = []
        self._call: asyncio.Task[Any] | None = None
        self._begun = False

    @property
    def token(self) -> str:
        """Makes the same cut when given to `parse_cut`."""
        return f"c{self.first}" + (f"+{self.second}" if self.second else "")

    def again(self) -> Cut:
        """The same for another run."""
        return Cut(self.first, self.second)

    async def __call__(self, call: asyncio.Task[Any], *, comes_out: bool = True) -> None:
        """Cancel `call` at this run's moment, and wait until it has ended.

        Args:
            call: a task, such as `start(…)` returns.
            comes_out: whether the call must end as cancelled.

        Raises:
            NotCancelledError: it ended in another way, or without ever being suspended.
        """
        if self.called:
            raise RuntimeError("a test awaits `cancel` once")
        self.called = True
        self._call = call
        coroutine = call.get_coro()
        if not inspect.iscoroutine(coroutine) or (
            inspect.getcoroutinestate(coroutine) != inspect.CORO_CREATED
        ):
            self._begun = True  # the first moment is now
        await asyncio.wait([call])
        self._call = None
        if self.where is None:
            if self.moments:
                self.ended = True
                raise _Over
            if not call.cancelled() and (error := call.exception()) is not None:
                raise error
            raise NotCancelledError("the call came to its end without ever being suspended")
        if comes_out and not call.cancelled():
            error = call.exception()
            ended = f"raised {error!r}" if error else f"returned {render(call.result())}"
            raise NotCancelledError(f"the call was cancelled, and {ended} all the same")

    # -- told by the loop

    def step_begins(self, task: asyncio.Task[Any]) -> None:
        """A task is about to take a step."""

    def step_ended(self, task: asyncio.Task[Any]) -> None:
        """A task has taken a step."""
        self.steps += 1
        call = self._call
        if call is None:
            return
        self._begun = self._begun or task is call
        if self._begun and not call.done():
            if self.counts:
                self.who.append(number(task))
            self._is_suspended(call)

    def run_failed(self, loop: asyncio.AbstractEventLoop) -> None:
        """A run of this loop got stuck, or was ended: what follows is its clean-up."""
        if self._call is not None and self._call.get_loop() is loop:
            self._call = None

    def _is_suspended(self, call: asyncio.Task[Any]) -> None:
        if self.where is None:
            self.moments += 1
            if self.moments == self.first:
                self.where = awaiting(call)
                call.cancel()
        else:
            self.lefts += 1
            if self.lefts == self.second:
                call.cancel()


def parse_cut(token: str) -> Cut | None:
    """The cut with that token; None for what is none."""
    match = _TOKEN.fullmatch(token)
    return Cut(int(match[1]), int(match[2] or 0)) if match else None


@overload
def every_cancellation(body: Body) -> Callable[..., None]: ...
@overload
def every_cancellation(*, twice: bool) -> Callable[[Body], Callable[..., None]]: ...


def every_cancellation(body: Body | None = None, *, twice: bool = False) -> Any:
    """Run an async test once for each moment at which a call can be cancelled; see above.

    A decorator, with or without arguments. What holds after the cancellation is for the test to
    say; that the call ends as cancelled is checked by `cancel` itself.

    Args:
        body: the test.
        twice: also cancel a second time, at each moment of the clean-up that follows.
    """
    if body is None:
        return functools.partial(_swept, twice=twice)
    return _swept(body, twice=twice)


def _swept(body: Body, *, twice: bool) -> Callable[..., None]:
    @functools.wraps(body)
    def swept(_exploration: Exploration, **arguments: Any) -> None:
        error = _sweep(_exploration, body, arguments, twice=twice)
        if error is not None:
            raise error

    return as_sync_test("every_cancellation", swept, body, ("cancel",))


def _sweep(
    exploration: Exploration, body: Body, arguments: Mapping[str, Any], *, twice: bool
) -> BaseException | None:
    """Run the body with one cut after the other; what the first bad one comes to."""
    outer, printed = exploration.scene, Kept()
    tried, failed = 0, 0
    first: Cut | None = None

    def run(cut: Cut, *, traced: bool = False, collect: bool = True) -> BaseException | None:
        given = {**arguments, "cancel": cut}
        return run_again(outer, body, given, steps=cut, traced=traced, collect=collect)

    def repeat(*, traced: bool) -> BaseException | None:
        return run(cut.again(), traced=traced)

    if exploration.token is not None and (only := parse_cut(exploration.token)) is not None:
        error = run(only)
        return None if _is_over(only, error) else error
    with no_collector() as tidy_up:
        try:
            for cut in _cuts(twice=twice):
                outer.decisive = outer  # the last run is litter now
                tidy_up()
                with muted(printed if not tried else None):
                    error = run(cut, collect=tried == 0)
                if not cut.called and error is None:
                    return RuntimeError(
                        "a test under `every_cancellation` has to await `cancel(call)`"
                    )
                if _is_over(cut, error):
                    if outer.decisive.watch.stub_errors:
                        return error
                    continue
                tried += 1
                if error is None:
                    continue
                failed += 1
                if cut.where is None or isinstance(error, OutOfTimeError):
                    outer.repeat = repeat
                    return error  # it has nothing to do with being cancelled
                first = first or cut
                forget(error)
        except UnexploredError as too_few:
            if first is None:
                return too_few
    if first is None:
        outer.decisive = outer
        if outer.setting.trace:  # somebody wants to see a run
            with muted():
                run(Cut(1))
        printed.show()
        return None
    # Once more, with everything: the finding is about this run.
    cut = first.again()
    outer.repeat = repeat
    error = run(cut)
    line = _line(cut.where, outer.setting.source)
    if not isinstance(error, HygieneError):  # which knows better where it happened
        outer.line = line
    again = " and once more during its clean-up" if cut.second else ""
    place = f" at line {line}" if line else ""
    outer.remark = (
        f"when cancelled{place}{again}, as at {failed} of {tried} moments; "
        f"replay with `--schedule {cut.token}`"
    )
    return error or NotDeterministicError(f"cancelled at {cut.token} it fails, and then it doesn't")


def _cuts(*, twice: bool) -> Iterator[Cut]:
    """One moment after the other, until the call ends by itself. Each must run before the next."""
    spent, moment = 0, 1
    while spent < BUDGET or moment <= LEAST:
        if spent > BUDGET + MOST:
            raise UnexploredError(spent // moment)
        cut = Cut(moment)
        yield cut
        spent += cut.steps
        if cut.where is None:
            return
        for second in _some(cut.lefts if twice else 0, all_of_them=spent < BUDGET):
            again = Cut(moment, second)
            yield again
            spent += again.steps
        moment += 1
    yield (far := Cut(FAR, counts=True))
    spent += far.steps
    # Who never ends is cancelled wherever they are.
    most = spent + (MOST // 2 if far.ended else BUDGET)
    for later in _rest(far.who if far.ended else far.who[:NEAR], moment):
        if spent > most:
            return
        cut = Cut(later)
        yield cut
        spent += cut.steps
        for second in _some(cut.lefts if twice else 0, all_of_them=False):
            again = Cut(later, second)
            yield again
            spent += again.steps


def _some(count: int, *, all_of_them: bool) -> Iterable[int]:
    """The numbers from 1 to `count`, or `LEAST` of them, evenly spread."""
    if all_of_them or count <= LEAST:
        return range(1, count + 1)
    return [1 + index * (count - 1) // (LEAST - 1) for index in range(LEAST)]


def _rest(who: Sequence[int], begin: int) -> Iterable[int]:
    """Moments from `begin` on: `LEAST` after steps of those who take few, and as many evenly spread."""
    often = Counter(who)
    later = range(begin, len(who) + 1)
    rare = sorted(later, key=lambda moment: often[who[moment - 1]])[:LEAST]
    spread = [begin - 1 + number for number in _some(len(later), all_of_them=False)]
    return dict.fromkeys([*rare, *spread])


def _is_over(cut: Cut, error: BaseException | None) -> bool:
    """Whether the moment never came; a call that waits for ever has been cancelled there before."""
    if cut.where is not None:
        return False
    waits = isinstance(error, DeadlockError) and cut.moments > 0
    return (
        waits
        or isinstance(error, _Over)
        or (cut.counts and isinstance(error, StuckError | OutOfTimeError))
    )


def _line(where: Waiting | None, source: Source | None) -> int | None:
    """The innermost line of the learner's at which the call was suspended."""
    for frame in where.where if where is not None else ():
        if source is not None and source.wrote(frame.filename):
            return frame.line
    return None
