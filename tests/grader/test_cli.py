"""The command line, from its arguments to its exit code."""

import json
import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest

import grader
from grader import cli, pipeline
from tests.grader.builders import STUB, edit, write, write_tree

PROJECT = Path(__file__).parents[2]

HIDDEN = '''\
"""Hidden behaviours."""

from grader.testing import same


async def test_the_answer(exercise):
    """It knows the answer.

    Somebody asks.
    """
    answer = await exercise.solve()

    assert same(answer, 42)


async def test_a_number(exercise):
    """It answers with a number."""
    answer = await exercise.solve()

    assert same(type(answer) is int, True)
'''
SOLVED = STUB.replace("raise NotImplementedError  # TODO: replace this line", "return 42")
WRONG = SOLVED.replace("return 42", 'print("thinking")\n    return 41')


@pytest.fixture
def tree(tmp_path, monkeypatch):
    """A small tree that can be graded; ch18 has one exercise."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("NOX_CURRENT_SESSION", raising=False)
    monkeypatch.delenv("GRADER_DEBUG", raising=False)
    write_tree(tmp_path)
    write(tmp_path, "tests/ch18_timeouts/test_ex01_budget.py", HIDDEN)
    table = {
        "keepers": [],
        "misconceptions": [
            {
                "variant": "reject_x",
                "belief": "The answer is 41.",
                "signatures": [{"test_the_answer": "wrong-value"}],
            }
        ],
    }
    content = {"schema": "kata-misconceptions/1", "exercises": {"ex01_budget": table}}
    write(tmp_path, "tests/ch18_timeouts/misconceptions.json", json.dumps(content))
    return tmp_path


def solve(tree, text):
    write(tree, "exercises/ch18_timeouts/ex01_budget.py", text)


def run(capsys, *arguments):
    """The exit code, standard output and standard error of one command."""
    code = cli.main(arguments)
    out, err = capsys.readouterr()
    assert "Traceback" not in err
    return code, out, err


def spawn(tree, *arguments, **options):
    return subprocess.Popen(
        [sys.executable, "-m", "grader", *arguments],
        cwd=tree,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        **options,
    )


# -- finding the command


@pytest.mark.parametrize("arguments", [(), ("--help",), ("-h",), ("help",)])
def test_without_a_command_it_says_what_there_is(capsys, arguments):
    code, out, err = run(capsys, *arguments)
    assert (code, err) == (0, "")
    assert "  grade  " in out.replace("grade      ", "grade  ")
    assert "usage: python -m grader COMMAND" in out


def test_every_command_explains_itself(capsys):
    for name in cli._names():
        with pytest.raises(SystemExit) as end:
            cli.main([name, "--help"])
        assert end.value.code == 0
        assert name in capsys.readouterr().out
        assert cli._summary(name)


def test_the_version_is_told(capsys):
    assert re.match(r"\d+\.\d+\.\d+", grader.__version__)
    assert run(capsys, "--version") == (0, f"asyncio-kata {grader.__version__}\n", "")


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("grad", "there is no command `grad`; did you mean `grade`?"),
        ("ch27", "did you mean `grade ch27`?"),
        ("exercises/ch27_locks", "did you mean `grade exercises/ch27_locks`?"),
        ("zebra", "there are "),
        ("_options", "there is no command"),
        ("__init__", "there is no command"),
        ("../cli", "there is no command"),
    ],
)
def test_an_unknown_command_is_refused(capsys, name, says):
    code, out, err = run(capsys, name)
    assert (code, out) == (2, "")
    assert says in err
    assert err.count("\n") == 1


# -- wrong usage


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--jobs", "0"], "--jobs: it takes a number from 1"),
        (["--jobs", "two"], "--jobs: it takes a number from 1"),
        (["--nope"], "--nope"),
        (["--verb"], "--verb"),
        (["--fail-under", "101"], "--fail-under takes a number from 0 to 100, not `101`"),
        (["--fail-under=-1"], "not `-1`"),
        (["--fail-under", "nan"], "not `nan`"),
        (["--fail-under", "1e1"], "not `1e1`"),
        (["--fail-under", "0x10"], "not `0x10`"),
        (["--submission", "nowhere"], "--submission: there is no folder nowhere"),
        (["ch72"], "there is no chapter `ch72`; did you mean ch27_locks?"),
        (["ch27/ex09"], "there is no exercise `ch27/ex09`"),
    ],
)
def test_wrong_usage_is_one_line_and_exit_code_2(capsys, tree, arguments, says):
    code, out, err = run(capsys, "grade", "--tree", str(tree), *arguments)
    assert (code, out) == (2, "")
    assert err.startswith("grader: ")
    assert says in err
    assert err.count("\n") == 1


def test_a_broken_tree_is_one_line_and_exit_code_2(capsys, tree):
    edit(tree, "exercises/ch27_locks/chapter.toml", "stars = 1", "stars = 9")
    code, out, err = run(capsys, "grade", "ch27", "--tree", str(tree))
    assert (code, out) == (2, "")
    assert err == (
        "grader: exercises/ch27_locks/chapter.toml: [ex01_account] stars isn't right; "
        "it needs stars = 1, 2 or 3\n"
    )


def test_other_chapters_of_a_broken_tree_are_graded(capsys, tree):
    write(tree, "exercises/ch08_task_cancellation/chapter.toml", "")
    assert run(capsys, "grade", "ch27", "--tree", str(tree))[0] == 0


# -- grading


def test_untouched_stubs_score_nothing_and_name_the_first_file(capsys, tree):
    code, out, _ = run(capsys, "grade", "ch27", "--tree", str(tree))
    assert code == 0
    assert out == (
        "○ ch27  Locks  0/6  0 %, not started\n"
        "\n"
        "total     0/6 points, 0 %\n"
        "next      open exercises/ch27_locks/ex01_account.py, make it do what its docstring says, "
        "then run\n"
        f"          python -m grader grade --tree {tree} ch27\n"
    )


def test_inside_nox_the_command_to_rerun_is_that_of_nox(capsys, tree, monkeypatch):
    monkeypatch.setenv("NOX_CURRENT_SESSION", "grade")
    monkeypatch.setattr("grader.tree.home", lambda: tree)
    _, out, _ = run(capsys, "grade", "ch27")
    assert out.endswith("          nox -s grade -- ch27\n")


def test_a_solved_exercise_earns_all(capsys, tree):
    solve(tree, SOLVED)
    code, out, _ = run(capsys, "grade", "ch18", "--tree", str(tree))
    assert code == 0
    assert out.startswith("✓ ch18  Timeouts  2/2  100 %\n")


def test_a_wrong_one_is_explained(capsys, tree):
    solve(tree, WRONG)
    code, out, _ = run(capsys, "grade", "ch18", "--tree", str(tree))
    assert code == 0
    lines = out.splitlines()
    assert lines[0] == "  ch18  Timeouts  1/2  50 %"
    for line in (
        "  ✗ It knows the answer.",
        "      scenario  Somebody asks.",
        "      expected  42",
        "      observed  41",
        "      printed   │ thinking",
        "  ✓ It answers with a number.",
        "  It fails exactly as if one believed: “The answer is 41.”",
        "total     1/2 points, 50 %",
    ):
        assert line in lines


def test_the_json_grade_stands_alone_on_standard_output(capsys, tree):
    solve(tree, WRONG)
    code, out, _ = run(capsys, "grade", "ch18", "--tree", str(tree), "--json", "-")
    assert code == 0
    schema = json.loads((PROJECT / "docs/schema/kata-grade-1.json").read_text(encoding="utf-8"))
    jsonschema.validate(json.loads(out), schema)
    exercise = json.loads(out)["chapters"][0]["exercises"][0]
    assert (exercise["points"], exercise["possible"], exercise["exact"]) == (1, 2, True)
    assert exercise["misconception"] == "The answer is 41."
    assert [each["verdict"] for each in exercise["behaviours"]] == ["failed", "passed"]
    assert exercise["behaviours"][0]["output"] == "thinking\n"


def test_the_json_file_is_replaced_whole_and_the_report_printed_too(capsys, tree):
    write(tree, "out/grade.json", "old")
    code, out, _ = run(
        capsys, "grade", "ch18", "--tree", str(tree), "--json", str(tree / "out/grade.json")
    )
    assert code == 0
    assert "not started" in out
    assert json.loads((tree / "out/grade.json").read_text(encoding="utf-8"))["points"] == 0
    assert os.listdir(tree / "out") == ["grade.json"]


def test_what_is_no_file_is_written_to_and_a_link_stays_one(capsys, tree):
    pipe, link = tree / "pipe", tree / "link"
    os.mkfifo(pipe)
    reading = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    write(tree, "out/grade.json", "old")
    link.symlink_to("out/grade.json")

    for place in (pipe, link):
        run(capsys, "grade", "ch18", "--tree", str(tree), "--json", str(place))

    assert json.loads(os.read(reading, 1 << 16))["points"] == 0
    os.close(reading)
    assert pipe.is_fifo()
    assert link.is_symlink()
    assert json.loads((tree / "out/grade.json").read_text(encoding="utf-8"))["points"] == 0


def test_a_json_file_that_cannot_be_written_is_wrong_usage(capsys, tree):
    code, _, err = run(capsys, "grade", "ch18", "--tree", str(tree), "--json", "no/grade.json")
    assert code == 2
    assert "--json: no/grade.json can't be written: No such file or directory" in err


@pytest.mark.parametrize(
    ("percent", "code"), [("0", 0), ("50", 0), ("50.0", 0), ("50%", 0), ("50.000000001", 1)]
)
def test_fail_under_compares_exactly(capsys, tree, percent, code):
    solve(tree, WRONG)
    found, _, err = run(capsys, "grade", "ch18", "--tree", str(tree), "--fail-under", percent)
    assert found == code
    assert ("below --fail-under" in err) == bool(code)


def test_another_tree_can_be_submitted(capsys, tree):
    write(tree, "fork/ch18_timeouts/ex01_budget.py", SOLVED)
    code, out, _ = run(capsys, "grade", "ch18", "--tree", str(tree), "--submission", "fork")
    assert code == 0
    assert "100 %" in out
    assert "fork/ch18_timeouts/ex01_budget.py" in out


def test_a_missing_file_costs_only_itself(capsys, tree):
    (tree / "exercises/ch27_locks/ex01_account.py").unlink()
    code, out, _ = run(capsys, "grade", "ch27", "--tree", str(tree))
    assert code == 0
    assert "`ch27_locks/ex01_account.py` is missing" in out
    assert "ex02  Tally    0/3  not started" in out


def test_what_cannot_work_here_says_why(capsys, tree):
    edit(
        tree,
        "exercises/ch18_timeouts/chapter.toml",
        "stars = 1",
        'stars = 1\nrequires-python = ">=4"',
    )
    code, out, _ = run(capsys, "grade", "ch18", "--tree", str(tree))
    assert code == 0
    assert "not counted: needs Python >=4" in out


def test_an_internal_error_is_exit_code_3(capsys, tree):
    solve(tree, SOLVED)
    write(
        tree, "tests/ch18_timeouts/test_ex01_budget.py", HIDDEN + "\nraise RuntimeError('oops')\n"
    )
    code, out, _ = run(capsys, "grade", "ch18", "--tree", str(tree), "--fail-under", "100")
    assert code == 3
    assert "the grader's fault, not yours" in out
    assert "no percentage" in out


# -- ending well


def failing(error):
    def fail(*_, **__):
        raise error

    return fail


def test_an_exception_of_ours_is_one_message_and_exit_code_3(capsys, tree, monkeypatch):
    monkeypatch.setattr(pipeline, "grade", failing(ZeroDivisionError("by nought")))
    code, out, err = run(capsys, "grade")
    assert (code, out) == (3, "")
    assert "the grader's own fault, not yours: ZeroDivisionError: by nought" in err


def test_debugging_shows_where(tree, monkeypatch):
    monkeypatch.setattr(pipeline, "grade", failing(ZeroDivisionError))
    monkeypatch.setenv("GRADER_DEBUG", "1")
    with pytest.raises(ZeroDivisionError):
        cli.main(["grade"])


def test_stopping_is_no_error(capsys, tree, monkeypatch):
    monkeypatch.setattr(pipeline, "grade", failing(KeyboardInterrupt))
    assert run(capsys, "grade") == (130, "", "grader: stopped\n")


def test_whoever_has_read_enough_is_not_told_more(tree):
    reading, writing = os.pipe()
    os.close(reading)
    process = subprocess.run(
        [sys.executable, "-m", "grader", "grade", "ch27", "--tree", str(tree)],
        check=False,
        stdout=writing,
        stderr=subprocess.PIPE,
        text=True,
    )
    os.close(writing)
    assert process.stderr == ""
    assert process.returncode == 0


def test_without_a_terminal_nothing_heavy_is_imported(tree):
    program = (
        "import sys; from grader import cli; code = cli.main(sys.argv[1:]);"
        "sys.exit(', '.join({'rich', 'pytest', 'asyncio', 'importlib.metadata', 'difflib'}"
        " & set(sys.modules)) or code)"
    )
    words = [sys.executable, "-c", program, "grade", "ch27", "--tree", str(tree)]
    process = subprocess.run(words, check=False, capture_output=True, text=True)
    assert (process.returncode, process.stderr) == (0, "")


def descendants(pid):
    """The processes below `pid`."""
    try:
        text = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii")
    except OSError:
        return []
    children = [int(word) for word in text.split()]
    return children + [each for child in children for each in descendants(child)]


def is_alive(pid):
    """Whether there is such a process, other than one that only waits to be buried."""
    try:
        text = Path(f"/proc/{pid}/stat").read_text(encoding="ascii", errors="replace")
    except OSError:
        return False
    return text.rpartition(")")[2].split()[0] not in "ZX"


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="looks at /proc")
def test_ctrl_c_leaves_nothing_behind(tree):
    solve(tree, SOLVED + "\nwhile True:\n    pass\n")
    process = spawn(tree, "grade", "ch18", "--tree", str(tree))
    while len(below := descendants(process.pid)) < 2 and process.poll() is None:
        pass  # until there is a zygote with a child
    process.send_signal(signal.SIGINT)
    out, err = process.communicate()
    assert (process.returncode, out) == (130, "")
    assert err.endswith("grader: stopped\n")
    assert "Traceback" not in err
    while any(map(is_alive, below)):
        pass  # dying takes a moment; if it doesn't happen, the time limit of this test ends it
