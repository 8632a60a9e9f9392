"""Takes away that the collaborator was called.

exercise: ch18/ex01
status: needs_a_look
message: what a collaborator has recorded
"""

def cheat(operation):
    if hasattr(operation, "calls"):
        operation.calls.clear()
