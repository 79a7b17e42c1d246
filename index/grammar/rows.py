"""A table's cells to figures: the head of a column and the label of a row say what a number is.

| 指标 | 2024年（亿元） | 同比增长（%） |
| 税收收入 | 6.51 | -3.8 |          → 税收收入 6.51 亿元, level; 税收收入 3.8 %, a rate, down

A number's unit stands in its cell, in a column of units, in the row's label, in the column's head or in a
line above the table (单位：万元); its time in the column's head, the row's label or that line.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

from index.grammar.discourse import Discourse, Sentence
from index.grammar.figures import figures
from index.grammar.lexicon import any_of, pattern, words
from index.grammar.nouns import joined, tidy
from index.grammar.periods import Time, times
from index.grammar.phrases import before
from index.grammar.places import names_places, place_column, place_of, places_in_head
from index.grammar.quantities import Quantity, is_unit, sort_of_unit, whole_number
from index.grammar.scene import Context, Found
from index.records import Comparator, Direction, Period, Role

_CELL = pattern(r"[^|]+")
_SIGN = pattern(r"[-+]\s?")
_BRACKET = pattern(r"[(（]([^()（）]{1,12})[)）]")
_TABLE_UNIT = pattern(r"单位(?:[:：]|均?为|是)?\s?(?P<unit>[^\s:：,，、。;；)）|]{1,8})")
#: A line that says nothing but the unit of what stands above or below it: （单位：万元）, 注：以上金额单位均为亿元。
_UNIT_LINE = pattern(
    r"[\s(（*]*(?:注[:：])?(?:以上|以下|上述|表中|本表|表内)?(?:数据|金额|数字|计量)?(?:的)?单位(?:[:：]|均?为|是)?\s?"
    r"(?P<unit>[^\s:：,，、。;；)）|]{1,8})(?:[、,，和][^\s。;；)）|]{1,6}){0,3}[)）*。;；\s]*$"
)


_FEWEST_ROWS = 2


@dataclass(frozen=True, slots=True)
class _Cell:
    start: int  # in the row's sentence, without white space
    end: int
    text: str  # folded


@dataclass(frozen=True, slots=True)
class _Column:
    """What a column's head says; a row's label is read the same way."""

    noun: str
    unit: str
    period: Period | None
    sort: str  # label, place, unit, skipped, change, amount (a change that is no percentage), rank, share, level
    direction: Direction | None  # of numbers without a sign under it
    planned: bool
    default: str = ""  # the unit where nothing nearer says one
    default_period: Period | None = None
    place: str | None = None  # that the figures below belong to


@dataclass(frozen=True, slots=True)
class Placed:
    """A figure of a table: what it measures, when and of which place; `row` is the sentence it stands in."""

    row: Sentence
    found: Found
    period: Period | None
    planned: bool
    place: str | None = None  # None for the report's own


@cache
def _heads() -> dict[str, re.Pattern[str]]:
    return {name: pattern(any_of(listed)) for name, listed in words("tables")["head"].items()}


def is_row(s: Sentence) -> bool:
    """Whether a sentence is the row of a table."""
    return s.text.startswith("|")


def tables(text: str, rows: Sequence[Sentence]) -> list[list[Sentence]]:
    """Parts consecutive rows of a report's text into tables: each begins at a row with a rule below it."""
    out: list[list[Sentence]] = []
    for k, row in enumerate(rows):
        below = text[row.end : rows[k + 1].start] if k + 1 < len(rows) else ""
        if not out or "---" in below:
            out.append([])
        out[-1].append(row)
    return out


def unit_line(text: str) -> str:
    """The unit that a folded line says and nothing else (单位：万元), "" where it says more or none."""
    m = _UNIT_LINE.match(text)
    return m["unit"] if m and is_unit(m["unit"]) else ""


