"""税收收入8.10亿元，占一般公共预算收入的67.2%; 占比65.7%; 为年初预算的101.3%, where the whole is stated."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Sequence

from assistant.checks.mentions import Mention, before_in_sentence
from assistant.checks.records import Discrepancy, discrepancy, known
from assistant.checks.words import words

_OF = re.compile(
    r"(?P<subject>[^占，,。；;、:(]*)占(?P<whole>[^，,。；;、占]{2,20}?)的?(?:比重|比例|份额|比)?的?"
    r"(?:达到?|为|是|至|到|约)*$"
)
_OF_PLAN = re.compile(
    r"(?P<subject>)(?:为|完成|达到?|占)(?P<whole>(?:年初|全年|年度|调整后?)?(?:预算数?|任务数?|目标任务|目标数?))的?$"
)
_SHARE = re.compile(r"(?P<subject>[^，,。；;、:(]*)占比(?:重)?(?:达到?|为|是)*$")
_OF_WHOLE = re.compile(r"[，,(]占[^，,。；;]+")
_OF_THAT = re.compile(r"的?(?:比重|比例)?(?:达到?|为|是)?")
_AMONG = "其中"
_Names = dict[str, list[Mention]]
#: Of the figures of one name, so many on either side of the share are looked at.
_SIDE = 20
#: 占比 after 其中 speaks of the whole that stands at most so many figures before its part.
_NEAR = 4


def shares(ordered: Sequence[Mention]) -> Iterator[Discrepancy]:
    """Shares that do not follow from the part and the whole that the report states."""
    names: _Names = defaultdict(list)
    for m in ordered:
        if m.level and m.amount is not None and m.amount.unit != "%":
            for name in m.called:
                names[name].append(m)
    for rate in ordered:
        if not rate.level or rate.amount is None or rate.amount.unit != "%":
            continue
        yield from _judge(rate, _spelt_out(ordered, rate))
        clause = re.split(r"[，,。；;、:(]", rate.lead)[-1]
        found = _OF_PLAN.search(clause) or _OF.search(clause) or _SHARE.search(clause)
        if not found:
            continue
        plan = _OF_PLAN.search(clause)
        subject = words().strip(found["subject"])
        part_of = _parts(ordered, names, rate, subject)
        whole_name = found.groupdict().get("whole")
        pairs = [
            (part, whole)
            for part in part_of
            for whole in (
                _planned(ordered, part, whole_name or "")
                if plan
                else _named(names, rate, whole_name, part)
                if whole_name is not None
                else _above(ordered, part)
            )
        ]
        yield from _judge(rate, pairs)


def _judge(rate: Mention, pairs: Sequence[tuple[Mention, Mention]]) -> Iterator[Discrepancy]:
    computed = [
        (part, whole, span)
        for part, whole in pairs
        if (span := known(part).span.over(known(whole).span)) is not None
    ]
    if not computed or any(span.meets(known(rate).span) for _, _, span in computed):
        return
    part, whole, span = computed[0]
    formula = f"{part.figure.text}÷{whole.figure.text}＝"
    yield discrepancy("share", rate, (part, whole), formula, span, exact=False)


def _parts(ordered: Sequence[Mention], names: _Names, rate: Mention, subject: str) -> list[Mention]:
    """What has the share: the subject by its name, or the level that stands right before."""
    if subject:
        return [m for m in _by_name(names, rate, subject, among=True) if m.place < rate.place]
    for m in reversed(before_in_sentence(ordered, rate)):
        if m.bracket >= 0 and m.bracket != rate.bracket:
            continue
        if m.level and (m.amount is None or m.amount.unit != "%"):
            return [m] if m.amount is not None and m.figure.status == rate.figure.status else []
        if m.level or m.figure.role == "previous":
            return []
    return []


def _spelt_out(ordered: Sequence[Mention], rate: Mention) -> list[tuple[Mention, Mention]]:
    """税收收入8.10亿元，占一般公共预算收入12.06亿元的67.2%: the part and the whole, right before the share."""
    row = ordered[max(0, rate.place - 2) : rate.place]
    if len(row) < 2 or not _OF_THAT.fullmatch(rate.lead):
        return []
    part, whole = row
    of = whole.level and part.level and _OF_WHOLE.fullmatch(whole.lead)
    same = part.sentence == whole.sentence == rate.sentence and part.bracket == whole.bracket == rate.bracket
    return [(part, whole)] if of and same and part.fits(whole) else []


def _planned(ordered: Sequence[Mention], part: Mention, name: str) -> list[Mention]:
    """The plan that the same sentence states: 预算1357万元，支出462万元，占预算的…."""
    ending = name.removesuffix("数")
    return [
        m
        for m in reversed(before_in_sentence(ordered, part))
        if m.level and part.fits(m) and m.name.removesuffix("数").endswith(ending)
    ]


def _named(names: _Names, rate: Mention, name: str, part: Mention) -> list[Mention]:
    """The wholes of that name: every one in the report of the same months, the nearest first."""
    return [m for m in _by_name(names, rate, name) if m.place != part.place and part.fits(m)]


def _by_name(names: _Names, rate: Mention, name: str, *, among: bool = False) -> list[Mention]:
    """The levels of that name in the share's months, the nearest first. `among`: 税收 is short for 税收收入."""
    bare = words().strip(name)
    if len(bare) <= 1:
        return []  # 占全省比重: the whole is not named
    found: list[Mention] = []
    for wanted in (bare, bare + "收入") if among else (bare,):
        row = names.get(wanted, [])
        at = bisect_left(row, rate.place, key=lambda m: m.place)
        found += row[max(0, at - _SIDE) : at + _SIDE]
    same = [m for m in found if m.figure.period == rate.figure.period and not m.scopes - rate.scopes]
    return sorted(same, key=lambda m: (abs(m.place - rate.place), m.place))


def _above(ordered: Sequence[Mention], part: Mention) -> list[Mention]:
    """The whole that 其中 opens before the part; none where the part is not the first after it."""
    near = [m for m in ordered[max(0, part.place - _NEAR) : part.place] if m.block == part.block]
    if _AMONG not in part.lead:
        return []
    return [m for m in near[::-1] if m.level and part.fits(m) and part.sentence - m.sentence <= 1]
