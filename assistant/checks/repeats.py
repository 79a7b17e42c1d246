"""Percentages above 100 where none can be, and one indicator of one time with two values."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from assistant.checks.amounts import scaled
from assistant.checks.mentions import Mention, label
from assistant.checks.records import Discrepancy, Stated, known
from assistant.checks.words import words

_MOST = 100
#: A name of so many characters names one thing: 城镇新增就业, but not 营业收入.
_TELLING = 5
_REACHED = re.compile(r"(?:稳定|保持|维持)?(?:在|均|都)?(?:达到?|为|是|至|到|上升到|提高到)*$")
#: Words that do not change which quantity of which region and time is meant.
_IDLE = re.compile(
    r"^(?:其中|20\d\d年(?:度)?|全年|今年|全县|我县|全区|我区|全市|我市|全省|我省|共|累计|完成|实现|预计|仅|只)+|(?:完成|实现|达到?|为|共|累计|的|仅|只有?)+$"
)


def percentages(ordered: Sequence[Mention]) -> Iterator[Discrepancy]:
    """Covers, shares and qualities above 100 %."""
    own = words()
    for m in ordered:
        if not m.level or m.amount is None or m.figure.unit != "%" or m.amount.span.low <= _MOST:
            continue
        name = _REACHED.sub("", m.clause) or m.figure.indicator
        if name.endswith(own.bounded) and not name.endswith(own.unbounded):
            message = f"{label(m)}超过100%：这样的比率最多为100%。"
            value = float(scaled(m.amount.span.value, m.amount))
            stated = Stated(m.figure, m.claim)
            yield Discrepancy("percentage", message, (stated,), float(_MOST), value, m.figure.unit)


def repeats(ordered: Sequence[Mention]) -> Iterator[Discrepancy]:
    """Levels of one indicator, time and status whose values no rounding brings together."""
    groups: dict[tuple[object, ...], list[Mention]] = defaultdict(list)
    above: dict[int, str] = {}  # by figure: the whole that it is counted among
    said: list[str] = []  # the sentence so far
    for i, m in enumerate(ordered):
        before = ordered[i - 1] if i else None
        if before is None or before.sentence != m.sentence:
            said.clear()
        said.append(m.lead)
        above[m.place] = _among(m, before, above)
        if key := _key(m, said):
            groups[key].append(m)
    for group in groups.values():
        first = group[0]
        for m in group[1:]:
            apart = above[m.place] != above[first.place] and first.figure.indicator.endswith("支出")
            if (
                m.claim.start != first.claim.start
                and not apart
                and not known(m).span.meets(known(first).span)
            ):
                message = (
                    f"{label(m)}与前文的{label(first)}对不上：同一时期的同一指标写了两个数，"
                    "相差超出四舍五入。"
                )
                both = (Stated(m.figure, m.claim), Stated(first.figure, first.claim))
                value = scaled(known(first).span.value, known(m))
                own = abs(m.figure.value or 0.0)
                yield Discrepancy("two values", message, both, value, own, m.figure.unit)
                break


def _among(m: Mention, before: Mention | None, above: dict[int, str]) -> str:
    """The indicator under which 其中 counts the figure: education may be part of several kinds of spending."""
    if before is None or before.block != m.block:
        return ""
    if "其中" in m.lead or "包括" in m.lead:
        return before.figure.indicator
    return above[before.place]


def _key(m: Mention, said: Sequence[str]) -> tuple[object, ...] | None:
    """What two figures must share to be one quantity; `None` where the words around leave it open."""
    if not m.level or m.amount is None or m.figure.period is None or m.bracket >= 0:
        return None
    name = _IDLE.sub("", m.figure.indicator if m.cell else m.clause)
    own = words()
    if name != _IDLE.sub("", m.figure.indicator):
        return None
    if name not in own.short and (len(name) < _TELLING or not name.endswith(own.statistic)):
        return None
    where = "".join((*said, *m.claim.headings[-1:]))
    counted = "累计" in m.clause, tuple(word for word in own.scope if word in where)
    return name, m.figure.period, m.figure.status, m.amount.unit, m.amount.per, counted
