"""A module that Python imports at its start.

exercise: ch27/ex02
beside: sitecustomize.py
"""

import os

os._exit(0)
