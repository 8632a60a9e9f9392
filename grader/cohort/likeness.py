"""Finds code that is nearly the same: renamed, rearranged in layout, or changed in a place or two.

A file's fingerprint is a choice of the runs of tokens in it that the stub hasn't, with names and texts left
out ("winnowing": of each few neighbouring runs, the one with the least hash). Two files are near if they
share most of their fingerprints; what many have is how one solves the exercise, and says nothing.

Learner code isn't parsed for that: tokens are cut by a regular expression, from a file of bounded size.
"""

from __future__ import annotations

import hashlib
import keyword
import re
import zlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import combinations
from typing import NamedTuple

__all__ = ["Near", "fingerprint", "near"]

RUN = 5  # tokens
NEIGHBOURS = 4  # runs of which one is kept
LONGEST = 400  # fingerprint
COMMON = 10  # different files; what more of them have says nothing
LEAST = 8  # that two files must share
ENOUGH = 0.8  # of all that the two have

_TOKEN = re.compile(
    r"""
    (?P<comment>\#[^\n]*)
    | (?P<text>[a-z]{0,2}(?:
        "{3}(?s:.*?)(?:"{3}|\Z) | '{3}(?s:.*?)(?:'{3}|\Z)  # one without an end goes on, so that no
        | "(?:\\.|[^"\\\n])*+"? | '(?:\\.|[^'\\\n])*+'?    # text is looked at twice
    ))
    | (?P<attribute>\.\s*[^\W\d]\w*)
    | (?P<name>[^\W\d]\w*)
    | (?P<number>\d[\w.]*)
    | (?P<sign>[^\s\w])
    """,
    re.VERBOSE | re.IGNORECASE,
)


def fingerprint(content: bytes, stubs: Iterable[bytes]) -> str:
    """A digest that comments and white space don't change; then, in hex, what no stub has."""
    tokens = _tokens(content)
    digest = hashlib.blake2b("\n".join(text for _, text in tokens).encode(), digest_size=12)
    known = frozenset(each for stub in stubs for each in _known(stub))
    own = [each for each in _runs(tokens) if each not in known]
    last = max(len(own) - NEIGHBOURS + 1, 1)
    chosen = dict.fromkeys(min(own[n : n + NEIGHBOURS]) for n in range(last) if own)
    return " ".join([digest.hexdigest(), *(f"{each:x}" for each in list(chosen)[:LONGEST])])


def _tokens(content: bytes) -> list[tuple[str, str]]:
    """Kind and text of each token that isn't a comment."""
    found = _TOKEN.finditer(content.decode("utf-8", "replace"))
    return [(one.lastgroup or "", one[0]) for one in found if one.lastgroup != "comment"]


def _runs(tokens: Sequence[tuple[str, str]]) -> Iterator[int]:
    plain = [
        kind if kind == "text" or (kind == "name" and not keyword.iskeyword(text)) else text
        for kind, text in tokens
    ]
    for n in range(len(plain) - RUN + 1):
        yield zlib.crc32(" ".join(plain[n : n + RUN]).encode())


@lru_cache(maxsize=1024)
def _known(stub: bytes) -> tuple[int, ...]:
    return tuple(_runs(_tokens(stub)))


class Near(NamedTuple):
    """Submissions whose code is nearly, or quite, the same."""

    submissions: tuple[str, ...]
    share: float  # of what is in their code, from 0 to 1, on average over the exercises
    exercises: tuple[str, ...]


def near(files: Iterable[tuple[str, str, str]]) -> list[Near]:
    """Who is near to whom, those with the most exercises first.

    Args:
        files: exercise, submission and fingerprint of each file.
    """
    by_exercise: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for exercise, submission, mark in files:
        if mark:
            by_exercise[exercise][mark].append(submission)
    shares: dict[tuple[str, ...], dict[str, float]] = defaultdict(dict)
    for exercise, marks in sorted(by_exercise.items()):
        for names, share in _groups(marks):
            shares[names][exercise] = share
    found = [Near(names, sum(own.values()) / len(own), tuple(own)) for names, own in shares.items()]
    return sorted(found, key=lambda one: (-len(one.exercises), -one.share, one.submissions))


def _groups(marks: Mapping[str, list[str]]) -> Iterator[tuple[tuple[str, ...], float]]:
    """Submissions with one exercise's files equal, or near, and how near."""
    alike: dict[str, list[str]] = defaultdict(list)
    parts: dict[str, set[str]] = {}
    for mark, names in marks.items():
        digest, *own = mark.split()
        alike[digest] += names
        parts[digest] = set(own)
    for names in alike.values():
        if len(names) > 1:
            yield tuple(sorted(names)), 1.0
    having: dict[str, list[str]] = defaultdict(list)
    for digest, hashes in parts.items():
        for each in hashes:
            having[each].append(digest)
    rare = {each for each, digests in having.items() if len(digests) <= COMMON}
    shared = Counter(pair for each in sorted(rare) for pair in combinations(having[each], 2))
    enough = sorted(pair for pair, count in shared.items() if count >= LEAST)
    for one, other in enough:
        share = shared[one, other] / len((parts[one] | parts[other]) & rare)
        if share >= ENOUGH:
            yield tuple(sorted(alike[one] + alike[other])), share
