"""The asyncio kata: a catalogue of exercises and the grader that runs them."""

try:
    from grader._version import version as __version__
except ModuleNotFoundError:  # nobody has installed this tree
    __version__ = "0.1.0+uninstalled"

__all__ = ["__version__"]
