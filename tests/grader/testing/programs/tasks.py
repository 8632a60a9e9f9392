"""Coroutines, tasks, their names, ends, callbacks and cancellation."""

import asyncio


async def order_of_tasks(say, unit):
    async def work(name, delay):
        say(name, "begins")
        await asyncio.sleep(delay * unit)
        say(name, "ends")
        return name

    tasks = [
        asyncio.create_task(work(name, delay)) for name, delay in (("a", 3), ("b", 1), ("c", 2))
    ]
    say("made")
    say([await task for task in tasks])


async def coroutine_awaited_late(say, unit):
    async def work():
        say("runs")
        return 1

    coroutine = work()
    say(
        asyncio.iscoroutine(coroutine),
        asyncio.iscoroutinefunction(work),
        asyncio.isfuture(coroutine),
    )
    await asyncio.sleep(unit)
    say(await coroutine)


async def names(say, unit):
    async def who():
        return asyncio.current_task().get_name()

    named = asyncio.create_task(who(), name="named")
    renamed = asyncio.create_task(who())
    renamed.set_name("renamed")
    say(await named, await renamed)


async def states(say, unit):
    task = asyncio.create_task(asyncio.sleep(unit, "x"))
    say(task.done(), task.cancelled())
    try:
        task.result()
    except asyncio.InvalidStateError as error:
        say(type(error).__name__)
    await task
    say(task.done(), task.result(), task.exception())


async def failure(say, unit):
    async def fail():
        await asyncio.sleep(unit)
        raise ValueError("no")

    task = asyncio.create_task(fail())
    try:
        await task
    except ValueError as error:
        say(error, task.exception() is error, task.cancelled())


async def cancellation(say, unit):
    async def work():
        try:
            await asyncio.sleep(10 * unit)
        except asyncio.CancelledError as error:
            say("cancelled", error.args, asyncio.current_task().cancelling())
            await asyncio.sleep(unit)
            say("cleaned up")
            raise

    task = asyncio.create_task(work())
    await asyncio.sleep(unit)
    say(task.cancel("enough"))
    try:
        await task
    except asyncio.CancelledError:
        say("out", task.cancelled(), task.cancel())


async def cancelled_before_it_began(say, unit):
    async def work():
        say("never")

    task = asyncio.create_task(work())
    task.cancel()
    say(await asyncio.gather(task, return_exceptions=True))


async def a_refused_cancellation(say, unit):
    async def stubborn():
        for _ in range(2):
            try:
                await asyncio.sleep(3 * unit)
            except asyncio.CancelledError:
                say("refused", asyncio.current_task().uncancel())
        return "done"

    task = asyncio.create_task(stubborn())
    await asyncio.sleep(unit)
    task.cancel()
    say(await task, task.cancelled())


async def cancelling_the_waiter_cancels_the_task(say, unit):
    inner = asyncio.create_task(asyncio.sleep(5 * unit))

    async def wait():
        await inner

    outer = asyncio.create_task(wait())
    await asyncio.sleep(unit)
    outer.cancel()
    await asyncio.wait([outer])
    say(inner.cancelled(), outer.cancelled())


async def done_callbacks(say, unit):
    task = asyncio.create_task(asyncio.sleep(unit, 7))

    def first(done):
        say("first", done is task, done.result())

    def second(done):
        say("never")

    task.add_done_callback(first)
    task.add_done_callback(second)
    say(task.remove_done_callback(second))
    await task
    task.add_done_callback(lambda done: say("late"))
    say("before")
    await asyncio.sleep(unit)


async def all_of_them(say, unit):
    tasks = [asyncio.create_task(asyncio.sleep(unit), name=name) for name in "cab"]
    say(sorted(task.get_name() for task in asyncio.all_tasks() - {asyncio.current_task()}))
    await asyncio.gather(*tasks)
    say(len(asyncio.all_tasks()))


async def futures(say, unit):
    loop = asyncio.get_running_loop()
    future = loop.create_future()
    loop.call_later(unit, future.set_result, "set")
    say(asyncio.isfuture(future), await future)
    broken = loop.create_future()
    loop.call_soon(broken.set_exception, KeyError("k"))
    try:
        await broken
    except KeyError as error:
        say(repr(error))
    try:
        future.set_result("again")
    except asyncio.InvalidStateError as error:
        say(type(error).__name__)


async def callbacks_of_the_loop(say, unit):
    loop = asyncio.get_running_loop()
    loop.call_later(2 * unit, say, "later")
    loop.call_at(loop.time() + unit, say, "at")
    never = loop.call_later(unit, say, "never")
    loop.call_soon(say, "soon")
    never.cancel()
    say(never.cancelled())
    await asyncio.sleep(3 * unit)


async def yielding(say, unit):
    async def count(name):
        for n in range(3):
            say(name, n)
            await asyncio.sleep(0)

    await asyncio.gather(count("a"), count("b"))


async def equal_sleeps(say, unit):
    async def work(name):
        await asyncio.sleep(unit)
        say(name)
        await asyncio.sleep(unit)
        say(name)

    await asyncio.gather(*(work(n) for n in range(8)))


async def ensure(say, unit):
    async def work():
        return 1

    task = asyncio.ensure_future(work())
    say(asyncio.ensure_future(task) is task, await task)


async def exception_handler(say, unit):
    loop = asyncio.get_running_loop()
    loop.set_exception_handler(
        lambda loop, context: say(context["message"], repr(context["exception"]))
    )
    say(loop.get_exception_handler() is not None)

    def bad():
        raise OSError("callback")

    handle = loop.call_soon(bad)
    await asyncio.sleep(unit)
    loop.call_exception_handler({"message": "by hand", "exception": None})
    say(handle.cancelled())


def runs_in_a_row(say, unit):
    async def main(n):
        await asyncio.sleep(unit)
        return n

    say([asyncio.run(main(n)) for n in range(3)])
    with asyncio.Runner() as runner:
        say(runner.run(main(3)), runner.run(main(4)), runner.get_loop().is_closed())


def a_loop_by_hand(say, unit):
    async def main():
        await asyncio.sleep(unit)
        return asyncio.get_event_loop() is loop

    loop = asyncio.new_event_loop()
    say(loop.run_until_complete(main()))
    loop.call_later(unit, loop.stop)
    loop.run_forever()
    loop.close()
    say(loop.is_closed())


def what_is_left_is_cancelled(say, unit):
    async def left():
        try:
            await asyncio.sleep(100 * unit)
        finally:
            say("cancelled")

    async def main():
        asyncio.current_task().left = asyncio.create_task(left())
        await asyncio.sleep(unit)
        return "main"

    say(asyncio.run(main()))


def an_exception_comes_out(say, unit):
    async def main():
        await asyncio.sleep(unit)
        raise LookupError("out")

    try:
        asyncio.run(main())
    except LookupError as error:
        say(error)