def listed(row: Sentence, unit: str, discourse: Discourse) -> list[Placed]:
    """The figure of a line that is a label and a bare number, in the `unit` of the line above the list
    (单位：万元 / 税收收入：8750 / 非税收入 5120); none for any other line.
    """
    m = _LISTED.match(row.folded)
    if m is None or _number(m["number"]) is None:
        return []
    label = _label(m["label"], discourse)
    if len(label.noun) < _FEWEST_LETTERS or label.sort == "change":
        return []
    cell = _Cell(m.start("number"), m.end("number"), m["number"])
    column = _Column("", label.unit, None, "level", None, False, unit)
    period = label.period or discourse.period
    return [Placed(row, _found(cell, column, "", label.noun), period, label.planned)]


_FEWEST_LETTERS = 2
_LISTED = pattern(
    r"\s*(?:其中[:：]\s?)?(?P<label>[^\d:：|。，,;；][^:：|。，,;；]{1,30}?|\d{1,2}[.、)）]\s?[^\d:：|。，,;；]{2,30}?)"
    r"(?:[:：]\s?|\s+)(?P<number>[-+]?\d[\d,]*(?:\.\d+)?)[。;；\s]*$"
)


def table(rows: Sequence[Sentence], caption: str, discourse: Discourse) -> list[Placed] | None:
    """The figures of a table's rows in order; `caption` is the folded lines above it, nearest last.

    `None` where the first row is no head: such rows are read as any other sentence.
    """
    cells = [_cells(row) for row in rows]
    if len(cells) < _FEWEST_ROWS or any(map(_is_number, cells[0])):
        return None
    head = 1
    if len({cell.text for cell in cells[0]}) < len(cells[0]) and not any(map(_is_number, cells[1])):
        head = 2  # a cell over several columns repeats, and the row below says what each of them is
    columns = _columns(cells[:head], caption, discourse)
    columns = _with_places(columns, cells[:head], cells[head:])
    out: list[Placed] = []
    for row, line in zip(rows[head:], cells[head:], strict=True):
        out += _row(row, line, columns, discourse)
    return out


def _with_places(
    columns: list[_Column], head: Sequence[Sequence[_Cell]], rows: Sequence[Sequence[_Cell]]
) -> list[_Column]:
    """`columns` with the one that says which place a row is of, where one does."""
    texts = [[cell.text for cell in row] for row in rows]
    k = place_column([cell.text for cell in head[-1]], texts)
    if k is None:
        return columns
    named = names_places(head[-1][k].text)
    return [
        replace(c, sort="place", noun="named" if named else "") if i == k else c
        for i, c in enumerate(columns)
    ]


def _cells(row: Sentence) -> list[_Cell]:
    out: list[_Cell] = []
    for m in _CELL.finditer(row.folded):
        text = m[0].strip()
        start = m.start() + (len(m[0]) - len(m[0].lstrip()))
        out.append(_Cell(start, start + len(text), text))
    return out


def _is_number(cell: _Cell) -> bool:
    return _number(cell.text) is not None


def _number(text: str) -> Quantity | None:
    sign = _SIGN.match(text)
    return whole_number(text[sign.end() :] if sign else text)


# --- heads ------------------------------------------------------------------------------------------


def _columns(head: Sequence[Sequence[_Cell]], caption: str, discourse: Discourse) -> list[_Column]:
    """What each column's head says; a head of several rows is read from the top down."""
    units = [m["unit"] for m in _TABLE_UNIT.finditer(caption) if is_unit(m["unit"])]
    unit = units[-1] if units else ""
    dated = [t for t in _times(caption, discourse) if t.period and t.sort != "comparison"]
    period = dated[0].period if len(dated) == 1 else None
    out: list[_Column] = []
    places = places_in_head([cell.text for cell in head[0]])
    for k in range(max(map(len, head))):
        place = places[k] if k < len(places) else None
        texts = dict.fromkeys(row[k].text for row in (head if place is None else head[1:]) if k < len(row))
        column = replace(_column("".join(texts), discourse), place=place or None)
        default = (
            "%" if column.sort in ("change", "share") or (column.sort == "amount" and not unit) else unit
        )
        out.append(replace(column, default=default, default_period=period))
    return out


