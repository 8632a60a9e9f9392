"""Hidden behaviours of the live list of connections."""

import asyncio
import gc
import weakref

from grader.testing import every_order, same


def endings(jobs):
    """A handler that returns at 1 s, one that fails then, and two that go on till 9 s."""
    bad = jobs.make("bad", takes=1, raises=OSError("reset"))
    return [jobs.make("good", takes=1), bad, jobs.make("long", takes=9), jobs.make("last", takes=9)]


async def logs_in(peer):
    """A handler that renames its task, and returns after 1 s."""
    asyncio.current_task().set_name("ann")
    await asyncio.sleep(1)


def waits_for_one_of(futures):
    """A handler that waits for a future which only it holds; `futures` just knows of it."""

    async def handler(peer):
        future = asyncio.get_running_loop().create_future()
        futures.add(future)
        await future

    return handler


@every_order
async def test_names(exercise, jobs):
    """Each connection has its number and its peer in its name, and they are listed in order.

    Connections from 'a:1' and 'b:2' are opened; the list is asked for before they have had a turn.
    In each run of the test, sets of tasks have another order.
    """
    connections = exercise.Connections()
    tasks = [connections.open(peer, jobs.make("handler", takes=1)) for peer in ("a:1", "b:2")]

    names = connections.names()
    await asyncio.wait(tasks)

    assert same(names, ["conn-1 a:1", "conn-2 b:2"])


async def test_find(exercise, jobs):
    """A connection is found by its name, and None if no connection has that name.

    Connections from 'a:1' and 'b:2' are opened. Then 'conn-1 a:1', 'conn-2 b:2' and 'conn-3 c:3'
    are looked for.
    """
    connections = exercise.Connections()
    first, second = [connections.open(peer, jobs.make(peer, takes=1)) for peer in ("a:1", "b:2")]

    found = {name: connections.find(name) for name in ("conn-1 a:1", "conn-2 b:2", "conn-3 c:3")}
    await asyncio.wait([first, second])

    assert same(found, {"conn-1 a:1": first, "conn-2 b:2": second, "conn-3 c:3": None})


async def test_the_handler(exercise, jobs, clock):
    """The handler gets the peer, and its result is that of the task.

    Connections from 'a' and 'b' are opened; their handler says 'bye a' and 'bye b' after 1 s.
    """
    handler = jobs.make("handler", takes=1, returns=lambda peer: f"bye {peer}")
    connections = exercise.Connections()

    tasks = [connections.open(peer, handler) for peer in ("a", "b")]
    results = [await task for task in tasks]

    assert same(results, ["bye a", "bye b"])
    assert clock.now == 1


async def test_one_peer_twice(exercise, jobs):
    """A peer may have several connections.

    The peer 'p' connects twice.
    """
    connections = exercise.Connections()
    tasks = [connections.open("p", jobs.make("handler", takes=1)) for _ in range(2)]

    names = connections.names()
    found = [connections.find(name) for name in ("conn-1 p", "conn-2 p")]
    await asyncio.wait(tasks)

    assert same(names, ["conn-1 p", "conn-2 p"])
    assert same(found, tasks)


async def test_no_number_comes_back(exercise, jobs, clock):
    """No number is used twice, even if its first owner is gone.

    Connections from 'a' and 'b' are opened; the first one ends at 1 s. Then 'c' connects.
    """
    connections = exercise.Connections()
    a, b = [connections.open(peer, jobs.make(peer, takes=n)) for peer, n in (("a", 1), ("b", 9))]
    await asyncio.wait([a])
    await clock.settle()

    c = connections.open("c", jobs.make("c", takes=1))
    names = connections.names()
    await asyncio.wait([b, c])

    assert same(names, ["conn-2 b", "conn-3 c"])


async def test_each_counts_for_itself(exercise, jobs):
    """Two registries count for themselves, and list their own connections only.

    One has a connection from 'a', the other one from 'b' and from 'c'.
    """
    one, other = exercise.Connections(), exercise.Connections()
    opened = [(one, "a"), (other, "b"), (other, "c")]
    tasks = [registry.open(peer, jobs.make("handler", takes=1)) for registry, peer in opened]

    names = {"one": one.names(), "other": other.names()}
    await asyncio.wait(tasks)

    assert same(names, {"one": ["conn-1 a"], "other": ["conn-1 b", "conn-2 c"]})


async def test_of_another_registry(exercise, jobs):
    """A registry doesn't find a connection that another one has opened.

    Two registries open a connection each, one from 'a', the other one from 'b'.
    """
    one, other = exercise.Connections(), exercise.Connections()
    tasks = [each.open(p, jobs.make("handler", takes=1)) for each, p in ((one, "a"), (other, "b"))]

    found = one.find("conn-1 b")
    await asyncio.wait(tasks)

    assert same(found, None)


