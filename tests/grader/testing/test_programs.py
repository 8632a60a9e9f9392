"""Small programs, once in real time on the stock loop and once on ours: they print the same.

A program is a function of a module in `programs`: `say` prints, and `unit` is the length of its
delays.  Things that happen in another order differ by at least one unit.
"""

import asyncio
import importlib.util
import inspect
import sys
from pathlib import Path

import pytest

from grader.testing import virtual_time

FOLDER = Path(__file__).with_name("programs")
IN_MEMORY = ("tasks", "waiting", "primitives", "iteration", "threads")
OUTSIDE = ("outside",)

UNITS = (0.005, 0.05, 0.5, 3.0)
"""Real seconds.  On a busy machine a unit may be too little for the stock loop, and then the next
one counts: it's the stock loop's order that hangs on the clock."""

EXPECTED = 60


def load(name):
    spec = importlib.util.spec_from_file_location(f"programs_{name}", FOLDER / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def programs(names):
    """Each program of these modules."""
    return [
        (f"{name}.{title}", each)
        for name in names
        for title, each in vars(load(name)).items()
        if inspect.isfunction(each) and list(inspect.signature(each).parameters) == ["say", "unit"]
    ]


MODULES = IN_MEMORY if sys.platform == "win32" else IN_MEMORY + OUTSIDE
PROGRAMS = programs(MODULES)


def output(program, unit):
    """What it says."""
    lines = []

    def say(*values):
        lines.append(" ".join(map(str, values)))

    if inspect.iscoroutinefunction(program):
        asyncio.run(program(say, unit))
    else:
        program(say, unit)
    return lines


@pytest.mark.parametrize(("name", "program"), PROGRAMS, ids=[name for name, _ in PROGRAMS])
def test_a_program_says_the_same_on_both_loops(name, program):
    with virtual_time():
        ours = output(program, 1.0)

    assert ours
    for unit in UNITS:
        try:
            theirs = output(program, unit)
        except Exception:
            if unit == UNITS[-1]:
                raise
            continue
        if theirs == ours:
            break
    assert ours == theirs


def test_there_are_as_many_programs_as_were_promised():
    assert len(PROGRAMS) >= EXPECTED


def test_every_public_name_of_the_chapters_is_used():
    text = "".join((FOLDER / f"{name}.py").read_text() for name in (*IN_MEMORY, *OUTSIDE))
    names = """
    ALL_COMPLETED Barrier BoundedSemaphore BrokenBarrierError CancelledError Condition Event
    FIRST_COMPLETED FIRST_EXCEPTION IncompleteReadError InvalidStateError LifoQueue LimitOverrunError
    Lock PriorityQueue Protocol Queue QueueEmpty QueueFull QueueShutDown Runner Semaphore StreamReader
    Task TaskGroup TimeoutError all_tasks as_completed create_subprocess_exec create_subprocess_shell
    create_task current_task eager_task_factory ensure_future gather get_event_loop get_running_loop
    iscoroutine iscoroutinefunction isfuture new_event_loop open_connection open_unix_connection run
    run_coroutine_threadsafe shield sleep start_server start_unix_server timeout timeout_at to_thread
    wait wait_for
    """.split()
    assert [name for name in names if f"asyncio.{name}" not in text] == []
    methods = """
    add_done_callback remove_done_callback cancel cancelled cancelling uncancel done exception result
    get_name set_name set_result set_exception acquire release locked notify notify_all is_set clear
    abort reset broken n_waiting parties empty full get_nowait put_nowait join maxsize qsize shutdown
    task_done is_serving serve_forever sockets start_serving wait_closed at_eof feed_data read
    readexactly readline readuntil drain get_extra_info is_closing write_eof writelines communicate
    kill returncode send_signal terminate reschedule expired when call_at call_later call_soon
    call_soon_threadsafe call_exception_handler get_exception_handler set_exception_handler is_closed
    run_forever run_until_complete stop time add_signal_handler run_in_executor create_server
    """.split()
    assert [name for name in methods if f".{name}" not in text] == []


def test_none_of_it_takes_real_time():
    with virtual_time():
        for _, program in programs(IN_MEMORY):
            assert output(program, 100_000.0)
