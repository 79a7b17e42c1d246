"""The role that the words before a quantity give it, and which way it goes."""

from __future__ import annotations

import re
from functools import cache

from index.grammar.lexicon import any_of, pattern, words
from index.grammar.phrases import Phrase
from index.grammar.quantity import Quantity
from index.grammar.scene import Found
from index.records import Direction, Role


@cache
def _cut() -> re.Pattern[str]:
    return pattern(rf".{{0,12}}{any_of(words('indicators')['cut'])}$")


def changed_role(q: Quantity) -> Role:
    """A change in percent or in multiples is relative, one in points is not."""
    return "rate" if q.sort == "ratio" and not q.unit.endswith("百分点") else "change"


def role_of(q: Quantity, p: Phrase, noun: str, between: str) -> tuple[Role, Direction | None]:
    """The role and direction that the words before a quantity give it."""
    changed = changed_role(q)
    if p.source >= 0 and not p.arrives and not p.moves:
        return "previous", None
    if q.rank:
        return "rank", p.direction if p.arrives else None
    if p.gap >= 0:
        return "level", None
    if p.arrives:
        return "level", p.direction
    if p.moves:
        if q.unit == "倍" and between.endswith("的"):
            return "level", None
        return changed, p.direction
    if q.unit == "番":
        return "rate", "up"
    if p.compared:
        return changed, "up" if between.endswith("多") else "down" if between.endswith("少") else None
    if p.governs and p.reaches:
        return "level", p.direction
    if p.governs and not _cut().match(noun):
        return changed, p.direction
    return "level", None


def signed(f: Found) -> Found:
    """A minus sign belongs to its number, as written, and turns a change round (增长-3% fell)."""
    q = f.quantity
    if not q.negative or q.value is None:
        return f
    f = f._replace(quantity=q._replace(start=q.start - 1, value=-q.value))
    if f.role in ("change", "rate"):
        return f._replace(direction="up" if f.direction == "down" else "down")
    return f