@every_order
async def test_over(exercise, jobs, clock):
    """A connection that has returned, failed or been cancelled isn't listed any more.

    At 1 s the connection from 'a' returns, the one from 'b' raises OSError, and the one from 'c' is
    cancelled. The one from 'd' goes on.
    """
    connections = exercise.Connections()
    a, b, c, d = map(connections.open, "abcd", endings(jobs))
    await clock.until(1)

    c.cancel()
    await asyncio.gather(a, b, c, return_exceptions=True)
    await clock.settle()
    names = connections.names()
    await d

    assert same(names, ["conn-4 d"])


async def test_cancelled_before_its_first_step(exercise, jobs, clock):
    """A connection that is cancelled before its first step isn't listed any more.

    Connections from 'a' and 'b' are opened, and the first one is cancelled at once.
    """
    connections = exercise.Connections()
    first, second = [connections.open(peer, jobs.make(peer, takes=1)) for peer in ("a", "b")]

    first.cancel()
    await asyncio.wait([first])
    await clock.settle()
    names = connections.names()
    await second

    assert same(names, ["conn-2 b"])


async def test_over_and_not_found(exercise, jobs, clock):
    """A connection that is over isn't found any more.

    The connection from 'a' has returned at 1 s. After that, 'conn-1 a' is looked for.
    """
    connections = exercise.Connections()

    await connections.open("a", jobs.make("handler", takes=1))
    await clock.settle()
    found = connections.find("conn-1 a")

    assert same(found, None)


async def test_renamed(exercise, clock):
    """A connection that was renamed is listed and found by its new name, and by no other.

    The handler of the connection from 'p' gives its task the name 'ann'.
    """
    connections = exercise.Connections()
    task = connections.open("p", logs_in)
    await clock.settle()

    names = connections.names()
    found = {name: connections.find(name) for name in ("ann", "conn-1 p")}
    await asyncio.wait([task])

    assert same(names, ["ann"])
    assert same(found, {"ann": task, "conn-1 p": None})


async def test_renamed_and_over(exercise, clock):
    """A connection that was renamed is gone from the list when it is over.

    The handler of the connection from 'p' gives its task the name 'ann', and returns at 1 s.
    """
    connections = exercise.Connections()

    await connections.open("p", logs_in)
    await clock.settle()
    names = connections.names()

    assert same(names, [])


async def test_a_foreign_task(exercise, jobs, start):
    """A task that the registry hasn't opened is neither listed nor found.

    Somebody else's task is called 'conn-9 fake'. A connection from 'a' is open.
    """
    connections = exercise.Connections()
    foreign = start("conn-9 fake", jobs.make("other", takes=1)())
    task = connections.open("a", jobs.make("handler", takes=1))

    names, found = connections.names(), connections.find("conn-9 fake")
    await asyncio.wait([task, foreign])

    assert same(names, ["conn-1 a"])
    assert same(found, None)


async def test_kept_alive(exercise, clock):
    """The registry keeps a connection alive that nobody else holds.

    The handler waits for a future that nobody else knows, the caller has forgotten the task, and
    garbage is collected.
    """
    connections, futures = exercise.Connections(), weakref.WeakSet()
    connections.open("p", waits_for_one_of(futures))
    await clock.settle()

    gc.collect()
    names = connections.names()
    for future in futures:
        future.set_result(None)

    assert same(names, ["conn-1 p"])


@every_order
async def test_twelve_in_order(exercise, jobs):
    """Many connections are listed in the order in which they were opened.

    Twelve connections are opened, from 'p1', 'p2', … 'p12'. In each run of the test, sets of tasks
    have another order.
    """
    connections = exercise.Connections()
    tasks = [connections.open(f"p{n}", jobs.make("handler", takes=1)) for n in range(1, 13)]

    names = connections.names()
    await asyncio.wait(tasks)

    assert same(names, [f"conn-{n} p{n}" for n in range(1, 13)])


async def test_a_name_used_again(exercise, clock):
    """A connection is found by its name, even if one that is over had the same name.

    The handler renames its task to 'ann', and returns after 1 s. Connections from 'p' and 'q' are
    opened at 0 s and at 2 s; at 2.5 s 'ann' is looked for.
    """
    connections = exercise.Connections()
    connections.open("p", logs_in)
    await clock.until(2)
    task = connections.open("q", logs_in)
    await clock.until(2.5)

    found = connections.find("ann")
    await asyncio.wait([task])

    assert same(found, task)


async def test_asked_to_stop(exercise, jobs, clock):
    """A connection that was asked to stop is listed and found until it has stopped.

    The connection from 'a' is cancelled at 1 s, and cleans up for 2 s. At 2 s it is looked for.
    """
    connections = exercise.Connections()
    task = connections.open("a", jobs.make("handler", takes=9, cleanup=2))
    await clock.until(1)

    task.cancel()
    await clock.until(2)
    names, found = connections.names(), connections.find("conn-1 a")
    await asyncio.wait([task])

    assert same(names, ["conn-1 a"])
    assert same(found, task)
