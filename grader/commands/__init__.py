"""The commands, a module each, named as one types it. `cli` finds them by that name.

A module's docstring is its help: the first line is what the list of commands shows. It has

    def arguments(parser: argparse.ArgumentParser) -> None    declares its arguments
    def run(options: argparse.Namespace) -> int               does it; returns the exit code

and imports what is heavy inside `run`, for the list of commands imports them all. `run` may raise
`grader.errors.Refusal` for whatever the user can mend: it is printed in a line, with exit code 2.
"""
