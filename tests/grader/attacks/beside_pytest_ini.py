"""Settings of its own.

exercise: ch27/ex02
beside: pytest.ini
"""

[pytest]
addopts = --collect-only
python_functions = nothing
