"""Tasks have a number, a place of birth, and something they wait for."""

import asyncio
import contextlib
import gc
import sys
import threading
import weakref

import pytest

from grader.testing import VirtualTimeLoop, virtual_time
from grader.testing._frames import DEPTH
from grader.testing._tasks import PlainTask, Task, awaiting, number

eager = pytest.mark.skipif(sys.version_info < (3, 12), reason="eager tasks are new in 3.12")


def run(main, **options):
    with virtual_time():
        loop = VirtualTimeLoop(**options)
        try:
            return loop.run_until_complete(main())
        finally:
            loop.finish()


def line_of(function, offset):
    return function.__code__.co_firstlineno + offset


# ---------------------------------------------------------------- numbers and names


def test_numbers_and_names_count_from_one_for_each_loop():
    async def main():
        task = asyncio.create_task(asyncio.sleep(0))
        named = asyncio.create_task(asyncio.sleep(0), name="named")
        this = asyncio.current_task()
        return [(number(each), each.get_name()) for each in (this, task, named)]

    assert run(main) == run(main) == [(1, "Task-1"), (2, "Task-2"), (3, "named")]


@pytest.mark.parametrize("name", ["number", "_number", "_hash", "hash"])
def test_an_attribute_of_that_name_is_the_learners(name):
    async def main():
        task, future = asyncio.create_task(asyncio.sleep(0)), asyncio.Future()
        before = number(task), hash(task), hash(future)
        for each in (task, future):
            setattr(each, name, 99)
        assert getattr(task, name) == getattr(future, name) == 99
        return before == (number(task), hash(task), hash(future))

    assert run(main)


@pytest.mark.parametrize("name", ["cancelled", "done", "result", "get_name"])
def test_no_attribute_hides_a_method_of_a_plain_task(name):
    async def main():
        asyncio.get_running_loop().task_type = PlainTask
        task = asyncio.create_task(asyncio.sleep(0))
        task.label = "mine"
        with pytest.raises(AttributeError, match="read-only"):
            setattr(task, name, None)
        return task.label

    assert run(main) == "mine"


def test_a_task_that_is_not_ours_has_no_number():
    async def main():
        task = asyncio.Task(asyncio.sleep(0))
        task.number = 3
        return number(task)

    assert run(main) == 0


def test_sets_of_tasks_have_the_same_order_in_every_run():
    async def main():
        tasks = {asyncio.create_task(asyncio.sleep(0)) for _ in range(50)}
        done, _ = await asyncio.wait(tasks)
        return [[number(task) for task in each] for each in (tasks, done, asyncio.all_tasks())]

    first = run(main)
    keep = []
    for n in range(10):
        keep.append([object() for _ in range(n * 37)])  # other addresses
        assert run(main) == first


def test_a_salt_changes_the_order_of_sets():
    async def main():
        asyncio.get_running_loop().hash_salt = 3
        tasks = {asyncio.create_task(asyncio.sleep(0)) for _ in range(20)}
        return [number(task) for task in tasks]

    assert run(main) == run(main) != sorted(run(main))


@pytest.mark.parametrize("salt", [0, 3])
def test_sets_of_futures_have_the_same_order_in_every_run(salt):
    async def main():
        loop = asyncio.get_running_loop()
        loop.hash_salt = salt
        futures = [loop.create_future() for _ in range(50)]
        return [futures.index(each) for each in set(futures)]

    first = run(main)
    keep = []
    for n in range(10):
        keep.append([object() for _ in range(n * 37)])  # other addresses
        assert run(main) == first
    assert (first == sorted(first)) is (salt == 0)


def test_a_future_of_the_loop_is_as_any_other():
    async def main():
        future, other = (asyncio.get_running_loop().create_future() for _ in range(2))
        assert isinstance(future, asyncio.Future)
        assert repr(future) == "<Future pending>"
        assert future == future != other
        assert weakref.ref(future)() is future
        future.remark = "as one may"
        future.set_result(3)
        return await future, {future: 1}[future]

    assert run(main) == (3, 1)


def test_tasks_are_equal_to_themselves_only():
    async def main():
        one, two = (asyncio.create_task(asyncio.sleep(0)) for _ in range(2))
        assert one == one != two
        assert {one: 1}[one] == 1

    run(main)


