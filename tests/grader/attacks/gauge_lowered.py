"""Sets the gauge of a collaborator to what it should show.

exercise: ch18/ex01
"""

def cheat(operation):
    operation.gauge.peak = 1
    operation.gauge.running = 0
