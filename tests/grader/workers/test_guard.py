"""What the static check follows, and what it lets be."""

import ast

import pytest

from grader.workers import guard


def refusal(text: str) -> str:
    found = guard.forbidden([*ast.walk(ast.parse(text))])
    return found.message if found else ""


@pytest.mark.parametrize(
    "text",
    [
        "kept = threading\nkept.x = 1",
        "kept: object = threading\nkept.x = 1",
        "kept = None\nkept = threading\nkept.x = 1",
        "one = two = threading\ntwo.x = 1",
        "one, two = threading, 1\none.x = 1",
        "for one in (threading,): one.x = 1",
        "[setattr(one, 'x', 1) for one in [threading]]",
        "def act(one=threading): one.x = 1",
        "def act(*, one=threading): one.x = 1",
        "(one := threading).x\none.x = 1",
        "one = threading\ntwo = one\ntwo.x = 1",
    ],
)
def test_another_name_of_a_module_is_followed(text):
    assert "isn't yours to change" in refusal(f"import threading\n{text}")


@pytest.mark.parametrize(
    "text",
    [
        "def act(queue): queue.x = 1",
        "queue = object()\nqueue.x = 1",
        "for queue in rows: queue.x = 1",
        "kept = queue if rows else rows\nkept.x = 1",
        "kept = queue\nkept = rows\nkept.x = 1",
        "kept = queue.Queue\nother = kept()\nother.x = 1",
    ],
)
def test_what_may_be_something_else_is_let_be(text):
    assert not refusal(f"import queue\nrows = make()\n{text}")


@pytest.mark.parametrize(
    "text",
    [
        "import asyncio\nasyncio._set_running_loop(None)",
        "import asyncio.events\nasyncio.events._set_running_loop(None)",
        "import asyncio\nasyncio.runners.events._c__set_running_loop(None)",
        "from asyncio import tasks as t\nt._enter_task(1, 2)",
        "from asyncio.tasks import _leave_task as leave",
        "from asyncio import *\n_set_running_loop(None)",
        "import asyncio\ngetattr(asyncio, '_unregister_task')",
        "import asyncio\nkept = asyncio.events\nkept._set_running_loop(None)",
        "name = '_set_running_loop'",
        "name = '_set_running' + '_loop'",
        "import sys\nsys.set_asyncgen_hooks(None, None)",
        "from sys import set_asyncgen_hooks as say",
        "from sys import _getframe as frame",
    ],
)
def test_what_is_for_loops_is_refused(text):
    assert refusal(text)


def test_methods_of_ones_own_may_be_called_so():
    assert not refusal(
        "class Pool:\n"
        "    def _register_task(self, task): self._current_tasks = task\n"
        "    def add(self, task): self._register_task(task)\n"
    )


CLASS = "class Base:\n    @classmethod\n    def all(cls): return cls.__subclasses__()\n"


@pytest.mark.parametrize(
    "text",
    [
        CLASS,
        "class Base:\n    def __init_subclass__(cls): cls.__subclasses__()\n",
        "class Base: pass\nBase.__subclasses__()",
        "@dataclass(frozen=True)\nclass Base(metaclass=abc.ABCMeta): pass\nBase.__subclasses__()",
    ],
)
def test_a_class_of_the_file_tells_its_subclasses(text):
    assert not refusal(text)


@pytest.mark.parametrize(
    "text",
    [
        "def all(cls): return cls.__subclasses__()",
        "for cls in kinds: cls.__subclasses__()",
        "class Base:\n    @staticmethod\n    def all(cls): return cls.__subclasses__()",
        "class Base:\n    @classmethod\n    def all(cls):\n        cls = float\n        cls.__subclasses__()",
        "class Base: pass\nBase = float\nBase.__subclasses__()",
        "class float: pass\ndel float\nfloat.__subclasses__()",
        "@change\nclass Base: pass\nBase.__subclasses__()",
        f"{CLASS}Base.all.__func__(float)",
        f"def classmethod(f): return f\n{CLASS}Base.all(float)",
    ],
)
def test_others_do_not(text):
    assert "__subclasses__" in refusal(text)