def test_every_way_to_make_a_task_makes_ours():
    async def main():
        made = [
            asyncio.create_task(asyncio.sleep(0)),
            asyncio.ensure_future(asyncio.sleep(0)),
            asyncio.get_running_loop().create_task(asyncio.sleep(0)),
            asyncio.current_task(),
        ]
        async with asyncio.TaskGroup() as group:
            made.append(group.create_task(asyncio.sleep(0)))
        assert {type(task) for task in made} == {Task}
        assert all(isinstance(task, asyncio.Task) for task in made)

    run(main)


@eager
@pytest.mark.parametrize("how", ["loop", "factory"])
def test_eager_tasks_are_ours_too(how):
    async def main():
        loop = asyncio.get_running_loop()
        log = []

        async def work():
            log.append("step")

        loop.set_task_factory(asyncio.eager_task_factory)
        assert loop.get_task_factory() is asyncio.eager_task_factory
        task = asyncio.create_task(work(), name="named")
        assert (log, task.done(), task.get_name(), type(task)) == (["step"], True, "named", Task)
        pending = asyncio.create_task(asyncio.sleep(1))
        assert not pending.done()
        await pending

    run(main)


def test_task_factories_of_ones_own_are_asked():
    class Mine(asyncio.Task):
        pass

    def factory(loop, coro, **options):
        return Mine(coro, loop=loop, **options)

    async def main():
        asyncio.get_running_loop().set_task_factory(factory)
        task = asyncio.create_task(asyncio.sleep(1), name="named")
        await task
        assert (type(task), task.get_name(), number(task)) == (Mine, "named", 0)
        assert awaiting(asyncio.create_task(asyncio.sleep(1))).what == "its first step"

    run(main)


def test_a_loop_knows_the_tasks_it_made_as_long_as_they_are_in_use():
    async def main():
        loop = asyncio.get_running_loop()
        kept = [asyncio.create_task(asyncio.sleep(0)) for _ in range(3)]
        before = sum(type(each) is weakref.ref for each in gc.get_objects())
        for _ in range(1000):
            await asyncio.create_task(asyncio.sleep(0))
        await asyncio.sleep(0)  # the step that was woken by the last one keeps it
        assert loop.tasks() == [asyncio.current_task(), *kept]
        assert sum(type(each) is weakref.ref for each in gc.get_objects()) < 600 + before

    run(main)


# ---------------------------------------------------------------- creation


def test_creation_tells_who_made_the_task():
    async def outer():
        return await inner()

    async def inner():
        return asyncio.create_task(asyncio.sleep(0))

    async def main():
        task = await outer()
        await task
        return task.creation

    frames = run(main)
    assert [(frame.function.rpartition(".")[2], frame.line) for frame in frames] == [
        ("inner", line_of(inner, 1)),
        ("outer", line_of(outer, 1)),
        ("main", line_of(main, 1)),
    ]
    assert {frame.filename for frame in frames} == {__file__}


@pytest.mark.parametrize("how", ["gather", "group", "wait_for"])
def test_creation_leaves_asyncio_out(how):
    made = []

    async def note():
        made.append(asyncio.current_task())

    async def gather():
        await asyncio.gather(note())

    async def group():
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(note())

    async def wait_for():
        await asyncio.wait_for(asyncio.ensure_future(note()), 1)

    body = {"gather": gather, "group": group, "wait_for": wait_for}[how]
    run(body)
    assert made[0].creation[0].function.endswith(how)
    assert made[0].creation[0].line == line_of(body, 2 if how == "group" else 1)


def test_creation_by_a_callback_ends_at_the_loop():
    async def main():
        made = []
        loop = asyncio.get_running_loop()
        loop.call_soon(lambda: made.append(loop.create_task(asyncio.sleep(0))))
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        return made[0].creation

    (frame,) = run(main)
    assert frame.function.endswith("<lambda>")


def test_creation_is_bounded():
    async def main():
        def deep(n):
            return deep(n - 1) if n else asyncio.create_task(asyncio.sleep(0))

        return deep(100).creation

    assert len(run(main)) == DEPTH


# ---------------------------------------------------------------- waiting


class Holder:
    def __init__(self, primitive):
        self._primitive = primitive

    async def use(self):
        async with self._primitive:
            pass


async def ticks(event):
    yield 1
    await event.wait()


