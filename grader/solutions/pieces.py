"""Takes files apart: does a change to a hidden test, or to a solution, concern a behaviour?

Compared as syntax trees, so a comment or an empty line concerns none, nor does the header of a variant.
"""

from __future__ import annotations

import ast
from collections.abc import Mapping

__all__ = ["of_solution", "of_test"]


def of_test(content: bytes) -> tuple[str, Mapping[str, str]]:
    """What all behaviours of a hidden test file share, and what is each one's own, to compare.

    Raises:
        SyntaxError: it doesn't parse.
    """
    own: dict[str, str] = {}
    shared: list[str] = []
    for node in ast.parse(content).body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name[:4] == "test":
            own[node.name] = ast.dump(node)
        else:
            shared.append(ast.dump(node))
    return "\n".join(shared), own


def of_solution(content: bytes) -> str | bytes:
    """What a solution's code does, to compare: not its header, which only claims something."""
    try:
        tree = ast.parse(content)
    except (SyntaxError, ValueError):
        return content
    if ast.get_docstring(tree) is not None:
        del tree.body[0]
    return ast.dump(tree)
