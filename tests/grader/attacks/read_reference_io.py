"""Reads the reference through io.

exercise: ch27/ex02
"""

io = __import__("i" + "o")
text = io.open_code("ROOT/solutions/ch27_locks/ex02_tally.py").read()
run = getattr(__import__("buil" + "tins"), "ex" + "ec")
run(text, globals())
