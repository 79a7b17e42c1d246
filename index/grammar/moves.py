"""Claims without a number: 城乡低保标准稳步提高, 上调全省最低工资标准; a coordinated list gives a claim an item."""

from __future__ import annotations

import re
from functools import cache

from index.grammar.lexicon import any_of, words
from index.grammar.lists import items
from index.grammar.nouns import tidy
from index.grammar.periods import TIME
from index.grammar.phrases import before
from index.grammar.status import status_at
from index.records import Claim, Direction, Figure, Period, Status

_CLAUSE = re.compile(r"[^,，;；。!！?？:：()（）\n]+")
_TIME = re.compile(TIME)


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    table = words("verbs")["moves"]
    verb = "|".join(f"(?P<{d}>{any_of(table[d])})" for d in ("up", "down", "flat"))
    heads = any_of(words("indicators")["moving"])
    adverb = r"(?:[\u4e00-\u9fff]{0,6}?)"
    behind = re.compile(rf"(?P<noun>[^的]*?{heads}){adverb}(?:{verb})(?:了|水平)?$")
    ahead = re.compile(rf"(?:{verb})了?(?P<noun>[\u4e00-\u9fff“”、]*?{heads})$")
    adjust = re.compile(rf"(?:调整)(?P<noun>[\u4e00-\u9fff“”、]*?{heads})$")
    return behind, ahead, adjust


def moves(
    report: str,
    headings: tuple[str, ...],
    start: int,
    end: int,
    text: str,
    folded: str,
    base: Status,
    period: Period | None,
    figures: list[Figure],
) -> list[Claim]:
    """The claims of a sentence that say which way an indicator went and give no number for it."""
    behind, ahead, adjust = _patterns()
    out: list[Claim] = []
    for clause in _CLAUSE.finditer(folded):
        words_ = clause[0]
        if len(words_) > 80 or re.search(r"\d|[*Xx]{1,}", _TIME.sub("", words_)):
            continue
        plain = words_.strip()
        direction: Direction | None
        if m := behind.search(plain) or ahead.search(plain):
            direction = "up" if m["up"] else "down" if m["down"] else "flat"
        elif m := adjust.search(plain):
            direction = None
        else:
            continue
        a = clause.start() + (len(words_) - len(words_.lstrip())) + m.start("noun")
        b = a + len(m["noun"])
        phrase = before(folded, a, b, [], False)
        noun = tidy(text[min(phrase.start, b) : b])
        state = status_at(folded, a, None)
        status: Status = state.status if state else base
        for item in items(noun):
            if len(item) >= 3 and not any(f.indicator == item for f in figures):
                out.append(Claim(report, item, direction, status, period, headings, start, end, text))
    return out
