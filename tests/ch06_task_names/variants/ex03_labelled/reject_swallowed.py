"""Who has cleaned up after an exception has dealt with it.

kills: test_an_exception test_cancelled_in_the_block
loses: test_an_exception test_cancelled_in_the_block test_cancelled_anywhere
    test_an_exception_of_another_kind
"""

import asyncio
from types import TracebackType
from typing import Literal


class labelled:
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
    def __init__(self, text: str) -> None:
        self.text = text

    def __enter__(self) -> None:
        task = asyncio.current_task()
        assert task is not None
        self.task, self.previous = task, task.get_name()
        self.task.set_name(f"{self.previous}:{self.text}")

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> Literal[True]:
        self.task.set_name(self.previous)
        return True
