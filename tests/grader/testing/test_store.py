"""The store says exactly how many updates a race has lost."""

import asyncio

import pytest

from grader.testing import Store, VirtualTimeLoop


def run(main):
    with asyncio.Runner(loop_factory=VirtualTimeLoop) as runner:
        runner.run(main)


async def increment(store):
    await store.write(await store.read() + 1)


@pytest.mark.parametrize("takes", [0, 1])
def test_of_updates_at_once_all_but_one_are_lost(takes):
    async def main():
        store = Store(takes=takes)
        await asyncio.gather(*(increment(store) for _ in range(100)))
        assert (store.value, store.writes, store.lost) == (1, 100, 99)

    run(main())


def test_updates_one_after_the_other_are_not_lost():
    async def main():
        store = Store()
        for _ in range(100):
            await increment(store)
        assert (store.value, store.lost) == (100, 0)

    run(main())


def test_an_outdated_write_undoes_every_write_since_its_read():
    async def main():
        store = Store()
        slow = await store.read()
        for _ in range(3):
            await asyncio.create_task(increment(store))
        await store.write(slow + 1)
        assert (store.value, store.lost) == (1, 3)

    run(main())


def test_a_write_without_a_read_undoes_nothing():
    async def main():
        store = Store()
        await asyncio.gather(store.write(1), store.write(2))
        assert (store.value, store.lost) == (2, 0)

    run(main())


def test_a_cancelled_write_changes_nothing():
    async def main():
        store = Store(takes=1)
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(increment(store), 1.5)
        assert (store.value, store.writes, store.lost) == (0, 0, 0)

    run(main())