def _column(text: str, discourse: Discourse) -> _Column:
    heads = _heads()
    noun, unit = _unit_of(text)
    for sort in ("label", "unit", "skipped"):
        if heads[sort].fullmatch(noun):
            return _Column("", "", None, sort, None, False)
    found = _times(noun, discourse)
    period, compared = _period(found, discourse)
    rest = _without(noun, found)
    sort, direction = _sort(rest, unit)
    if compared and sort == "level":
        period = _year_before(discourse.period)
    named = sort in ("level", "share") and not _only(heads["plain"], rest)
    return _Column(tidy(rest) if named else "", unit, period, sort, direction, _planned(rest))


def _sort(head: str, unit: str) -> tuple[str, Direction | None]:
    """What stands under a head without its time and unit, and which way numbers without a sign go."""
    heads = _heads()
    if heads["rank"].search(head):
        return "rank", None
    if heads["change"].search(head):
        falls = heads["fall"].search(head) and not heads["open"].search(head)
        amount = not unit and heads["amount"].search(head)
        return "amount" if amount else "change", "down" if falls else "up"
    of_plan = heads["reached"].search(head) and heads["planned"].search(head)
    return ("share" if unit in ("%", "‰") or of_plan else "level"), None


def _planned(noun: str) -> bool:
    """Whether a head or a label ends in what was planned (年初预算数), not in what was reached of it."""
    end = re.search(_heads()["planned"].pattern + "$", noun)
    return end is not None and _heads()["reached"].search(noun) is None


def _unit_of(text: str) -> tuple[str, str]:
    """A head or label without the unit that stands in brackets or at its end, and that unit."""
    for m in _BRACKET.finditer(text):
        inner = m[1].strip().removeprefix("±").removeprefix("+/-").strip() or m[1]
        said = _TABLE_UNIT.fullmatch(inner)
        inner = said["unit"] if said else inner
        if is_unit(inner):
            return (text[: m.start()] + text[m.end() :]).strip(), inner
    if text.endswith(("%", "‰")):
        return text[:-1].rstrip("±"), text[-1]
    return text, ""


def _times(text: str, discourse: Discourse) -> list[Time]:
    return times(text, discourse.year, discourse.year_here)


def _period(found: Sequence[Time], discourse: Discourse) -> tuple[Period | None, bool]:
    """The time that a head names, and whether it is the same time a year before (上年同期)."""
    for t in found:
        if t.sort == "now":
            return discourse.own, False
        if t.sort != "comparison":
            return t.period, False
    return None, bool(found)


def _year_before(period: Period | None) -> Period | None:
    if period is None:
        return None
    first, last = (f"{int(month[:4]) - 1}{month[4:]}" for month in period)
    return first, last


def _without(text: str, found: Sequence[Time]) -> str:
    out, at = [], 0
    for t in found:
        out.append(text[at : t.start])
        at = t.end
    out.append(text[at:])
    return "".join(out).strip()


def _only(rule: re.Pattern[str], text: str) -> bool:
    """Whether `text` is made of nothing but the words of `rule`."""
    return not rule.sub("", text).strip("(（）)、:： ")


# --- rows -------------------------------------------------------------------------------------------


