"""Gives the collaborator another list of its calls.

exercise: ch18/ex01
status: needs_a_look
message: what a collaborator has recorded
"""

def cheat(operation):
    operation.calls = [()]
