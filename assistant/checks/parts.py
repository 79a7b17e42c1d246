"""Parts against their whole: 税收 + 非税 = 收入, 一般 + 专项 = 债券, 其中…及其他, …合计, a part above its whole."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import reduce
from operator import add

from assistant.checks.amounts import Span, scaled
from assistant.checks.mentions import Mention, after, before, before_in_sentence, label
from assistant.checks.records import Discrepancy, Stated, discrepancy, known
from assistant.checks.words import Parts, words
from index.records import Period

#: So many sentences back a whole may stand before its parts.
_BACK = 3
_AMONG = re.compile(r"其中|[(]含|包括")
_REST = re.compile(r"其他|其它|其余")
_TOTAL = re.compile(r"[，,、]?(?:合计|共计|总计)(?:为|达|达到)?$")


def _sum(row: Sequence[Mention]) -> Span:
    return reduce(add, (known(m).span for m in row))


def _formula(row: Sequence[Mention]) -> str:
    return "＋".join(m.figure.text for m in row) + "＝"


def parts(ordered: Sequence[Mention]) -> Iterator[Discrepancy]:
    """Parts known to make up their whole between them that do not, in sentences and down a table's columns."""
    yield from _parts(ordered)
    for column in _columns(ordered):
        yield from _parts(column)


def _columns(ordered: Sequence[Mention]) -> Iterator[list[Mention]]:
    """The levels of each time that a table states, each called by its row; none where a row has two of a time."""
    columns: dict[tuple[int, Period | None], list[Mention]] = defaultdict(list)
    for m in ordered:
        if m.cell and m.level:
            columns[m.block, m.figure.period].append(m)
    for column in columns.values():
        if len({m.sentence for m in column}) == len(column):
            yield [replace(m, lead=m.figure.indicator, place=i) for i, m in enumerate(column)]


def _parts(ordered: Sequence[Mention]) -> Iterator[Discrepancy]:
    for family in words().parts:
        for i, first in enumerate(ordered):
            row = _row(ordered, i, family)
            if row:
                yield from _family(ordered, first, row, family)


def _part(m: Mention, family: Parts) -> int | None:
    """Which of the family's parts the figure is: its clause says just that and nothing else."""
    if not m.level:
        return None
    names = {m.indicator if m.listed else m.name}
    names |= {name.removeprefix(word) for name in names for word in words().scope}
    for k, forms in enumerate(family.parts):
        if not names.isdisjoint(forms):
            return k
    return None


def _row(ordered: Sequence[Mention], i: int, family: Parts) -> list[Mention]:
    """The parts from figure `i` on, each once, before anything else that counts in their unit."""
    first = ordered[i]
    if _part(first, family) is None:
        return []
    row, seen = [first], {_part(first, family)}
    for m in after(ordered, i):
        if m.block != first.block or m.sentence - row[-1].sentence > 1:
            break
        kind = _part(m, family)
        if kind is None:
            same = m.level and m.figure.unit == first.figure.unit
            if same and m.bracket == first.bracket and not _among(m):
                break
            continue
        if kind in seen:
            break
        row.append(m)
        seen.add(kind)
    return row if len(seen) == len(family.parts) else []


def _among(m: Mention) -> bool:
    return bool(_AMONG.search(m.lead))


def _family(
    ordered: Sequence[Mention], first: Mention, row: list[Mention], family: Parts
) -> Iterator[Discrepancy]:
    wholes: list[Mention] = []
    for m in before(ordered, first.place):
        if m.block != first.block or first.sentence - m.sentence > _BACK:
            break
        if _part(m, family) is not None and not wholes:
            return
        if m.amount is None and m.figure.comparator and not m.name.endswith(family.whole):
            continue  # 收入10.42亿元，首次突破10亿元
        if m.level and _whole(m, family):
            wholes.append(m)
    if not wholes or any(m.amount is None for m in (*wholes[:1], *row)):
        return
    whole = wholes[0]
    if not all(whole.fits(m) and _periods(whole, m) for m in row):
        return
    if any(m.scopes - whole.scopes for m in row) or (whole.scopes and row[0].sentence != whole.sentence):
        return
    if family.marked and not any(mark in row[0].lead for mark in family.marked):
        return
    total = _sum(row)
    others = [
        m
        for m in ordered[first.place : row[-1].place + 3]
        if m not in row and m.fits(whole) and m.level and any(word in m.clause for word in family.also)
    ]
    sums = [total, *((total + _sum(others),) if others else ())]
    known_wholes = [known(m).span for m in wholes if m.fits(first)]
    if any(span.meets(w) for span in sums for w in known_wholes):
        return
    yield discrepancy("sum", whole, row, _formula(row), total, exact=True)