def waits_in(name):  # noqa: PLR0915 - as many ways to wait as there are
    """Bodies of tasks, and what they shall be said to wait for."""

    async def event():
        thing = asyncio.Event()
        await thing.wait()

    async def lock():
        things = [asyncio.Lock()]
        await things[0].acquire()
        async with things[0]:
            pass

    async def held():
        primitive = asyncio.Semaphore(0)
        await Holder(primitive).use()

    async def condition():
        thing = asyncio.Condition()
        async with thing:
            await thing.wait_for(lambda: False)

    async def conditions_lock():
        thing = asyncio.Condition()
        await thing.acquire()
        async with thing:
            pass

    async def barrier():
        async with asyncio.Barrier(2):
            pass

    async def get():
        things = {"a": asyncio.PriorityQueue()}
        await things["a"].get()

    async def put():
        thing = asyncio.Queue(1)
        await thing.put(1)
        await thing.put(2)

    async def join():
        thing = asyncio.Queue()
        thing.put_nowait(1)
        await thing.join()

    async def sleep():
        await asyncio.sleep(2.5)

    async def yields():
        while True:
            await asyncio.sleep(0)

    async def future():
        await asyncio.get_running_loop().create_future()

    async def task():
        await asyncio.create_task(asyncio.sleep(1), name="other")

    async def gather():
        await asyncio.gather(asyncio.sleep(0), asyncio.sleep(1), asyncio.sleep(2))

    async def wait():
        await asyncio.wait([asyncio.create_task(asyncio.sleep(1), name="other")])

    async def completed():
        for each in asyncio.as_completed([asyncio.sleep(1)]):
            await each

    async def shield():
        await asyncio.shield(asyncio.create_task(asyncio.sleep(1), name="other"))

    async def group():
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(asyncio.sleep(1), name="other")

    async def wait_for():
        await asyncio.wait_for(asyncio.Event().wait(), 1)

    async def timeout():
        async with asyncio.timeout(1):
            await asyncio.Event().wait()

    async def thread():
        await asyncio.to_thread(threading.Event().wait, 1)

    async def generator():
        async for _ in ticks(asyncio.Event()):
            pass

    async def closing():
        async with contextlib.aclosing(ticks(asyncio.Event())) as source:
            async for _ in source:
                pass

    async def reader():
        thing = asyncio.StreamReader()
        await thing.readline()

    async def many():
        await asyncio.gather(*(asyncio.sleep(1) for _ in range(7)))

    return locals()[name]


WAITS = {
    "event": ("Event", "thing"),
    "lock": ("Lock", "things[0]"),
    "held": ("Semaphore", "self._primitive"),
    "condition": ("Condition", "thing"),
    "conditions_lock": ("the lock of a Condition", "thing"),
    "barrier": ("Barrier", None),
    "get": ("PriorityQueue.get", "things['a']"),
    "put": ("Queue.put", "thing"),
    "join": ("Queue.join", "thing"),
    "sleep": ("sleep until 1026.5", None),
    "yields": ("its next step", None),
    "future": ("future", None),
    "task": ("task other", None),
    "gather": ("gather: Task-4, Task-5", None),
    "wait": ("wait: other", None),
    "completed": ("Queue.get", None),
    "shield": ("shield: other", None),
    "group": ("its TaskGroup: other", None),
    "wait_for": ("Event", None),
    "timeout": ("Event", None),
    "thread": ("thread of Event.wait", None),
    "generator": ("Event", "event"),
    "closing": ("Event", "event"),
    "reader": ("StreamReader.readline", "thing"),
    "many": ("gather: Task-3, Task-4, Task-5, Task-6, Task-7, …", None),
}


@pytest.mark.parametrize("name", WAITS)
def test_what_a_task_waits_for_is_told(name):
    body = waits_in(name)

    async def main():
        task = asyncio.create_task(body(), name="it")
        for _ in range(5):
            await asyncio.sleep(0)
        waiting = awaiting(task)
        task.cancel()
        await asyncio.wait([task])
        return waiting

    waiting = run(main)
    what, label = WAITS[name]
    if name == "wait_for" and sys.version_info < (3, 12):
        label = None
    assert (waiting.name, waiting.what, waiting.label) == ("it", what, label)
    assert "0x" not in str(waiting)
    assert waiting.where[-1].function == body.__qualname__
    assert {frame.filename for frame in waiting.where} == {__file__}


def test_the_line_is_where_the_task_stands():
    body = waits_in("held")

    async def main():
        task = asyncio.create_task(body())
        await asyncio.sleep(0)
        where = awaiting(task).where
        task.cancel()
        return where

    inner, outer = run(main)
    assert inner == (__file__, line_of(Holder.use, 1), "Holder.use")
    assert (outer.line, outer.function) == (line_of(body, 2), body.__qualname__)


