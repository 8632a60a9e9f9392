"""What a failed comparison is called, and how it is put into words."""

import asyncio
import textwrap

import pytest

from grader.testing import Store, same
from grader.testing._explain import _compare_events, _events, explain
from grader.testing._scene import Scene, Setting
from grader.testing._source import Source


def compared(found, wanted):
    return _compare_events(_events(found), _events(wanted))


@pytest.mark.parametrize(
    ("found", "wanted", "code", "message"),
    [
        (
            ["a started 0", "a returned 2"],
            ["a started 0", "a returned 1"],
            "too-late",
            "`a` returned at 2 s, and should have at 1 s",
        ),
        (
            ["a returned 1"],
            ["a returned 2"],
            "too-early",
            "`a` returned at 1 s, and should have at 2 s",
        ),
        (
            ["b started 0", "a started 0"],
            ["a started 0", "b started 0"],
            "wrong-order",
            "`b` started at 0 s came before `a` started at 0 s",
        ),
        (
            ["a started 0"],
            ["a started 0", "a cancelled 1"],
            "not-cancelled",
            "`a` was not cancelled; it should have been at 1 s",
        ),
        (
            ["a started 0", "a interrupted 2"],
            ["a started 0", "a cancelled 3"],
            "cancelled",
            "`a` was cancelled again at 2 s, in the middle of its clean-up, and should have ended at 3 s",
        ),
        (
            ["call raised RuntimeError 1"],
            ["call cancelled 1"],
            "not-cancelled",
            "`call` was not cancelled but raised RuntimeError at 1 s; it should have been at 1 s",
        ),
        (
            ["a cancelled 5", "call raised TimeoutError 5"],
            ["a returned 10", "call returned 10"],
            "cancelled",
            "`a` was cancelled at 5 s, and should not have been",
        ),
        (
            ["call returned 2"],
            ["call raised TimeoutError 2"],
            "not-raised",
            "`call` returned at 2 s, and should have raised TimeoutError at 2 s",
        ),
        (
            ["call raised KeyError 2"],
            ["call raised TimeoutError 2"],
            "wrong-exception",
            "`call` raised KeyError at 2 s, and should have raised TimeoutError at 2 s",
        ),
        (
            ["call raised KeyError 2"],
            ["call returned 3"],
            "raised",
            "`call` raised KeyError at 2 s, and should have returned at 3 s",
        ),
        (
            ["a cancelled 5"],
            ["a cancelled 3"],
            "too-late",
            "`a` was cancelled at 5 s, and should have been at 3 s",
        ),
        (
            [],
            ["a started 3", "a returned 4"],
            "missing-event",
            "it never happened that `a` started at 3 s",
        ),
        (
            ["a started 0.5", "a started 1", "a started 1.5"],
            ["a started 0", "a started 0.5", "a started 1"],
            "too-late",
            "`a` started at 0.5 s, and should have at 0 s",
        ),
        (
            ["a started 0", "a started 2", "a started 3"],
            ["a started 0", "a started 1"],
            "too-late",
            "`a` started at 2 s, and should have at 1 s",
        ),
        (
            ["a started 0", "a started 1"],
            ["a started 0"],
            "extra-event",
            "`a` started at 1 s, and should not have",
        ),
    ],
)
def test_logs_that_differ(found, wanted, code, message):
    assert compared(found, wanted) == (code, message)


def examine(tmp_path, code, body, text):
    """The finding for a learner's file, whose lines are counted from 1."""
    path = tmp_path / "ex01_learner.py"
    text = textwrap.dedent(text).lstrip()
    path.write_text(text)
    with Scene(Setting(source=Source(path, text), code=code)) as scene:
        return explain(scene, scene.run(body, {}))


async def add_twice(exercise):
    store = Store(0)
    await asyncio.gather(exercise.safe(store), exercise.unsafe(store))
    assert same(store.lost, 0)


def test_a_lost_update_is_where_it_was_undone(tmp_path):
    finding = examine(
        tmp_path,
        "lost-update",
        add_twice,
        """
        async def safe(store):
            await store.write(await store.read() + 1)

        async def unsafe(store):
            value = await store.read() + 1
            await store.write(value)
        """,
    )

    assert (finding.code, finding.line) == ("lost-update", 6)
    assert "line 6 undoes what others wrote meanwhile" in finding.message


async def run_both(exercise):
    await asyncio.gather(exercise.waits(), exercise.polls())


def test_a_livelock_is_where_somebody_polls(tmp_path, capsys):
    finding = examine(
        tmp_path,
        "",
        run_both,
        """
        import asyncio

        async def waits():
            await asyncio.Event().wait()

        async def polls():
            while True:
                await asyncio.sleep(0)
        """,
    )

    assert (finding.code, finding.line) == ("livelock", 8)
    assert capsys.readouterr() == ("", "")
