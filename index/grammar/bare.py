"""Numbers whose unit is said elsewhere or nowhere: ranges, lists, ratios, indices."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from index.grammar.lexicon import any_of, pattern, words
from index.grammar.quantity import Quantity

# --- ratios -----------------------------------------------------------------------------------------

_PROPORTION = pattern(r"(?<![\d.:])\d+(?:\.\d+)?(?:\s?[:∶]\s?\d+(?:\.\d+)?)+(?![\d.:])")
_TERM = pattern(r"\d+(?:\.\d+)?")
_OF_PROPORTION = pattern("[比构][^,，。;；]{0,24}$")


def proportions(text: str, names: bytearray) -> list[Quantity]:
    """Ratios as they are written: 2.52:1 is one number, 25.7:26.8:47.4 are the parts of a whole; masks them."""
    out: list[Quantity] = []
    if ":" not in text and "∶" not in text:
        return out
    for m in _PROPORTION.finditer(text):
        if any(names[m.start() : m.end()]) or not _OF_PROPORTION.search(
            text, max(0, m.start() - 28), m.start()
        ):
            continue
        parts = list(_TERM.finditer(m[0]))
        spans = [(part.start(), part.end(), part) for part in parts]
        if len(parts) == 2 and "1" in (parts[0][0], parts[1][0]):
            spans = [(0, len(m[0]), parts[parts[0][0] == "1"])]
        for a, b, part in spans:
            start, end = m.start() + a, m.start() + b
            out.append(Quantity(start, end, end, float(part[0]), "", "proportion"))
        names[m.start() : m.end()] = b"\1" * (m.end() - m.start())
    return out


# --- ranges and lists -------------------------------------------------------------------------------

_RANGE = pattern("(?:-{1,2}|~|至|到)$")


def ranges(text: str, found: Sequence[Quantity]) -> list[Quantity]:
    """Joins the two ends of a range (10至15户): the first takes the unit of the second, ge and le."""
    out: list[Quantity] = []
    high = False  # whether the last quantity is a range's upper end
    for q in found:
        last = out[-1] if out else None
        if last and not high and _makes_range(text, last, q):
            unit = max(last.unit, q.unit, key=len)  # 每月|200元至500元
            out[-1] = last._replace(unit=unit, sort=q.sort, comparator="ge", stop=last.end)
            out.append(q._replace(unit=unit, comparator="le"))
            high = True
        else:
            out.append(q)
            high = False
    for k in range(len(out) - 2, -1, -1):
        if _shares_unit(text, out[k], out[k + 1]):
            out[k] = out[k]._replace(unit=out[k + 1].unit, sort=out[k + 1].sort)
    return out


def _shares_unit(text: str, q: Quantity, following: Quantity) -> bool:
    """Whether a number of a list takes the unit of the next (高于全国12.7个、12个百分点, 提高0.21和0.16个百分点)."""
    if text[q.end : following.start] not in ("、", "和", "与", "及") or following.rank:
        return False
    if q.unit == "个" and following.unit == "个百分点":
        return True
    fraction = text.find(".", q.start, q.end) > 0
    return q.sort == "bare" and not q.unit and fraction and following.sort in ("ratio", "money", "measure")


def _makes_range(text: str, low: Quantity, high: Quantity) -> bool:
    if low.comparator or low.value is None or high.value is None or low.value >= high.value:
        return False
    if not _RANGE.match(text[low.end : high.start]) or low.unit.split("/")[0] not in high.unit:
        return False
    return text[max(0, low.start - 1) : low.start] not in ("由", "从")


def measuring(text: str, found: Sequence[Quantity]) -> list[Quantity]:
    """Leaves out numbers without a unit, but for places in an order and what is measured without one.

    库款系数0.2, 城乡收入比2.93.
    """
    out: list[Quantity] = []
    for q in found:
        bare = not (q.unit or q.rank or q.sort in ("ratio", "proportion"))
        if not bare or _is_bare(text, q) or (out and _changes_bare(text, out[-1], q)):
            out.append(q)
    return out


def _changes_bare(text: str, last: Quantity, q: Quantity) -> bool:
    """Whether a number without a unit is the change of one (比值为2.02，|比上年缩小|0.04)."""
    return not last.unit and not last.rank and _BY.fullmatch(text, last.stop, q.start) is not None


_BY = pattern(
    "[,，、](?:同比|[比较][^,，、。;；]{1,8}|[与同][^,，、。;；]{1,8}相比,?，?)(?:缩小|扩大|下降|提高|提升|上升|降低|增加|减少|收窄)了?"
    "|(?:缩小|扩大|下降|提高|提升|上升|降低|回落|调整|变化|[缩降升增扩压])[到至为]"
    "|[,，](?:最低|最高)(?:月份|值|时)?(?:为|仅|达|降至|升至)?"
)


#: A range that something lies in: 处于0.3-0.8的合理区间.
_REGION = pattern(r"(?:处于|位于|保持在|在)\d[\d.]{0,5}[-~至到]\d[\d.]{0,5}的?[\u4e00-\u9fff]{0,4}区间")


def _is_bare(text: str, q: Quantity) -> bool:
    near = clause_end(text[max(0, q.start - 16) : q.start])
    if not near:
        return False
    if any(m.start() < q.start < m.end() for m in _REGION.finditer(text, max(0, q.start - 12), q.end + 24)):
        return True
    heads, stated = _bare()
    following = text[q.end : q.end + 1]
    if "\u4e00" <= following <= "\u9fff" and not stated.match(text, q.end):
        return False
    return heads.search(near) is not None and _BASIS.search(near) is None


#: What an index counts from (以女性为100).
_BASIS = pattern("以[^,，。]{1,8}为$")


@cache
def _bare() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """What a number without a unit stands behind, and the words that may follow it."""
    number = words("marks")["number"]
    return pattern(any_of(number["bare_heads"])), pattern(any_of(number["bare_before"]))


def clause_end(before: str) -> str:
    """What of the words before a number stands in its own clause."""
    m = _STOPPED.match(before)
    return before[m.end() :] if m else before


_STOPPED = pattern("(?s:.*)[，,。;；、：:]")
