"""Breaks the module that limits stand on, while it is being loaded.

exercise: ch27/ex02
status: needs_a_look
message: was replaced
"""

import signal
for one in {signal: 0}:
    one.signal = one.setitimer = None
