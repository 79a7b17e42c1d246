"""Figures as the report writes them: with the comparator, the range and the verb of change they stand with.

A figure alone (5%) says less than its report does (增长5%左右, 增长5%—5.5%, 突破9500公里). What is shown is
cut from the sentence itself; only where the sentence says a word once for several figures (分别增长4.5%、
5.5%左右) is it repeated for each.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from assistant.records import Language
from index.grammar.lexicon import words
from index.records import Claim, Figure
from index.text import fold

_RANGE = re.compile(r"(?:-{1,2}|~|至|到)")
_CLAUSE = re.compile(r"[,，;；。!！?？:：]")
#: Between a verb and its number: 增长了4.5%, 增长目标为5%; farther away the verb is repeated without it.
_GAP = 5
#: Over how long a change came about, said before its verb: 年均增长2.8% is no growth of one year.
_PACE = re.compile(r"(?:年均|年平均|平均每年|每年平均|累计|月均)(?:分别|各|约)?$")
_BARE = re.compile(r"[\d.,*xX-]+")
_DIGIT = re.compile(r"\d|[*xX]{2}")
#: Said once for several figures, or nowhere near one.
_COMPARED: dict[Language, dict[str, tuple[str, str]]] = {
    "zh": {
        "ge": ("", "以上"),
        "le": ("", "以内"),
        "gt": ("超", ""),
        "lt": ("不足", ""),
        "approx": ("约", ""),
    },
    "en": {
        "ge": ("at least ", ""),
        "le": ("at most ", ""),
        "gt": ("over ", ""),
        "lt": ("under ", ""),
        "approx": ("about ", ""),
    },
}
_MOVED = {
    ("rate", "up"): "增长",
    ("rate", "down"): "下降",
    ("change", "up"): "增加",
    ("change", "down"): "减少",
}
_MOVED_EN = {"up": "up ", "down": "down ", "flat": "unchanged "}
_HIDDEN: dict[Language, str] = {"zh": "（未公开）", "en": " (withheld)"}


@dataclass(frozen=True, slots=True)
class Written:
    """What a cell shows of one figure, or of both ends of a range."""

    text: str
    figures: tuple[Figure, ...]


@dataclass(frozen=True, slots=True)
class _Words:
    before: re.Pattern[str]
    after: re.Pattern[str]
    verbs: re.Pattern[str]


@cache
def _words() -> _Words:
    comparator, change = words("marks")["comparator"], words("verbs")["change"]
    before = {w for listed in comparator["before"].values() for w in listed}
    after = {w for listed in comparator["after"].values() for w in listed}
    verbs = {w for way in ("up", "down", "flat") for w in change[way]}

    def one_of(found: set[str]) -> str:
        listed = sorted(found, key=lambda w: (-len(w), w))
        return "|".join(("(?<![上去今当本前])" if w[0] in "年月" else "") + re.escape(w) for w in listed)

    return _Words(
        re.compile(f"(?:{one_of(before)})$"),
        re.compile(one_of(after)),
        re.compile(one_of(verbs)),
    )


def written(
    figures: Sequence[Figure], claim: Claim, language: Language = "zh", *, bare: bool = False
) -> list[Written]:
    """`figures` of `claim` as they are shown, each once, the two ends of a range as one.

    With `bare` the verb of change is left out (for a cell that says it already).
    """
    text = fold(claim.quote)
    out: list[Written] = []
    done: set[int] = set()
    for figure in figures:
        if figure.start in done:
            continue
        low, high = ends(figure, claim)
        done |= {low.start, high.start}
        out.append(
            Written(_text(figure, low, high, claim, text, language, bare), tuple(dict.fromkeys((low, high))))
        )
    texts: dict[str, Written] = {}
    for one in out:
        texts.setdefault(one.text, one)
    return list(texts.values())


def place(figure: Figure, claim: Claim) -> int:
    """Where the figure's text begins in its claim's quote; -1 where it does not stand there.

    The quote lacks the line ends and page furniture of the report, so a figure stands there at its offset or
    before it.
    """
    guess = max(0, figure.start - claim.start)
    at = claim.quote.rfind(figure.text, 0, guess + len(figure.text))
    return at if at >= 0 else claim.quote.find(figure.text)


def ends(figure: Figure, claim: Claim) -> tuple[Figure, Figure]:
    """The two ends of the range that the figure belongs to (5%—5.5%); the figure twice where it is none."""
    if figure.comparator not in ("ge", "le"):
        return figure, figure
    text = fold(claim.quote)
    for low in claim.figures:
        for high in claim.figures:
            if figure not in (low, high) or low.comparator != "ge" or high.comparator != "le":
                continue
            a, b = place(low, claim), place(high, claim)
            if 0 <= a < b and low.role == high.role and _RANGE.fullmatch(text, a + len(low.text), b):
                return low, high
    return figure, figure


def _text(
    figure: Figure, low: Figure, high: Figure, claim: Claim, text: str, language: Language, bare: bool
) -> str:
    moves = figure.role in ("rate", "change") and bool(figure.direction) and not bare
    start = place(low, claim)
    end = start if low is high else place(high, claim)
    hidden = _HIDDEN[language] if figure.value is None else ""
    # said once for several: in the head of a table, behind the last of a list
    unit = figure.unit if low is high and _BARE.fullmatch(fold(figure.text)) else ""
    if start < 0 or end < 0:
        return _plain(figure, figure.text + unit, figure.comparator, language, moves) + hidden
    end += len(high.text)
    comparator = None if low is not high else figure.comparator
    if language == "en":
        return _plain(figure, claim.quote[start:end] + unit, comparator, language, moves) + hidden
    if low is not high and (m := _words().after.match(text, end)):
        end = m.end()
    if comparator and (m := _words().after.match(text, end)):
        end, comparator = m.end(), None
    elif comparator and (m := _words().before.search(text, max(0, start - 6), start)):
        start, comparator = m.start(), None
    elif comparator == "gt" and any(c in figure.text for c in "余多"):
        comparator = None
    shown = claim.quote[start:end] + unit
    if moves:
        verb = _verb(text, start)
        if (
            verb
            and not comparator
            and 0 <= start - verb[1] <= _GAP
            and not _DIGIT.search(text[verb[1] : start])
        ):
            return claim.quote[verb[0] : end] + unit + hidden
        if verb:
            front, back = _COMPARED[language].get(comparator or "", ("", ""))
            return text[verb[0] : verb[1]] + front + shown + back + hidden
    return _plain(figure, shown, comparator, language, moves) + hidden


def _plain(figure: Figure, text: str, comparator: str | None, language: Language, moves: bool) -> str:
    """The figure with the words that the sentence does not give beside it."""
    if comparator == "gt" and any(c in figure.text for c in "余多") and language == "zh":
        comparator = None
    front, back = _COMPARED[language].get(comparator or "", ("", ""))
    verb = ""
    if moves:
        verb = (
            _MOVED.get((figure.role, figure.direction or ""), "")
            if language == "zh"
            else _MOVED_EN.get(figure.direction or "", "")
        )
    return verb + front + text + back


def _verb(text: str, start: int) -> tuple[int, int] | None:
    """The last verb of change before `start` in its clause; 降幅收窄 is shown whole."""
    begin = max((m.end() for m in _CLAUSE.finditer(text, 0, start)), default=0)
    found = list(_words().verbs.finditer(text, begin, start))
    if not found:
        return None
    a, b = found[-1].span()
    if len(found) > 1 and found[-2].end() == a:
        a = found[-2].start()
    if pace := _PACE.search(text, begin, a):
        a = pace.start()
    return a, b
