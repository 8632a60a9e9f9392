"""Hidden behaviours of a helper process."""

import asyncio

import pytest

from grader.testing import same

pytestmark = pytest.mark.manual_clock

COUNT = """
for number, line in enumerate(sys.stdin):
    say(f"{number} {line.strip()}")
"""
ECHO = """
for line in sys.stdin:
    say("re: " + line.removesuffix("\\n"))
"""
SLOW = """
for line in sys.stdin:
    gate(line.strip())
    say("re: " + line.strip())
"""
ONE = """
gate(sys.stdin.readline()[:-1])
say("re: one")
for line in sys.stdin:
    say("re: " + line.strip())
"""
DIES = "gate(sys.stdin.readline()[:-1]); os.close(0); os._exit(3)"
NOISY = """
for line in sys.stdin:
    sys.stderr.write("e" * 2**20)
    say("re: " + line.strip())
"""


@pytest.fixture
async def launch(exercise, children):
    """Starts a worker for a program; gives it, and the program."""

    async def launch(code):
        child = await children.make(code)
        return await exercise.LineWorker.start(*child.argv), child

    return launch


async def test_many_at_once(launch):
    """Everybody who asks gets the reply to their own text, from one and the same process.

    Each reply is the number of the text, and the text. 20 tasks ask at the same time, and then
    one more.
    """
    worker, _ = await launch(COUNT)

    replies = await asyncio.gather(*(worker.ask(f"text {n}") for n in range(20)))
    last = await worker.ask("last")
    await worker.close()

    assert same([reply.split(" ", 1)[1] for reply in replies], [f"text {n}" for n in range(20)])
    assert same(last, "20 last")


async def test_cancelled(launch, start, log):
    """After an `ask` that was cancelled, the next one gets the reply to its own text.

    "one" has reached the process, and is cancelled before it is answered. Then "two" is asked, and
    the process answers both.
    """
    worker, child = await launch(SLOW)
    one = start("one", worker.ask("one"))
    visit = await child.arrives()

    one.cancel()
    two = start("two", worker.ask("two"))
    await visit.open()
    await (await child.arrives()).open()
    reply = await two
    await worker.close()

    assert same(reply, "re: two")
    assert log.of("one") == ["one cancelled 0"]


async def test_cancelled_while_waiting(launch, clock, start, log):
    """If an `ask` is cancelled while another one is being answered, both texts have their own fate.

    "one" has reached the process; then "two" and "three" are asked. Now "two" is cancelled, and the
    process answers "one", and each text that it gets after that.
    """
    worker, child = await launch(ONE)
    one = start("one", worker.ask("one"))
    visit = await child.arrives()
    two, three = (start(name, worker.ask(name)) for name in ("two", "three"))
    await clock.settle()

    two.cancel()
    await visit.open()
    await asyncio.wait([one, two, three])
    status = await worker.close()

    assert same((one.result(), three.result()), ("re: one", "re: three"))
    assert (log.of("two"), status) == (["two cancelled 0"], 0)


async def test_an_empty_reply(launch):
    """An empty line is a reply, and spaces belong to it.

    The process answers each text with that same text: "" and "  a ".
    """
    worker, _ = await launch("for line in sys.stdin: say(line.removesuffix('\\n'))")

    replies = [await worker.ask(""), await worker.ask("  a ")]
    await worker.close()

    assert same(replies, ["", "  a "])


async def test_it_dies(launch, start, log):
    """If the process ends instead of answering, all who wait for a reply get `WorkerDied`.

    Two tasks ask; the process reads the first text, and exits with 3.
    """
    worker, _ = await launch("sys.stdin.readline(); os.close(0); os._exit(3)")

    await asyncio.wait([start(name, worker.ask(name)) for name in ("one", "two")])
    await worker.close()

    assert log.of("one") == ["one raised WorkerDied 0"]
    assert log.of("two") == ["two raised WorkerDied 0"]


async def test_it_ends_its_output(launch, start, log):
    """If the process ends its output instead of answering, that is `WorkerDied`, though it lives on.

    The process reads the first text, closes its stdout, and reads to the end of its input. "one" is
    asked, and then "two".
    """
    worker, _ = await launch("sys.stdin.readline(); os.close(1); sys.stdin.read(); os._exit(0)")

    for name in ("one", "two"):
        await asyncio.wait([start(name, worker.ask(name))])
    await worker.close()

    assert log == [f"{name} raised WorkerDied 0" for name in ("one", "two")]


