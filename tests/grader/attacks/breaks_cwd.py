"""Removes the folder that it is in.

exercise: ch27/ex02
"""

import os
def cheat(*seen):
    os.makedirs("gone", exist_ok=True)
    os.chdir("gone")
    os.rmdir(os.getcwd())
