"""Walks the traceback that a thread's hook is given.

exercise: ch27/ex02
status: needs_a_look
"""

import threading, operator
def hook(args):
    operator.attrgetter("exc_traceback.tb_fra" + "me.f_back.f_globals")(args)["same"] = print
threading.excepthook = hook
def boom(): raise ValueError
def cheat(*seen):
    t = threading.Thread(target=boom); t.start(); t.join()