def _whole(m: Mention, family: Parts) -> bool:
    """Whether the figure is a whole of the family: its clause ends with the name (全县一般公共预算收入完成)."""
    return any(name.endswith(family.whole) for name in m.called)


def _periods(a: Mention, b: Mention) -> bool:
    return a.figure.period is None or b.figure.period is None or a.figure.period == b.figure.period


def totals(ordered: Sequence[Mention]) -> Iterator[Discrepancy]:
    """Lists that say they are complete (及其他, 合计) and do not sum; a part above its whole."""
    for i, m in enumerate(ordered):
        if m.amount is None or not m.level or m.amount.unit == "%":
            continue
        if _among(m):
            yield from _chain(ordered, i)
        if _TOTAL.search(m.lead):
            yield from _total(ordered, i)


def _chain(ordered: Sequence[Mention], i: int) -> Iterator[Discrepancy]:
    first = ordered[i]
    said = before_in_sentence(ordered, first)
    here = [m for m in said if m.level and first.fits(m)]
    hidden = any(m.amount is None for m in said)
    if not here and _AMONG.match(first.lead):
        near = [m for m in before(ordered, i) if m.block == first.block and first.sentence - m.sentence == 1][
            ::-1
        ]
        here = [m for m in near if m.level and first.fits(m)]
        hidden = any(m.amount is None for m in near)
    if not here or hidden:
        return
    whole, row = here[-1], [first]
    if whole.bracket >= 0 and whole.bracket != first.bracket:
        return
    for m in after(ordered, i):
        if m.sentence != first.sentence or m.bracket != first.bracket or _among(m):
            break
        if m.level and (m.amount is None or first.fits(m)):
            row.append(m)
    if any(m.amount is None for m in row):
        return
    own = words()
    if any(word in m.clause or word in m.figure.indicator for m in (whole, *row) for word in own.net):
        return
    if len(row) > 1 and _REST.search(row[-1].clause) and _one_list(ordered, row):
        total = _sum(row)
        if not any(total.meets(known(m).span) for m in here) and not total.meets(_sum(here)):
            yield discrepancy("sum", whole, row, _formula(row), total, exact=True)
        return
    most = _sum(here).high if len(here) > 1 else known(whole).span.high
    for m in row:
        if len(here) == 1 and known(m).span.low > most and _periods(whole, m) and _single(whole, m):
            yield _above_whole(m, whole)


def _above_whole(part: Mention, whole: Mention) -> Discrepancy:
    most = known(whole).span.value
    return Discrepancy(
        "sum",
        f"{label(part)}大于它所属的{label(whole)}：部分不应大于整体。",
        (Stated(part.figure, part.claim), Stated(whole.figure, whole.claim)),
        scaled(most, known(part)),
        abs(part.figure.value or 0.0),
        part.figure.unit,
    )


def _single(whole: Mention, part: Mention) -> bool:
    """Whether nothing else is counted between them that the part could belong to."""
    counted = {word for word in words().counted if (word in part.clause) != (word in whole.clause)}
    describes = part.tail.startswith(("的", "以上", "以下"))  # 其中3亿元以上的项目
    return part.place - whole.place == 1 and ";" not in part.lead and not counted and not describes


def _one_list(ordered: Sequence[Mention], row: Sequence[Mention]) -> bool:
    return row[-1].place - row[0].place == len(row) - 1


def _total(ordered: Sequence[Mention], i: int) -> Iterator[Discrepancy]:
    total = ordered[i]
    row: list[Mention] = []
    for m in before(ordered, i):
        if m.sentence != total.sentence or m.bracket != total.bracket:
            break
        if m.amount is None or not m.level or not m.fits(total):
            if not row or m.amount is None:
                return
            break
        row.insert(0, m)
    if len(row) < 2 or any(word in m.lead for m in row for word in ("其中", *words().net)):
        return
    if any(_sum(row[k:]).meets(known(total).span) for k in range(len(row) - 1)):
        return
    if any(known(m).span.meets(known(total).span) for m in row) or "、" not in row[-1].lead:
        return
    yield discrepancy("sum", total, row, _formula(row), _sum(row), exact=True)
