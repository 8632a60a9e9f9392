"""Async iterators, generators, context managers; context variables; eager tasks."""

import asyncio
import contextlib
import contextvars
import sys

user = contextvars.ContextVar("user", default="nobody")


async def a_generator(say, unit):
    async def count(n):
        for each in range(n):
            await asyncio.sleep(unit)
            yield each

    async for each in count(3):
        say(each)
    say([each async for each in count(3) if each])
    say({each: each async for each in count(2)})


async def a_generator_that_is_closed(say, unit):
    async def ticks():
        try:
            while True:
                yield "tick"
                await asyncio.sleep(unit)
        finally:
            await asyncio.sleep(unit)
            say("closed")

    async with contextlib.aclosing(ticks()) as ticking:
        async for each in ticking:
            say(each)
            break
    generator = ticks()
    say(await anext(generator))
    await generator.aclose()
    say(await anext(generator, "over"))


async def a_generator_that_is_told(say, unit):
    async def echo():
        got = None
        while True:
            try:
                got = yield got
            except KeyError as error:
                got = repr(error)

    generator = echo()
    say(await anext(generator), await generator.asend("sent"))
    say(await generator.athrow(KeyError("thrown")))
    await generator.aclose()


def generators_are_closed_at_the_end(say, unit):
    async def ticks():
        try:
            while True:
                yield 1
                await asyncio.sleep(unit)
        finally:
            say("closed")

    async def main():
        main.kept = ticks()
        say(await anext(main.kept))

    asyncio.run(main())


async def an_iterator(say, unit):
    class Countdown:
        def __init__(self, n):
            self.n = n

        def __aiter__(self):
            return self

        async def __anext__(self):
            if not self.n:
                raise StopAsyncIteration
            await asyncio.sleep(unit)
            self.n -= 1
            return self.n

    async for n in Countdown(3):
        say(n)
        if n == 7:
            break
    else:
        say("else")


async def context_managers(say, unit):
    @contextlib.asynccontextmanager
    async def opened(name):
        await asyncio.sleep(unit)
        say("open", name)
        try:
            yield name
        except OSError as error:
            say("suppressed", error)
        finally:
            await asyncio.sleep(unit)
            say("close", name)

    async with opened("a") as a, opened("b"):
        say(a)
        raise OSError("x")


async def an_exit_stack(say, unit):
    @contextlib.asynccontextmanager
    async def opened(name):
        say("open", name)
        yield
        await asyncio.sleep(unit)
        say("close", name)

    async with contextlib.AsyncExitStack() as stack:
        for name in "ab":
            await stack.enter_async_context(opened(name))
        stack.push_async_callback(asyncio.sleep, unit)
        stack.callback(say, "callback")


async def context_variables(say, unit):
    async def work(name):
        user.set(name)
        await asyncio.sleep(unit)
        return user.get()

    say(await asyncio.gather(work("a"), work("b")), user.get())
    context = contextvars.copy_context()
    context.run(user.set, "given")
    say(await asyncio.create_task(work_in_context(), context=context))
    say(await asyncio.to_thread(user.get))


async def work_in_context():
    await asyncio.sleep(0)
    return user.get()


async def a_context_for_a_callback(say, unit):
    loop, context = asyncio.get_running_loop(), contextvars.copy_context()
    context.run(user.set, "callback's")
    loop.call_soon(lambda: say(user.get()), context=context)
    loop.call_later(unit, lambda: say(user.get()))
    await asyncio.sleep(2 * unit)


if sys.version_info >= (3, 12):

    async def eager_tasks(say, unit):
        async def quick(name):
            say(name, "begins")
            return name

        async def slow(name):
            say(name, "begins")
            await asyncio.sleep(unit)
            say(name, "ends")
            return name

        asyncio.get_running_loop().set_task_factory(asyncio.eager_task_factory)
        task, other = asyncio.create_task(quick("quick")), asyncio.create_task(slow("slow"))
        say("made", task.done(), other.done())
        say(await asyncio.gather(task, other))
        async with asyncio.TaskGroup() as group:
            group.create_task(slow("grouped"))
            say("in the group")

    async def eager_task_by_hand(say, unit):
        async def work():
            return asyncio.current_task().get_name()

        loop = asyncio.get_running_loop()
        task = asyncio.Task(work(), loop=loop, name="eager", eager_start=True)
        say(task.done(), task.result())


if sys.version_info >= (3, 13):

    async def as_completed_gives_the_tasks(say, unit):
        tasks = {asyncio.create_task(asyncio.sleep(n * unit, n)): n for n in (3, 1, 2)}
        async for task in asyncio.as_completed(tasks):
            say(tasks[task], await task)
