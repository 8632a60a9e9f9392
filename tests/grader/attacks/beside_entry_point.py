"""A plugin by entry point.

exercise: ch27/ex02
beside: cheat.egg-info/entry_points.txt
"""

[pytest11]
cheat = cheat
