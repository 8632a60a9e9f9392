"""Hidden behaviours of commands for the shell."""

import asyncio
import os
import shlex

import pytest

from grader.testing import same

pytestmark = pytest.mark.manual_clock

NASTY = """it's "$HOME" * \\ $(kill -9 $$) `kill -9 $$`; kill -9 $$
"; exit 9; #"""


@pytest.fixture
def environment():
    """The variables of this process; KATA_NAME is "Anna"."""
    os.environ["KATA_NAME"] = "Anna"
    yield os.environ
    del os.environ["KATA_NAME"]


async def test_code_and_output(exercise):
    """The exit code and what the command has printed come back.

    The command is `echo one && echo two; exit 3`.
    """
    outcome = await exercise.run_shell("echo one && echo two; exit 3")

    assert same(outcome, (3, "one\ntwo\n"))


async def test_a_pipeline(exercise):
    """A command may be a whole pipeline, with a loop in it.

    The command is `printf 'a\\nb\\n' | while read x; do echo "<$x>"; done`.
    """
    outcome = await exercise.run_shell("printf 'a\\nb\\n' | while read x; do echo \"<$x>\"; done")

    assert same(outcome, (0, "<a>\n<b>\n"))


async def test_a_value(exercise):
    """A value arrives exactly, and nothing in it is run or expanded.

    The command prints "$VALUE". The value is full of quotes, dollar signs, backticks, `kill`s of the
    shell and `exit`s, and has a line break in it.
    """
    outcome = await exercise.run_shell('printf %s "$VALUE"', VALUE=NASTY)

    assert same(outcome, (0, NASTY))


async def test_dollar_signs(exercise):
    """A dollar sign in a value is a dollar sign.

    The command prints "$VALUE"; the value is the text "$HOME $(exit 3)".
    """
    outcome = await exercise.run_shell('printf %s "$VALUE"', VALUE="$HOME $(exit 3)")

    assert same(outcome, (0, "$HOME $(exit 3)"))


async def test_several_values(exercise):
    """Each value has its own place, even if it looks like the name of another one.

    The command prints "$A" and "$B"; A is the text "$B", with its quotes, and B is "$A".
    """
    outcome = await exercise.run_shell("""printf '%s %s' "$A" "$B" """, A='"$B"', B='"$A"')

    assert same(outcome, (0, '"$B" "$A"'))


async def test_the_environment(exercise, environment):
    """The command finds the environment of this process, besides the values.

    The environment has KATA_NAME, which is "Anna". The command prints that and a value, "Hello".
    """
    outcome = await exercise.run_shell('echo "$GREETING" "$KATA_NAME"', GREETING="Hello")

    assert same(outcome, (0, "Hello Anna\n"))


async def test_a_value_counts(exercise, environment):
    """A value counts more than a variable of the environment with its name.

    The environment has KATA_NAME, which is "Anna"; the value of that name is "Otto".
    """
    outcome = await exercise.run_shell('echo "$KATA_NAME"', KATA_NAME="Otto")

    assert same(outcome, (0, "Otto\n"))


async def test_environ_meanwhile(exercise, environment, children, start):
    """`os.environ` stays as it is while the command runs.

    The environment has KATA_NAME, which is "Anna"; the value of that name is "Otto". `os.environ` is
    looked at while the command runs.
    """
    before, child = dict(environment), await children.make("gate()")
    call = start("call", exercise.run_shell(shlex.join(child.argv), KATA_NAME="Otto"))
    visit = await child.arrives()

    meanwhile = dict(environment)
    await visit.open()
    await asyncio.wait([call])

    assert (meanwhile["KATA_NAME"], meanwhile == before) == ("Anna", True)


async def test_environ_afterwards(exercise, environment):
    """`os.environ` is as it was when the command has ended.

    The environment has KATA_NAME, which is "Anna"; the value of that name is "Otto".
    """
    before = dict(environment)

    await exercise.run_shell('echo "$KATA_NAME"', KATA_NAME="Otto")

    assert (environment["KATA_NAME"], environment == before) == ("Anna", True)


async def test_empty_stdin(exercise, children):
    """The command has nothing to read.

    The stdin of this process holds "secret"; the command is `cat`.
    """
    with children.stdin(b"secret"):
        outcome = await exercise.run_shell("cat")

    assert same(outcome, (0, ""))


async def test_its_stderr(exercise, children):
    """The command's stderr is this process's own.

    The command prints which file its stderr is: device and inode.
    """
    own = os.fstat(2)
    child = await children.make("own = os.fstat(2); say(f'{own.st_dev} {own.st_ino}')")

    outcome = await exercise.run_shell(shlex.join(child.argv))

    assert same(outcome, (0, f"{own.st_dev} {own.st_ino}\n"))


async def test_unknown_command(exercise):
    """A command that the shell doesn't know is no exception: the exit code is 127."""
    outcome = await exercise.run_shell("no-such-command 2>/dev/null")

    assert same(outcome, (127, ""))


async def test_killed(exercise):
    """If the shell is killed, the exit code says so.

    The command is `kill -9 $$`: the shell kills itself.
    """
    outcome = await exercise.run_shell("kill -9 $$")

    assert same(outcome, (-9, ""))
