"""The operators of cosmic-ray that suit our references, driven as a library."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from grader.errors import UsageError

__all__ = ["mutated"]

NAMES = (
    "AddNot",
    "ReplaceAndWithOr",
    "ReplaceOrWithAnd",
    "ReplaceUnaryOperator_Delete_Not",
    "ReplaceUnaryOperator_Delete_USub",
    "ReplaceTrueWithFalse",
    "ReplaceFalseWithTrue",
    "ReplaceBreakWithContinue",
    "ReplaceContinueWithBreak",
    "NumberReplacer",
    "RemoveDecorator",
    "ZeroIterationForLoop",
    *(
        f"ReplaceComparisonOperator_{pair}"
        for pair in (
            "Eq_NotEq", "NotEq_Eq", "Is_IsNot", "IsNot_Is",
            "Lt_LtE", "LtE_Lt", "Gt_GtE", "GtE_Gt", "Lt_GtE", "GtE_Lt", "Gt_LtE", "LtE_Gt",
        )
    ),
    *(
        f"ReplaceBinaryOperator_{pair}"
        for pair in ("Add_Sub", "Sub_Add", "Mul_Div", "Div_Mul", "FloorDiv_Mul", "Mod_FloorDiv")
    ),
)  # fmt: skip


def mutated(source: str) -> Iterator[tuple[str, int, str]]:
    """The operator, the line and the text of every mutant of `source`.

    Raises:
        UsageError: cosmic-ray isn't installed.
    """
    try:
        from cosmic_ray.ast import ast_nodes, get_ast
        from cosmic_ray.mutating import mutate_code
        from cosmic_ray.plugins import get_operator
    except ImportError:
        raise UsageError(
            "general mutants need cosmic-ray: `pip install -e '.[mutants]'`, or `--kind asyncio`"
        ) from None
    nodes = list(ast_nodes(get_ast(source)))
    for name in NAMES:
        operator: Any = get_operator(f"core/{name}")()
        places = [place for node in nodes for place in operator.mutation_positions(node)]
        for occurrence, ((line, _), _) in enumerate(places):
            text = mutate_code(source, operator, occurrence)
            if text is not None:
                yield name, line, text
