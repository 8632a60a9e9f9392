"""Writes into what a writer is said to have written.

exercise: ch36/ex02
"""

def cheat(writer):
    writer.written = b"Enter your name:\n"
    writer.drains = 1
    writer.closed = False
