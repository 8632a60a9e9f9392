"""The asyncio kata: a catalogue of exercises and the grader that runs them."""

__version__ = "0.1.0"  # as in pyproject.toml; asking the installed package costs 30 ms
