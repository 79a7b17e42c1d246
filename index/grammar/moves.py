"""Clauses that say which way an indicator went and give no number.

城乡低保标准稳步提高, 上调全省最低工资标准, 统筹调整低保、特困供养等标准.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from index.grammar.lexicon import any_of, pattern, words
from index.grammar.lists import items
from index.grammar.nouns import tidy
from index.grammar.phrases import before
from index.grammar.quantity import Quantity
from index.records import Direction


@dataclass(frozen=True, slots=True)
class Move:
    """An indicator that is said to rise, fall or stay; `at` is where it stands in the sentence."""

    indicator: str
    direction: Direction | None  # None where the clause leaves it open (调整最低工资标准)
    at: int


_CLAUSE = pattern(r"[^,，;；。!！?？:：()（）\n|]+")
_LONGEST_CLAUSE = 80
_SHORTEST_NOUN = 3
#: 连续19年 says since when, not how much.
_FOR_YEARS = r"(?:(?:已|实现)?连续[\d一二两三四五六七八九十]{1,3}(?:个月|个季度|[年次届轮期]))?"


@cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    table, heads = words("verbs")["moves"], any_of(words("indicators")["moving"])
    verb = "|".join(f"(?P<{way}>{any_of(table[way])})" for way in ("up", "down", "flat"))
    listed = r"[\u4e00-\u9fff“”、A-Za-z]*?"
    return (
        pattern(
            rf"(?P<noun>[^的]*?{heads})(?!{heads}){_FOR_YEARS}[\u4e00-\u9fff]{{0,6}}?(?:{verb})(?:了|水平)?$"
        ),
        pattern(rf"(?:{verb}|{any_of(table['open'])})了?(?P<noun>{listed}{heads})$"),
        pattern(any_of(words("indicators")["not_moving"]) + "$"),
        pattern(heads),
        pattern(any_of([*table["up"], *table["down"], *table["flat"], *table["open"]])),
    )


def moves(folded: str, text: str, quantities: Sequence[Quantity]) -> Iterator[Move]:
    """The moves of a sentence (`folded` and `text` are the same, half width and as written), in order.

    A clause that holds one of the `quantities` is left to its figures; a coordinated list gives a move for
    each of its items.
    """
    behind, ahead, no_indicator, heads, verbs = _patterns()
    if not verbs.search(folded):
        return
    starts = [q.start for q in quantities]
    for clause in _CLAUSE.finditer(folded):
        if clause.end() - clause.start() > _LONGEST_CLAUSE:
            continue
        k = bisect_left(starts, clause.start())
        if (k < len(starts) and starts[k] < clause.end()) or not verbs.search(clause[0]):
            continue
        plain = clause[0].rstrip()
        if not heads.search(plain):
            continue
        m = behind.search(plain) or ahead.search(plain)
        if m is None:
            continue
        start, end = clause.start() + m.start("noun"), clause.start() + m.end("noun")
        noun = tidy(text[before(folded, start, end, [], False).start : end])
        ways: tuple[Direction, ...] = ("up", "down", "flat")
        said: list[Direction] = [way for way in ways if m[way]]
        for item in items(noun):
            if len(item) >= _SHORTEST_NOUN and not no_indicator.search(item):
                yield Move(item, said[0] if said else None, start)
