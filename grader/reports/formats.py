"""The formats by name: what `grade --format NAME=FILE` writes."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from grader.records import Grade
from grader.reports import exchange, github, json, junit, markdown

__all__ = ["FORMATS", "Writer"]

Writer = Callable[[Grade, Mapping[str, str]], str]
"""Makes the text of a grade; is also told what `--about` says."""


def _plain(write: Callable[[Grade], str]) -> Writer:
    return lambda grade, _: write(grade)


FORMATS: Mapping[str, Writer] = {
    "json": _plain(json.render),
    "junit": _plain(junit.render),
    "markdown": _plain(markdown.render),
    "github": _plain(github.render),
    "gradescope": exchange.gradescope,
    "classroom50": exchange.classroom50,
    "classroom": _plain(exchange.classroom),
    "exercism": _plain(exchange.exercism),
}
