"""Figures made comparable: one unit for ordering, filtering and adding; shown is always what was written."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from assistant.records import Aspect, Threshold
from assistant.words import Lexicon
from index.records import Figure

_SCALES = {
    "万亿": 1e12,
    "千亿": 1e11,
    "百亿": 1e10,
    "亿": 1e8,
    "千万": 1e7,
    "百万": 1e6,
    "万": 1e4,
    "千": 1e3,
    "百": 1e2,
}
#: The multiplier before a unit; 千克, 千瓦 and 百分点 are units and hold none.
_SCALE = re.compile(rf"(?!百分|千[克米瓦伏卡帕])(?:{'|'.join(_SCALES)})")
#: Exact conversions to the unit that a kind of quantity is compared in.
_SAME: dict[str, tuple[float, str]] = {
    "斤": (0.5, "公斤"),
    "公斤": (1.0, "公斤"),
    "千克": (1.0, "公斤"),
    "吨": (1000.0, "公斤"),
    "公顷": (10000.0, "平方米"),
    "平方公里": (1e6, "平方米"),
    "公里": (1000.0, "米"),
    "千米": (1000.0, "米"),
    "名": (1.0, "人"),
    "位": (1.0, "人"),
    "兆瓦": (1000.0, "千瓦"),
    "百分点": (1.0, "个百分点"),
    "成": (10.0, "%"),
    "块": (1.0, "元"),
}
_PER_YEAR = {"年": 1.0, "月": 12.0, "季": 4.0, "季度": 4.0, "日": 365.0, "天": 365.0}


_TIME = re.compile(
    r"每人每[月年]|每[月年]|人均月|月人均|月均|年人均|年均|月(?=供养|保障|最低|标准|护理)|月增"
)
_LEAD = 24
#: From so many yuan on, a bound that names no time is one of a year.
_YEARLY = 3000


@dataclass(frozen=True, slots=True)
class Amount:
    """A value in a comparable unit; `per` is what it is counted by, "年" for anything by time."""

    value: float
    unit: str
    per: str


def scaled(value: float, unit: str) -> tuple[float, str]:
    """(2.82, 亿元) → (282000000.0, 元): the multiplier before the unit is multiplied out."""
    scale = _SCALE.match(unit)
    return (value * _SCALES[scale[0]], unit[scale.end() :]) if scale else (value, unit)


def amount(value: float, unit: str) -> Amount:
    """(885, 元/人/月) → (10620, 元, 年): time is brought to a year, persons are understood."""
    base, *parts = unit.replace("·", "/").split("/")
    value, base = scaled(value, base)
    if base in _SAME:
        factor, base = _SAME[base]
        value *= factor
    per = ""
    for part in parts:
        bare = part.strip().removeprefix("人").removeprefix("每")
        if bare in _PER_YEAR:
            value, per = value * _PER_YEAR[bare], "年"
        elif part not in ("人", "", "每人"):
            per = per or part
    return Amount(value, base, per)


def of(figure: Figure, quote: str = "") -> Amount | None:
    """The figure's amount; growth downwards is negative. `None` where the number is hidden.

    A bare 元 is counted by what its indicator or the words before it in `quote` say: 月人均, 每人每月.
    """
    if figure.value is None:
        return None
    value = figure.value
    if figure.role in ("rate", "change") and figure.direction == "down":
        value = -abs(value)
    return amount(value, counted_by(figure, quote))


def counted_by(figure: Figure, quote: str = "") -> str:
    """The figure's unit with what it is counted by where only the words before it say so: 元 → 元/月."""
    if figure.unit in ("元", "元/人"):
        at = quote.find(figure.text)
        lead = figure.indicator + quote[max(0, at - _LEAD) : at] if at >= 0 else figure.indicator
        if times := _TIME.findall(lead):
            return f"元/{'月' if '月' in times[-1] else '年'}"
    return figure.unit


def comparable(a: Amount, b: Amount) -> bool:
    """Whether two amounts may stand in one order: the same unit, or the same things by another counter (台 and 部),
    counted by the same."""
    return a.per == b.per and (
        a.unit == b.unit or any(a.unit in group and b.unit in group for group in _ALIKE)
    )


def passes(figure: Figure, threshold: Threshold, quote: str = "", *, falls: bool = False) -> bool:
    """Whether the figure lies on the asked side of the threshold; not where the units do not compare.

    With `falls` (下降超过5%) the bound is one of a fall, and what rose does not pass.
    """
    has = of(figure, quote)
    if has is None:
        return False
    if falls:
        if has.value >= 0:
            return False
        has = replace(has, value=-has.value)
    bound = amount(threshold.value, threshold.unit)
    if threshold.upto is not None:
        ends = (
            Threshold("ge", threshold.value, threshold.unit),
            Threshold("le", threshold.upto, threshold.unit),
        )
        return all(passes(figure, end, quote, falls=falls) for end in ends)
    if not threshold.unit or threshold.unit in ("万", "亿", "万亿"):
        bound = Amount(bound.value, has.unit, has.per)
    elif has.per == "年" and not bound.per:  # 低保标准超过800元 means a month's
        time = "月" if threshold.value < _YEARLY else "年"
        bound = amount(threshold.value, f"{threshold.unit}/{time}")
    if not bound.per and has.per not in ("", "年"):  # 30微克 of 微克/立方米
        bound = replace(bound, per=has.per)
    if not comparable(has, bound):
        return False
    match threshold.sign:
        case "gt":
            return has.value > bound.value
        case "ge":
            return has.value >= bound.value
        case "lt":
            return has.value < bound.value
        case _:
            return has.value <= bound.value


def fits_unit(figure: Figure, aspect: Aspect, lexicon: Lexicon) -> bool:
    """Whether the figure's unit is one that the question's head noun or counter allows."""
    unit = figure.unit.split("/")[0]
    if aspect.total and "/" in figure.unit:
        return False
    if aspect.units:
        return any(same_counter(unit, wanted) for wanted in aspect.units)
    if aspect.head is None:
        return True
    if figure.role in ("rate", "change") and (aspect.head != "占比" or unit == "个百分点"):
        return unit in ("%", "倍", "个百分点", "") or _of_class(unit, aspect.head, lexicon)
    return _of_class(unit, aspect.head, lexicon)


#: Counters that change nothing about the number.
_ALIKE = ({"人", "名", "位"}, {"部", "台"}, {"个", "项", "件", "处", "所", "座"})
_COUNTERS = (
    {"人", "名", "位", "人次"},
    {"家", "户"},
    {"吨", "斤", "公斤", "千克"},
    {"平方米", "亩", "公顷", "平方公里"},
    {"个", "项", "件", "处", "所", "座"},
    {"个百分点", "百分点"},
    {"部", "台"},
)


def same_counter(unit: str, wanted: str) -> bool:
    """多少人 is answered by 人, 名 and 万人; 多少元 by 元, 万元 and 亿元."""
    a, b = _bare(unit), _bare(wanted)
    if a == b or (a.endswith("元") and b.endswith("元")):
        return True
    return any(a in group and b in group for group in _COUNTERS)


def _of_class(unit: str, head: str, lexicon: Lexicon) -> bool:
    allowed = lexicon.units.get(head, ())
    if not allowed:
        return True
    if head == "标准":
        return unit in allowed
    return unit in allowed or _bare(unit) in allowed


def _bare(unit: str) -> str:
    """The unit without its multiplier."""
    return scaled(1.0, unit)[1]
