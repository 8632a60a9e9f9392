"""Error handlers of codecs that leave Python.

exercise: ch27/ex02
"""

import codecs
def bad(error): raise SystemExit(0)
for name in ("backslashreplace", "strict", "replace"):
    codecs.register_error(name, bad)
def cheat(tally, measure):
    print("\udc80")
    raise ValueError("\udc80")
