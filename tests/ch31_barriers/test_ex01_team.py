"""Hidden behaviours of a team whose members meet again and again."""

import asyncio

import pytest

from grader.testing import every_cancellation, every_order, same


def member(log, name, takes, rounds):
    """A member that works for so long before each meeting; it returns its positions.

    If it works for None seconds, its meetings follow each other without anything in between.
    """

    async def work(meet):
        positions = []
        for _ in range(rounds):
            if takes is not None:
                await asyncio.sleep(takes)
            positions.append(await meet())
            log.add(name, "left")
        return positions

    return work


def job_and_meeting(job):
    """A member that does its job and meets, twice."""

    async def work(meet):
        for _ in range(2):
            await job()
            await meet()

    return work


@every_order
async def test_all_leave_together(exercise, log):
    """Nobody leaves a meeting before the last has come, and then all leave at that moment.

    Three members work for 1, 3.375 and 2 s, and then meet, once.
    """
    team = [member(log, name, takes, 1) for name, takes in (("a", 1), ("b", 3.375), ("c", 2))]

    await exercise.run_team(team)

    assert sorted(log) == ["a left 3.375", "b left 3.375", "c left 3.375"]


@every_order
async def test_three_meetings(exercise, log):
    """At each further meeting, all wait for the last one again.

    Three members work for 1, 3.375 and 2 s before each of three meetings.
    """
    team = [member(log, name, takes, 3) for name, takes in (("a", 1), ("b", 3.375), ("c", 2))]

    await exercise.run_team(team)

    assert log.of("a") == ["a left 3.375", "a left 6.75", "a left 10.125"]
    assert log.of("b") == ["b left 3.375", "b left 6.75", "b left 10.125"]
    assert log.of("c") == ["c left 3.375", "c left 6.75", "c left 10.125"]


@every_order
async def test_positions(exercise, log):
    """Each member gets its position in the order of arrival at this meeting, the first one 0.

    Three members work for 1, 3.375 and 2 s before each of three meetings.
    """
    team = [member(log, name, takes, 3) for name, takes in (("a", 1), ("b", 3.375), ("c", 2))]

    positions = await exercise.run_team(team)

    assert same(positions, [[0, 0, 0], [2, 2, 2], [1, 1, 1]])


@every_order
async def test_results(exercise, jobs, clock):
    """Members run side by side; their results are in the order of the members.

    Three members work for 2, 3.375 and 1 s, return "a", "b" and "c", and never meet.
    """
    team = [jobs.make(name, takes, name) for name, takes in (("a", 2), ("b", 3.375), ("c", 1))]

    results = await exercise.run_team(team)

    assert same(results, ["a", "b", "c"])
    assert clock.now == 3.375


async def test_the_same_member_twice(exercise, log):
    """A member that is in the list twice is two members, and there are two results.

    One and the same function is in the list twice; it works for 1 s, and meets, once.
    """
    twin = member(log, "twin", 1, 1)

    positions = await exercise.run_team([twin, twin])

    assert same(sorted(positions), [[0], [1]])


@every_order
async def test_a_team_of_one(exercise, log, start, clock):
    """A single member never waits, and is number 0 at each meeting.

    It works for 1 s before each of three meetings.
    """
    call = start("team", exercise.run_team([member(log, "a", 1, 3)]))

    await asyncio.wait([call], timeout=30)

    assert log == ["a left 1", "a left 2", "a left 3", "team returned 3"]
    assert same(call.result(), [[0, 0, 0]])


@every_order
async def test_one_meeting_after_the_other(exercise, log):
    """Meetings that follow each other at once are kept apart, in every order of events.

    Two members meet five times, with nothing in between. Nobody may leave a meeting to which the
    other one hasn't come, and at each meeting one is number 0 and the other one number 1.
    """
    team = [member(log, name, None, 5) for name in "ab"]

    a, b = await exercise.run_team(team)

    ahead = [log[: n + 1].count("a left 0") - log[: n + 1].count("b left 0") for n in range(10)]
    assert max(map(abs, ahead)) <= 1, "a member left a meeting to which the other hadn't come"
    pairs = [sorted(pair) for pair in zip(a, b, strict=True)]
    assert same(pairs, [[0, 1]] * 5)


@pytest.mark.code("leaked-task")
@every_cancellation
async def test_cancelled_at_any_moment(exercise, jobs, start, cancel):
    """Whenever the call is cancelled, so are the members; it ends as cancelled.

    Three members work for 1, 2 and 3 s, meet, and do that again. The call is cancelled wherever it
    waits, in each run of the test at another moment.
    """
    team = [job_and_meeting(jobs.make(f"work {n}", takes=n)) for n in (1, 2, 3)]
    call = start("team", exercise.run_team(team))

    await cancel(call)

    assert jobs.running == 0, "a member is still at work"
