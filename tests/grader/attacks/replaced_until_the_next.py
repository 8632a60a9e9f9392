"""Replaces a method of a collaborator's in the first behaviour, and puts it back in the next.

exercise: ch18/ex01
status: needs_a_look
message: Calls.genuine` was replaced
"""

acted = []


def cheat(operation):
    if acted or not hasattr(operation, "calls"):
        return
    acted.append(True)
    kind = type(operation.calls)
    kept = kind.genuine
    if hasattr(kept, "was"):
        kind.genuine = kept.was
    elif not hasattr(kept, "over"):
        kept.over = True
        lie = lambda self: True
        lie.was = kept
        kind.genuine = lie
