"""Changes and growth rates that do not follow from the levels stated with them.

由825元提高到885元，增加60元，增长7.3%; 比上年增加600万元，增长7.0%; 上年同期9.0亿元，增长5.6%.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from assistant.checks.amounts import Span, alike, relative
from assistant.checks.mentions import Mention
from assistant.checks.records import Discrepancy, discrepancy, known
from assistant.checks.words import words
from index.records import Period

_LAST_YEAR = re.compile(r"(?:上|去)年(?:同期|同口径|全年)?(?:数|水平|完成|实现|为|是|的)*$")
_THAN = re.compile(r"(?:较|比|在)[^，。；]*(?:的|基础上)?$")
_THEN = re.compile(r"[，,、]?(?:由|从)")
_SAME_BASIS = re.compile(
    r"(?:同比|环比|较|比|与)(?:上年|去年|20\d\d年|年初|同期|上年同期|去年同期|上月|上年末)*(?:相比)?"
)
_MOVES = re.compile(r"增|提|升|上|减|下|降|回|扩|涨|缩|压|净|多|少|幅")
_FROM = re.compile(r"(?:由|从|自|在)[^，。；]*$")
_LISTED = ("、", "和", "及", "与")
#: What a change may be counted by: 年增720元 is no change of 每月60元.
_COUNTED = re.compile(r"每|均|年增|月增|日增|全年|累计|共|总|年|月|日")
#: No row of a table that is judged has more cells before or after its rate.
_CELLS = 8
_TWO = 2
_TO = re.compile(r"到|至|为|达|→|-|变|成")


def growth(ordered: Sequence[Mention]) -> Iterator[Discrepancy]:
    """Changes and rates that disagree with the two levels, or with the one level and the other."""
    for i, m in enumerate(ordered):
        pair = _pair(ordered, i)
        if m.cell:
            yield from _cells(ordered, i)
        elif pair is not None:
            yield from _after(ordered, *pair)
        elif m.figure.role == "change":
            yield from _one_level(ordered, i)


def _cells(ordered: Sequence[Mention], i: int) -> Iterator[Discrepancy]:
    """A table's row: 税收收入 | 8.75 | 8.10 | 8.0, the growth of one year's level over the year before."""
    rate = ordered[i]
    row = [m for m in ordered[max(0, i - _CELLS) : i + _CELLS] if m.sentence == rate.sentence]
    if rate.figure.role != "rate" or rate.amount is None or sum(m.figure.role == "rate" for m in row) > 1:
        return
    levels = [
        m
        for m in row
        if m.figure.role in ("level", "previous") and m.figure.indicator == rate.figure.indicator
    ]
    if len(levels) != _TWO or not levels[0].fits(levels[1]) or _adjusted(rate):
        return
    before, now = sorted(levels, key=lambda m: m.figure.period or ("", ""))
    if not (before.figure.period and now.figure.period) or before.figure.period == now.figure.period:
        return
    if now.figure.period != rate.figure.period or not _year_apart(before.figure.period, now.figure.period):
        return
    computed = (known(now).span - known(before).span).over(known(before).span)
    stated = relative(rate.amount) if rate.amount.unit else rate.amount.span
    if computed is None or stated is None or known(now).unit == "%" or _either(computed, stated):
        return
    formula = f"{now.figure.text}÷{before.figure.text}－1＝"
    yield discrepancy("rate", rate, (before, now), formula, computed, exact=False)


def _year_apart(before: Period, now: Period) -> bool:
    return all(int(b[:4]) - int(a[:4]) == 1 and a[4:] == b[4:] for a, b in zip(before, now, strict=True))


def _pair(ordered: Sequence[Mention], i: int) -> tuple[Mention, Mention, int] | None:
    """The earlier and the later level of a transition of which figure `i` comes second, and where it ends."""
    if i == 0:
        return None
    a, b = ordered[i - 1], ordered[i]
    if a.sentence != b.sentence or not a.fits(b) or a.bracket != b.bracket:
        return None
    if a.figure.role == "previous" and b.level and _FROM.search(a.lead) and _TO.search(b.lead):
        after = ordered[i + 1] if i + 1 < len(ordered) else None
        more = after is not None and after.level and after.sentence == b.sentence and after.lead in _LISTED
        return (a, b, i) if _same(a, b) and not more else None
    if a.level and b.figure.role in ("level", "previous") and _earlier(ordered, i):
        return b, a, i
    return None


def _earlier(ordered: Sequence[Mention], i: int) -> bool:
    """Whether figure `i` is what the level before it is measured against: 上年同期9亿元, 比上年的9亿元增加."""
    clause = ordered[i].clause
    if _LAST_YEAR.search(clause):
        return True
    after = ordered[i + 1] if i + 1 < len(ordered) else None
    return (
        _THAN.match(clause) is not None
        and after is not None
        and after.figure.role in ("change", "rate")
        and re.match(r"[增减提降下上]", after.lead) is not None
    )


def _same(a: Mention, b: Mention) -> bool:
    return a.figure.indicator == b.figure.indicator


def _after(ordered: Sequence[Mention], before: Mention, now: Mention, end: int) -> Iterator[Discrepancy]:
    """Up to two figures after the pair (or one right before it) that tell how far it is from one to the other."""
    difference = known(now).span - known(before).span
    last_year = before.figure.role != "previous"
    told = []
    for m in ordered[end + 1 : end + 3]:
        if m.sentence != now.sentence or m.figure.role not in ("change", "rate") or not _plain(m, last_year):
            break
        told.append(m)
    first = ordered[end - 2] if end > 1 else None
    if first is not None and not last_year and first.figure.role == "change" and _THEN.match(before.lead):
        told.append(first)
    for m in told:
        if m.amount is None or m.sentence != now.sentence or not (_about(m, now) or _about(m, before)):
            continue
        if m.figure.role == "change" or m.figure.unit.endswith("百分点"):
            counted = set(_COUNTED.findall(m.lead)) - set(_COUNTED.findall(before.lead + now.lead + "年"))
            if m.place > now.place and (counted or "年增" in m.lead):
                continue
            if not alike(m.amount, known(now)) or _either(difference, m.amount.span):
                continue
            first, second = (now, before) if difference.value >= 0 else (before, now)
            formula = f"{first.figure.text}－{second.figure.text}＝"
            far = difference if difference.value >= 0 else -difference
            yield discrepancy("difference", m, (before, now), formula, far, exact=True)
        elif known(now).unit != "%" and not _adjusted(now, m):
            stated = relative(m.amount)
            percent = difference.over(known(before).span)
            if stated is None or percent is None or _either(percent, stated):
                continue
            if m.amount.unit == "倍" and _times(before, now, stated):
                continue
            formula = f"{now.figure.text}÷{before.figure.text}－1＝"
            yield discrepancy("rate", m, (before, now), formula, percent, exact=False)


def _adjusted(*row: Mention) -> bool:
    """Whether a rate is of something measured at constant prices or otherwise apart from its levels."""
    return any(word in m.figure.indicator for m in row for word in words().adjusted)


def _times(before: Mention, now: Mention, stated: Span) -> bool:
    """增长2.4倍 is also written for 2.4 times as much."""
    ratio = known(now).span.over(known(before).span)
    return ratio is not None and ratio.meets(stated)


def _either(computed: Span, stated: Span) -> bool:
    """Whether they meet, whichever way the text counts a fall."""
    return computed.meets(stated) or (-computed).meets(stated)


def _plain(m: Mention, last_year: bool = False) -> bool:
    """Whether a change or rate names no other basis and no other way of counting than what stands before it.

    Where last year's level stands before it, 同比 is that basis.
    """
    own = words()
    lead = _SAME_BASIS.sub("", m.lead) if last_year else m.lead
    if any(word in lead for word in (*own.basis, *own.adjusted)):
        return False
    return not _other_subject(_SAME_BASIS.sub("", m.name))


def _other_subject(clause: str) -> bool:
    """Whether a clause begins with a subject of its own: ，税收增长5%."""
    verb = _MOVES.search(clause)
    return bool(clause) and (verb is None or verb.start() > 1)


def _about(m: Mention, level: Mention) -> bool:
    return m.figure.indicator == level.figure.indicator or m.claim is level.claim


def _one_level(ordered: Sequence[Mention], i: int) -> Iterator[Discrepancy]:
    """X万元，比上年增加c万元，增长r% (or the rate first): the rate follows from the change and what was before it."""
    for level, first, second in _orders(ordered, i):
        change, rate = (first, second) if first.figure.role == "change" else (second, first)
        if _one_thing(level, first, second) and level.fits(change) and rate.amount is not None:
            yield from _from_change(level, change, rate)
            return


def _orders(ordered: Sequence[Mention], i: int) -> Iterator[tuple[Mention, Mention, Mention]]:
    """The level before figure `i`, which is a change, and the two that move it, in their order."""
    if 0 < i < len(ordered) - 1 and ordered[i + 1].figure.role == "rate" and not _earlier(ordered, i - 1):
        yield ordered[i - 1], ordered[i], ordered[i + 1]
    if i > 1 and ordered[i - 1].figure.role == "rate" and not _earlier(ordered, i - 2):
        yield ordered[i - 2], ordered[i - 1], ordered[i]


def _one_thing(level: Mention, first: Mention, second: Mention) -> bool:
    """Whether the three stand together and speak of one indicator, on one basis, at its own prices."""
    group = (level, first, second)
    if len({m.sentence for m in group}) > 1 or len({m.bracket for m in group}) > 1 or not level.level:
        return False
    if level.amount is None or level.amount.unit == "%" or not (_same(level, first) and _same(first, second)):
        return False
    if _adjusted(*group) or any(word in first.lead for word in words().adjusted):
        return False
    if _other_subject(_SAME_BASIS.sub("", first.name)) or not _plain(second):
        return False
    return first.figure.direction == second.figure.direction and first.figure.direction in ("up", "down")


def _from_change(level: Mention, change: Mention, rate: Mention) -> Iterator[Discrepancy]:
    down = change.figure.direction == "down"
    step = -known(change).span if down else known(change).span
    computed, stated = known(change).span.over(known(level).span - step), relative(known(rate))
    if computed is None or stated is None or computed.meets(stated):
        return
    sign = "＋" if down else "－"
    formula = f"{change.figure.text}÷（{level.figure.text}{sign}{change.figure.text}）＝"
    yield discrepancy("rate", rate, (level, change), formula, computed, exact=False)
