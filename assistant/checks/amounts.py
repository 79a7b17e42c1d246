"""What a figure allows its quantity to be: every value that would be rounded to the number as written.

A number written with k decimals stands for anything within half a unit of its last decimal, both ends
included. All arithmetic is exact (fractions), so a computed span and a stated one either meet or do not.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction

from index.records import Figure
from index.text import fold

_NUMBER = re.compile(r"\d[\d,，]*(?:\.(\d+))?")
_SCALE = re.compile(r"(万亿|千亿|百亿|十亿|亿|千万|百万|十万|万)|([千百])(?=[元人户家个名])")
_SCALES = {
    "万亿": 10**12,
    "千亿": 10**11,
    "百亿": 10**10,
    "十亿": 10**9,
    "亿": 10**8,
    "千万": 10**7,
    "百万": 10**6,
    "十万": 10**5,
    "万": 10**4,
    "千": 10**3,
    "百": 10**2,
}
#: Units that count the same thing: a ratio's level is in %, its change in 个百分点.
_SAME = {"个百分点": "%", "百分点": "%", "名": "人", "块": "元"}
#: Beyond the stated decimals, a computed ratio shows this many more, so that one sees why it was not met.
_MORE_DECIMALS = 1
_HUNDRED = 100


@dataclass(frozen=True, slots=True)
class Span:
    """Every value that a quantity may have, in its base unit (元, 人, %), ends included."""

    low: Fraction
    value: Fraction  # as written, or computed from what is written
    high: Fraction

    def __add__(self, other: Span) -> Span:
        return Span(self.low + other.low, self.value + other.value, self.high + other.high)

    def __sub__(self, other: Span) -> Span:
        return Span(self.low - other.high, self.value - other.value, self.high - other.low)

    def __neg__(self) -> Span:
        return Span(-self.high, -self.value, -self.low)

    def over(self, whole: Span) -> Span | None:
        """This in per cent of `whole`; `None` where `whole` may be nothing or less."""
        if whole.low <= 0:
            return None
        ends = [a / b * _HUNDRED for a in (self.low, self.high) for b in (whole.low, whole.high)]
        return Span(min(ends), self.value / whole.value * _HUNDRED, max(ends))

    def meets(self, other: Span) -> bool:
        return self.low <= other.high and other.low <= self.high


@dataclass(frozen=True, slots=True)
class Amount:
    """A figure's quantity: its span, the unit that the span counts in, and how it was written."""

    span: Span
    unit: str  # without the multiplier: 元, 人, %
    per: str  # what follows the first slash: 人/月
    scale: int  # 10000 for 万元
    decimals: int


def amount(figure: Figure) -> Amount | None:
    """What the figure says; `None` where it is hidden, not written in digits, or only approximate."""
    number = _NUMBER.search(fold(figure.text))
    if figure.value is None or figure.comparator is not None or number is None:
        return None
    digits = number[0].replace(",", "").replace("，", "")
    value = Fraction(digits)
    if float(value) != abs(figure.value):
        return None  # 三分之一, 1-*: the digits are not the number
    decimals = len(number[1] or "")
    base, _, per = figure.unit.partition("/")
    scale = 1
    if multiple := _SCALE.match(base):
        scale, base = _SCALES[multiple[0]], base[multiple.end() :]
    half = Fraction(1, 2 * 10**decimals)
    span = Span((value - half) * scale, value * scale, (value + half) * scale)
    if figure.value < 0:
        span = -span
    return Amount(span, _SAME.get(base, base), per, scale, decimals)


def relative(stated: Amount) -> Span | None:
    """A rate's span in per cent: 8.6% and 2.4倍 alike; `None` for any other unit."""
    if stated.unit == "倍":
        span = stated.span
        return Span(span.low * _HUNDRED, span.value * _HUNDRED, span.high * _HUNDRED)
    return stated.span if stated.unit == "%" else None


def alike(a: Amount, b: Amount) -> bool:
    """Whether two amounts count the same thing in the same way."""
    return a.unit == b.unit and (a.per == b.per or not a.per or not b.per)


def scaled(value: Fraction, like: Amount) -> float:
    """`value` in the unit that `like` is written in."""
    value /= _HUNDRED if like.unit == "倍" else like.scale
    return float(value)


def written(value: Fraction, like: Amount, unit: str, *, exact: bool) -> str:
    """`value` as a person would write it beside `like`: 205.45万元. Exact sums keep all their decimals."""
    number = value / (_HUNDRED if like.unit == "倍" else like.scale)
    decimals = like.decimals + _MORE_DECIMALS
    if exact:
        while decimals < 12 and (number * 10**decimals).denominator != 1:
            decimals += 1
    shown = f"{float(round(number, decimals)):.{decimals}f}"
    return (shown.rstrip("0").rstrip(".") if "." in shown else shown) + unit