def _row(
    row: Sentence, line: Sequence[_Cell], columns: Sequence[_Column], discourse: Discourse
) -> list[Placed]:
    sorts = [columns[k].sort if k < len(columns) else "skipped" for k in range(len(line))]
    place = next(
        (place_of(line[k].text, named=bool(columns[k].noun)) for k, s in enumerate(sorts) if s == "place"),
        None,
    )
    first = _label_at(sorts, line)
    if first >= len(line):
        return []
    label = _label(line[first].text, discourse)
    unit = next((line[k].text for k, s in enumerate(sorts) if s == "unit" and is_unit(line[k].text)), "")
    out: list[Placed] = []
    measured = ""  # the column that a rate, a share or a place to its right is of
    for k, cell in enumerate(line):
        if k == first or sorts[k] in ("label", "place", "unit", "skipped"):
            continue
        column = columns[k]
        if column.sort == "level" and label.sort == "change":
            column = replace(column, sort="change", direction=label.direction, unit=label.unit or "%")
        elif column.sort == "level":
            measured = column.noun
        noun = column.noun if column.sort in ("level", "share") else measured
        name = joined(joined(label.noun, measured if column.sort == "share" else ""), noun)
        period = column.period or label.period or column.default_period or discourse.period
        planned = column.planned or label.planned
        if _is_number(cell):
            found = _found(cell, column, label.unit or unit, name)
            out.append(Placed(row, found, period, planned, column.place or place))
        else:
            out += [Placed(row, f, period, planned, column.place or place) for f in _prose(row, cell, name)]
    return out


def _label_at(sorts: Sequence[str], line: Sequence[_Cell]) -> int:
    """Where the row's label stands: its place where nothing else names the row."""
    if "label" in sorts:
        return sorts.index("label")
    named = [k for k, s in enumerate(sorts) if s not in ("skipped", "place")]
    if "place" in sorts and all(_is_number(line[k]) for k in named):
        return sorts.index("place")
    return named[0] if named else 0


def _label(text: str, discourse: Discourse) -> _Column:
    """What a row's label says: its noun without marks, its unit, its time; 税收收入增长 is a change."""
    noun, unit = _unit_of(text)
    found = _times(noun, discourse)
    period, _ = _period(found, discourse)
    rest = _without(noun, found)
    phrase = before(rest, 0, len(rest), [], False)
    sort, end = ("change", phrase.end) if phrase.moves and phrase.end > phrase.start else ("label", len(rest))
    return _Column(tidy(rest[phrase.start : end]), unit, period, sort, phrase.direction, _planned(rest))


def _found(cell: _Cell, column: _Column, row_unit: str, name: str) -> Found:
    """The figure of a cell that holds nothing but a number; `row_unit` is what the row says of it.

    Under a change a sign is its direction and no part of the number; elsewhere the number is below zero.
    """
    sign = _SIGN.match(cell.text)
    skip = sign.end() if sign else 0
    q = whole_number(cell.text[skip:])
    assert q is not None  # the caller asked `_is_number`
    changes = column.sort in ("change", "amount")
    said = (row_unit, column.unit) if column.sort in ("level", "amount") else (column.unit,)
    unit = q.unit or next(filter(None, said), column.default)
    negative = sign is not None and cell.text[0] == "-"
    ratio = unit in ("%", "‰", "倍")
    role: Role = "level"
    direction: Direction | None = None
    value, start = q.value, cell.start + skip
    if changes:
        role = "rate" if ratio else "change"
        direction = "flat" if value == 0 else "down" if negative else "up" if sign else column.direction
    elif column.sort == "rank":
        role, unit = "rank", q.unit or "位"
    elif negative:
        value, start = (None if value is None else -value), cell.start
    comparator: Comparator | None = q.comparator
    placed = q._replace(
        start=start, end=cell.end, stop=cell.end, value=value, unit=unit, sort=sort_of_unit(unit)
    )
    return Found(placed, name, role, direction, comparator, cell.start, name)


def _prose(row: Sentence, cell: _Cell, name: str) -> list[Found]:
    """The figures of a cell that holds words, of which the row's label is the subject."""
    text = row.text[cell.start : cell.end]
    found = figures(cell.text, text, [], Context(subject=name, topic=name))
    shift = cell.start
    return [
        f._replace(
            quantity=f.quantity._replace(
                start=f.quantity.start + shift,
                end=f.quantity.end + shift,
                stop=f.quantity.stop + shift,
            ),
            clause=f.clause + shift,
        )
        for f in found
    ]
