"""Gives the collaborator another gauge.

exercise: ch18/ex01
status: needs_a_look
message: what a collaborator has recorded
"""

def cheat(operation):
    if hasattr(operation, "gauge"):
        operation.gauge = type(operation.gauge)()