def test_a_task_that_has_not_begun_or_has_ended():
    async def main():
        task = asyncio.create_task(asyncio.sleep(0))
        before = awaiting(task).what
        await task
        return before, awaiting(task).what, awaiting(asyncio.current_task()).what

    assert run(main) == ("its first step", "nothing more", "its next step")


def test_the_time_of_a_sleep_is_given():
    async def main():
        task = asyncio.create_task(asyncio.sleep(0.125))
        await asyncio.sleep(0)
        until = awaiting(task).until
        await task
        return until

    assert run(main) == 1024.125


def test_who_holds_a_primitive_is_the_traces_affair():
    class Trace:
        def holder(self, primitive):
            return f"holder of {type(primitive).__name__}"

        def step_begins(self, task):
            pass

        step_ended = step_begins

    async def main():
        lock = asyncio.Lock()
        await lock.acquire()
        task = asyncio.create_task(lock.acquire(), name="it")
        await asyncio.sleep(0)
        waiting = awaiting(task)
        lock.release()
        await task
        return waiting

    waiting = run(main, trace=Trace())
    assert waiting.holder == "holder of Lock"
    assert str(waiting) == "it waits for Lock, held by holder of Lock"


def test_learner_code_has_no_say_in_the_description():
    class Hostile:
        @property
        def __dict__(self):
            raise ZeroDivisionError

        def __getattr__(self, name):
            raise ZeroDivisionError

        def __eq__(self, other):
            raise ZeroDivisionError

        def __iter__(self):
            raise ZeroDivisionError

    class HostileList(list):
        def __iter__(self):
            raise ZeroDivisionError

    async def body():
        hostile, things = Hostile(), HostileList([asyncio.Event()])
        await things[-1].wait()
        return hostile

    async def main():
        task = asyncio.create_task(body())
        await asyncio.sleep(0)
        waiting = awaiting(task)
        task.cancel()
        return waiting

    assert run(main).label == "things[0]"


def test_awaitable_objects_are_seen_through():
    class Later:
        def __await__(self):
            return asyncio.sleep(1).__await__()

    class Yielding:
        def __await__(self):
            yield from asyncio.sleep(1).__await__()

    async def main():
        seen = []
        for kind in (Later, Yielding):

            async def body(kind=kind):
                await kind()

            task = asyncio.create_task(body())
            await asyncio.sleep(0)
            seen.append(awaiting(task).what)
            await task
        return seen

    assert run(main) == ["sleep until 1025", "sleep until 1026"]


def test_private_names_of_tasks_are_still_there():
    async def main():
        task = asyncio.create_task(asyncio.sleep(0))
        assert task._must_cancel is False
        task.cancel()
        assert task._must_cancel is True
        await asyncio.wait([task])
        assert task._exception is None
        assert hasattr(task, "_log_traceback")

    asyncio.run(main())


def test_private_names_of_asyncio_are_still_there():
    async def main():
        task = asyncio.create_task(asyncio.sleep(1))
        await asyncio.sleep(0)
        assert task._fut_waiter is not None
        assert task.get_coro().cr_frame.f_locals["h"].when() == 1025
        gathered = asyncio.gather(task)
        assert gathered._children == [task]
        assert asyncio.TaskGroup()._tasks == set()
        assert isinstance(asyncio.Condition()._lock, asyncio.Lock)
        waiting = asyncio.create_task(asyncio.wait([task]))
        await asyncio.sleep(0)
        names = [frame.f_locals for frame in _frames(waiting)]
        assert any(task in (each.get("fs") or ()) for each in names)
        await waiting
        await gathered

    run(main)


def _frames(task):
    coro = task.get_coro()
    while coro is not None and hasattr(coro, "cr_frame"):
        yield coro.cr_frame
        coro = coro.cr_await


def test_tasks_of_as_completed_are_made_in_the_order_of_their_coroutines():
    async def main():
        made = []

        async def work(number):
            made.append(number)

        for _ in range(20):  # other addresses each time
            litter = [object() for _ in range(len(made) % 7)]
            for each in asyncio.as_completed(map(work, range(8))):
                await each
            del litter
        return made

    assert run(main) == [*range(8)] * 20


def test_asyncio_finds_our_set():
    # Private, and so watched: were it not looked up in the module, the order would be by address.
    assert asyncio.tasks.set([3, 1, 3]) == {1, 3}
    assert {"wait", "as_completed"} <= set(vars(asyncio.tasks))
