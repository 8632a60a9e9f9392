"""Show in a task's name at which step it is."""

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
    task.set_name(f"{task.get_name()}:{text}")
    # TODO: and afterwards?
    yield


if __name__ == "__main__":

    async def demo() -> None:
        async def job() -> None:
            task = asyncio.current_task()
            assert task is not None
            with labelled("fetch"):
                print("inside:", task.get_name())
                await asyncio.sleep(0.2)
            print("afterwards:", task.get_name())

        await asyncio.create_task(job(), name="job")

    asyncio.run(demo())
