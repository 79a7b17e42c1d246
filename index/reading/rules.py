"""Ruled tables in the pixels of a page: their lines are broken by grain and seals, and stand a little askew."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise, product
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from index.reading.layout import Box, Ruled

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Pixels = NDArray[np.uint8]

#: What is dark.
_DARK = 160
#: A piece of a rule has this share of the page's longer side; it is thinner than so many pixels.
_PIECE, _THICK = 60, 12
#: Points: pieces of one rule lie so close across, and reach so far when an end was broken off.
_ACROSS, _REACH = 6.0, 22.0
#: A rule has so many points of pieces.
_LEAST = 25.0
#: A line divides two cells where this share of it is there.
_THERE = 0.25
_MOST_RULES = 200


class _Piece(NamedTuple):
    """Part of a rule: its place across, and where along it begins and ends."""

    at: float
    start: float
    end: float


class _Rule(NamedTuple):
    at: float
    pieces: tuple[_Piece, ...]

    @property
    def start(self) -> float:
        return min(piece.start for piece in self.pieces)

    @property
    def end(self) -> float:
        return max(piece.end for piece in self.pieces)

    def share(self, start: float, end: float) -> float:
        """How much of `start` to `end` is there."""
        there = sum(max(0.0, min(end, piece.end) - max(start, piece.start)) for piece in self.pieces)
        return there / max(end - start, 1e-6)


def ruled(grey: Pixels, scale: float) -> list[Ruled]:
    """The tables of a page, in points: pixels times `scale`."""
    level, upright = (_rules(_pieces(grey if way else grey.T, scale)) for way in (True, False))
    if not 2 <= len(level) + len(upright) <= _MOST_RULES:
        return []
    return [table for some, others in _groups(level, upright) if (table := _table(some, others))]


def _pieces(grey: Pixels, scale: float) -> list[_Piece]:
    """Dark stretches along the rows."""
    import cv2

    least = max(max(grey.shape) // _PIECE, 20)
    ink = cv2.dilate((np.ascontiguousarray(grey) < _DARK).astype(np.uint8), np.ones((3, 1), np.uint8))
    lines = cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones((1, least), np.uint8))
    _, _, found, _ = cv2.connectedComponentsWithStats(lines)
    return [
        _Piece(float((y + high / 2) * scale), float(x * scale), float((x + wide) * scale))
        for x, y, wide, high, _ in found[1:]
        if high <= _THICK
    ]


def _rules(pieces: Sequence[_Piece]) -> list[_Rule]:
    """Pieces at one place across and near each other along."""
    out: list[list[_Piece]] = []
    for piece in sorted(pieces):
        for rule in reversed(out):
            if piece.at - rule[-1].at > _ACROSS:
                continue
            if any(piece.start < p.end + 4 * _REACH and p.start < piece.end + 4 * _REACH for p in rule):
                rule.append(piece)
                break
        else:
            out.append([piece])
    rules = [_Rule(sum(p.at for p in rule) / len(rule), tuple(rule)) for rule in out]
    return [rule for rule in rules if sum(p.end - p.start for p in rule.pieces) >= _LEAST]


def _groups(level: Sequence[_Rule], upright: Sequence[_Rule]) -> Iterator[tuple[list[_Rule], list[_Rule]]]:
    """Rules that cross one another, table by table."""
    left = set(range(len(level)))
    while left:
        some, others = {left.pop()}, set[int]()
        while True:
            more = {
                n
                for n, rule in enumerate(upright)
                if n not in others and any(_cross(level[m], rule) for m in some)
            }
            others |= more
            further = {m for m in left if any(_cross(level[m], upright[n]) for n in others)}
            if not more and not further:
                break
            some |= further
            left -= further
        yield [level[m] for m in sorted(some)], [upright[n] for n in sorted(others)]


def _cross(level: _Rule, upright: _Rule) -> bool:
    return (
        level.start - _REACH <= upright.at <= level.end + _REACH
        and upright.start - _REACH <= level.at <= upright.end + _REACH
    )


def _united(rules: Sequence[_Rule]) -> list[_Rule]:
    """Rules of one table that stand on one line, where a merged cell parts them."""
    out: list[_Rule] = []
    for rule in sorted(rules):
        if out and rule.at - out[-1].at <= _ACROSS:
            out[-1] = _Rule(out[-1].at, (*out[-1].pieces, *rule.pieces))
        else:
            out.append(rule)
    return out


def _table(level: Sequence[_Rule], upright: Sequence[_Rule]) -> Ruled | None:
    """The cells between the rules; cells that no rule divides are one."""
    level, upright = _united(level), _united(upright)
    if len(level) < 2 or len(upright) < 2:
        return None
    rows, columns = list(pairwise(level)), list(pairwise(upright))
    cell = {place: place for place in product(range(len(rows)), range(len(columns)))}

    def join(one: tuple[int, int], other: tuple[int, int]) -> None:
        first, second = cell[one], cell[other]
        for place, holds in cell.items():
            if holds == second:
                cell[place] = first

    for y, x in cell:
        (top, bottom), (left, right) = rows[y], columns[x]
        if x + 1 < len(columns) and right.share(top.at, bottom.at) < _THERE:
            join((y, x), (y, x + 1))
        if y + 1 < len(rows) and bottom.share(left.at, right.at) < _THERE:
            join((y, x), (y + 1, x))
    held: dict[tuple[int, int], list[tuple[int, int]]] = {}
    for place, holds in cell.items():
        held.setdefault(holds, []).append(place)
    boxes = [_box(places, rows, columns) for places in held.values()]
    return Ruled((upright[0].at, level[0].at, upright[-1].at, level[-1].at), boxes)


def _box(
    places: Sequence[tuple[int, int]],
    rows: Sequence[tuple[_Rule, _Rule]],
    columns: Sequence[tuple[_Rule, _Rule]],
) -> Box:
    ys, xs = [y for y, _ in places], [x for _, x in places]
    return columns[min(xs)][0].at, rows[min(ys)][0].at, columns[max(xs)][1].at, rows[max(ys)][1].at
