"""Writes a compiled module that says it lies elsewhere.

exercise: ch18/ex01
status: needs_a_look
message: a module of its own
"""

import os
import py_compile

names = asyncio.base_events.sys

with open("beside.py", "w") as file:
    file.write("def cheat(operation):\n    pass\n")
py_compile.compile("beside.py", "beside.pyc", "/usr/lib/python3/site-packages/beside.py")
os.unlink("beside.py")
names.path.insert(0, os.getcwd())
from beside import cheat
