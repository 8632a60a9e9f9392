"""gather, wait, as_completed, task groups, timeouts, shield."""

import asyncio


async def job(say, name, delay, error=None):
    try:
        await asyncio.sleep(delay)
    except asyncio.CancelledError:
        say(name, "cancelled")
        raise
    say(name, "ends")
    if error is not None:
        raise error
    return name


async def gather_in_order(say, unit):
    say(await asyncio.gather(job(say, "a", 3 * unit), job(say, "b", unit), job(say, "c", 2 * unit)))
    say(await asyncio.gather())


async def gather_with_a_failure(say, unit):
    other = asyncio.create_task(job(say, "other", 3 * unit))
    try:
        await asyncio.gather(other, job(say, "bad", unit, ValueError("bad")))
    except ValueError as error:
        say(error, other.done())
    say(await other)


async def gather_returning_exceptions(say, unit):
    jobs = job(say, "a", 2 * unit), job(say, "b", unit, OSError("b"))
    say([repr(each) for each in await asyncio.gather(*jobs, return_exceptions=True)])


async def gather_cancelled(say, unit):
    outer = asyncio.gather(job(say, "a", 5 * unit), job(say, "b", 6 * unit))
    await asyncio.sleep(unit)
    say(outer.cancel())
    try:
        await outer
    except asyncio.CancelledError:
        say("out")


async def wait_for_all(say, unit):
    tasks = [asyncio.create_task(job(say, n, n * unit)) for n in (2, 1, 3)]
    done, pending = await asyncio.wait(tasks)
    say(len(done), len(pending), [task.result() for task in tasks])


async def wait_for_the_first(say, unit):
    tasks = [asyncio.create_task(job(say, n, n * unit)) for n in (2, 1, 3)]
    done, pending = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    say([task.result() for task in done], len(pending))
    for task in tasks:  # not of the set: the order of that hangs on addresses
        task.cancel()
    say(
        sorted(
            type(each).__name__ for each in await asyncio.gather(*pending, return_exceptions=True)
        )
    )


async def wait_for_the_first_exception(say, unit):
    tasks = [
        asyncio.create_task(job(say, n, n * unit, KeyError(n) if n == 2 else None))
        for n in (1, 2, 4)
    ]
    done, pending = await asyncio.wait(tasks, return_when=asyncio.FIRST_EXCEPTION)
    say(len(done), len(pending), repr(tasks[1].exception()))
    await asyncio.wait(pending, return_when=asyncio.ALL_COMPLETED)


async def wait_with_a_timeout(say, unit):
    tasks = [asyncio.create_task(job(say, n, n * unit)) for n in (1, 3)]
    done, pending = await asyncio.wait(tasks, timeout=2 * unit)
    say(len(done), len(pending), pending.pop().cancelled())
    await asyncio.wait(tasks)
    try:
        await asyncio.wait([])
    except ValueError as error:
        say(error)


async def as_completed_in_order(say, unit):
    for each in asyncio.as_completed([job(say, n, n * unit) for n in (3, 1, 2)]):
        say("got", await each)


async def as_completed_with_a_timeout(say, unit):
    tasks = [asyncio.create_task(job(say, n, n * unit)) for n in (1, 4)]
    try:
        for each in asyncio.as_completed(tasks, timeout=2 * unit):
            say("got", await each)
    except TimeoutError:
        say("timeout", [task.done() for task in tasks])
    await asyncio.wait(tasks)


async def a_group(say, unit):
    async with asyncio.TaskGroup() as group:
        one = group.create_task(job(say, "one", 2 * unit), name="one")
        two = group.create_task(job(say, "two", unit))
        say("in the group")
    say(one.result(), two.result(), one.get_name())


async def a_group_that_fails(say, unit):
    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(job(say, "slow", 5 * unit))
            group.create_task(job(say, "bad", unit, ValueError("bad")))
            await asyncio.sleep(9 * unit)
            say("never")
    except* ValueError as errors:
        say(errors.exceptions)
    say(asyncio.current_task().cancelling())


async def a_group_whose_body_fails(say, unit):
    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(job(say, "slow", 5 * unit))
            await asyncio.sleep(unit)
            raise KeyError("body")
    except ExceptionGroup as errors:
        say([repr(each) for each in errors.exceptions])


async def a_timeout(say, unit):
    try:
        async with asyncio.timeout(2 * unit) as limit:
            say(limit.expired(), limit.when() is not None)
            await job(say, "slow", 5 * unit)
    except TimeoutError:
        say("timeout", limit.expired())
    async with asyncio.timeout(None) as limit:
        say(limit.when())


async def a_timeout_that_is_moved(say, unit):
    loop = asyncio.get_running_loop()
    async with asyncio.timeout(unit) as limit:
        limit.reschedule(loop.time() + 5 * unit)
        say(await job(say, "fast enough", 2 * unit))
    try:
        async with asyncio.timeout_at(loop.time() + unit):
            await asyncio.sleep(3 * unit)
    except TimeoutError:
        say("at")


async def timeouts_in_timeouts(say, unit):
    try:
        async with asyncio.timeout(unit):
            try:
                async with asyncio.timeout(3 * unit):
                    await asyncio.sleep(5 * unit)
            except TimeoutError:
                say("never: the outer one came first")
    except TimeoutError:
        say("outer")


async def waiting_for(say, unit):
    say(await asyncio.wait_for(job(say, "in time", unit), 3 * unit))
    try:
        await asyncio.wait_for(job(say, "late", 5 * unit), unit)
    except TimeoutError as error:
        say(type(error) is asyncio.TimeoutError)
    say(await asyncio.wait_for(job(say, "without", unit), None))


async def a_shield(say, unit):
    inner = asyncio.create_task(job(say, "inner", 3 * unit))
    try:
        await asyncio.wait_for(asyncio.shield(inner), unit)
    except TimeoutError:
        say("timeout", inner.cancelled())
    say(await inner)


async def a_shield_whose_waiter_is_cancelled(say, unit):
    inner = asyncio.create_task(job(say, "inner", 3 * unit))

    async def outer():
        await asyncio.shield(inner)

    waiter = asyncio.create_task(outer())
    await asyncio.sleep(unit)
    waiter.cancel()
    await asyncio.wait([waiter])
    say(waiter.cancelled(), inner.done())
    say(await inner)


async def long_sleeps_in_hops(say, unit):
    async def ticker():
        for n in range(6):
            await asyncio.sleep(unit)
            say("tick", n)

    ticking = asyncio.create_task(ticker())
    await asyncio.sleep(3.5 * unit)
    say("between")
    await ticking
