"""Calls nobody, and says that it has.

exercise: ch18/ex01
status: needs_a_look
message: what a collaborator has recorded
"""

def cheat(operation):
    if hasattr(operation, "calls"):
        getattr(operation.calls, "note", operation.calls.append)(())
