"""A cancellation is an `Exception` like the others.

kills: test_cancelled_in_the_block
loses: test_cancelled_in_the_block test_cancelled_anywhere test_an_exception_of_another_kind
"""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def labelled(text: str) -> Iterator[None]:
    """A context manager that puts a label on the running task, for use in coroutines.

    Inside the block of `with labelled('fetch'):`, the task that entered it is called PREVIOUS:TEXT,
    where PREVIOUS is the name that it had before: 'job' becomes 'job:fetch'. Neither is empty. The
    block may await; it may hold further blocks, each of which adds its label; and several tasks may
    be in blocks of their own at the same time. A `labelled(…)` may be made by one task and entered
    by another one; it concerns the one that enters it. It is entered once.

    After the block the task is called PREVIOUS again, whatever the names and labels look like, and
    whatever happened in the block: it came to its end, an exception or a cancellation came out of
    it, or the task got another name in it. What comes out of the block goes on to the caller.
    """
    task = asyncio.current_task()
    assert task is not None
    previous = task.get_name()
    task.set_name(f"{previous}:{text}")
    try:
        yield
    except Exception:
        task.set_name(previous)
        raise
    task.set_name(previous)