async def test_it_is_dead(launch, start, clock, log):
    """If the process has died, every `ask` from then on raises `WorkerDied`.

    The process exits with 3 instead of answering "one"; after that, "two" and "three" are asked.
    """
    worker, _ = await launch("sys.stdin.readline(); os.close(0); os._exit(3)")

    for name in ("one", "two", "three"):
        await asyncio.wait([start(name, worker.ask(name))])
        await clock.settle()
    await worker.close()

    assert log == [f"{name} raised WorkerDied 0" for name in ("one", "two", "three")]


async def test_cancelled_and_dead(launch, start, log):
    """If the process dies over a text whose `ask` was cancelled, the next one gets `WorkerDied`.

    "one" has reached the process, and is cancelled. "two" is asked, and the process exits with 3.
    """
    worker, child = await launch(DIES)
    one = start("one", worker.ask("one"))
    visit = await child.arrives()

    one.cancel()
    two = start("two", worker.ask("two"))
    await visit.open()
    await asyncio.wait([two])
    await worker.close()

    assert log.of("two") == ["two raised WorkerDied 0"]


async def test_half_a_reply(launch, start, log):
    """A reply that isn't complete is none: `WorkerDied`.

    The process writes "hal" and no line break, and exits with 0.
    """
    worker, _ = await launch("sys.stdin.readline(); os.write(1, b'hal'); os._exit(0)")

    await asyncio.wait([start("call", worker.ask("one"))])
    await worker.close()

    assert log == ["call raised WorkerDied 0"]


async def test_close(launch):
    """Closing ends the input, and returns the exit code, each time.

    The process reads to the end of its input, and exits with 5. The worker is closed twice.
    """
    worker, _ = await launch("sys.stdin.read(); sys.exit(5)")

    codes = [await worker.close(), await worker.close()]

    assert same(codes, [5, 5])


@pytest.mark.parametrize(("program", "code"), [(ONE, 0), (DIES, 3)])
async def test_closed_after_a_cancelled_ask(launch, clock, start, log, program, code):
    """When it is closed, the process may still be busy with texts for which nobody waits any more.

    "one" has reached the process, "two" is asked, and both are cancelled. The worker is closed, and
    only then the process goes on; or it exits with 3 instead.
    """
    worker, child = await launch(program)
    calls = [start("call", worker.ask(text)) for text in ("one", "two")]
    visit = await child.arrives()

    for call in calls:
        call.cancel()
    closing = start("close", worker.close())
    await clock.settle()
    await visit.open()

    assert same((code, await closing), (code, code))


async def test_last_words(launch):
    """When it is closed, the process may still write as much as it likes.

    After the end of its input, the process prints 100,000 lines, and exits with 5.
    """
    code = "sys.stdin.read(); print(*['last words'] * 100_000, sep=chr(10)); sys.exit(5)"
    worker, _ = await launch(code)

    code = await worker.close()

    assert same(code, 5)


async def test_closed(launch, start, log):
    """Who asks a worker that has been closed gets `RuntimeError`."""
    worker, _ = await launch(ECHO)
    await worker.close()

    await asyncio.wait([start("call", worker.ask("one"))])

    assert log == ["call raised RuntimeError 0"]


async def test_a_line_break(launch, start, log):
    """A text with a line break in it raises `ValueError`, and nothing of it is sent.

    The texts are "a\\nb" and then "c"; each reply is the number of the text, and the text.
    """
    worker, _ = await launch(COUNT)

    await asyncio.wait([start("call", worker.ask("a\nb"))])
    reply = await worker.ask("c")
    await worker.close()

    assert log == ["call raised ValueError 0"]
    assert same(reply, "0 c")


async def test_noise(launch):
    """What the process writes to its stderr is in nobody's way.

    With each of three replies, the process writes 1 MiB to its stderr.
    """
    worker, _ = await launch(NOISY)

    replies = [await worker.ask(text) for text in ("one", "two", "three")]
    await worker.close()

    assert same(replies, ["re: one", "re: two", "re: three"])
