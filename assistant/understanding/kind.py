"""What kind of answer a question asks for, from what its words say together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.records import Aspect, Direction, Kind, Status
from assistant.understanding.aspects import Clause
from assistant.understanding.conditions import Conditions
from assistant.understanding.segment import Token
from assistant.words import Lexicon

#: Words for an order that ask of a single region which place it holds.
_PLACED = frozenset(("排名", "位次", "名次", "第一"))
#: Words that ask of an indicator how it stands, and the length from which a name is one.
_STANDS = frozenset(
    ("怎么样", "咋样", "如何", "情况如何", "情况怎么样", "怎么样了", "咋样了", "情况", "啥情况")
)
_INDICATOR = 4
_NUMBERED = frozenset(("标准", "资金", "人数", "增速", "占比"))
#: Of a word that may be several, the first.
_STATUSES: tuple[Status, ...] = ("planned", "estimated", "actual")
_DIRECTIONS: tuple[Direction, ...] = ("up", "down", "flat")
#: Nouns of growth that say which way.
_FALLS = frozenset(("降幅", "减幅", "跌幅"))


@dataclass(slots=True)
class Said:
    """What the tokens of a question say, gathered."""

    direction: Direction | None = None
    verb: str = ""
    governs: bool = False
    status: Status | None = None
    ascending: bool = False
    ranked: bool = False
    amount: bool = False


def gather(tokens: list[Token], every: bool) -> Said:
    """What the tokens say; with `every` an order is asked for by 排名 alone, as of no region in particular."""
    said = Said()
    for i, token in enumerate(tokens):
        follower = tokens[i + 1] if i + 1 < len(tokens) else None
        if (
            token.has("rank_up", "rank_down")
            and (every or token.text not in _PLACED)
            and not (follower and token.has("facet", "per") and follower.has("head", "term"))
        ):
            said.ranked = True
            said.ascending = token.has("rank_down")
        if token.has(*_STATUSES) and not token.has("term"):
            said.status = next(s for s in _STATUSES if s in token.tags)
        if token.has(*_DIRECTIONS) and not token.has("term") and said.direction is None:
            said.direction = next(d for d in _DIRECTIONS if d in token.tags)
            said.verb = token.text
            said.governs = any(t.has("term") or t.unknown for t in tokens[i + 1 :])
        if token.text in _FALLS and said.direction is None:
            said.direction = "down"
        if token.has("amount"):
            said.amount = True
    return said


def _stands(tokens: list[Token], aspects: Sequence[Aspect], lexicon: Lexicon) -> bool:
    """固定资产投资怎么样 asks where an indicator stands; 政采贷推行得怎么样 asks for a story."""
    needed = [t for t in aspects[0].terms if not t.optional] if aspects else []
    asks = [t for t in tokens if t.has("passage")]
    named = len(needed) == 1 and len(needed[0].text) >= _INDICATOR and needed[0].text in lexicon.synonyms
    named = named or bool(needed and aspects[0].head in _NUMBERED)
    return named and bool(asks) and all(t.text in _STANDS for t in asks)


def kind_of(
    said: Said,
    tokens: list[Token],
    parts: list[Clause],
    asked: Conditions,
    aspects: Sequence[Aspect],
    regions: int,
    years: int,
    lexicon: Lexicon,
) -> Kind:
    """The kind of answer; `parts` are the clauses, `regions` and `years` how many of them are asked about."""

    def tagged(tag: str) -> bool:
        return any(t.has(tag) and not t.has("term") for t in tokens)

    amount = said.amount or any(part.amount for part in parts)
    subject = bool(aspects and aspects[0].terms)
    if asked.counted:
        return "count"
    if tagged("check"):
        return "check"
    if tagged("count") and not subject:  # 有几个, asked on
        return "count"
    if said.ranked or asked.top:
        return "rank"
    if tagged("trend"):
        return "trend"
    if tagged("compare"):
        return "compare"
    if tagged("passage") and not amount and not asked.which and not _stands(tokens, aspects, lexicon):
        return "passage"
    if asked.which:
        return "list"
    if asked.multi and (tagged("list") or asked.threshold or said.direction):
        return "list"
    if asked.multi:
        return "compare" if regions > 1 else "list"
    if regions > 1:
        return "compare"
    headed = any(t.has("head") for t in tokens)
    if years > 1 and (amount or headed):
        return "trend"
    if amount or headed or said.status == "planned" or not tagged("list"):
        return "lookup"
    return "passage"
