"""A number with its unit, as it stands in a sentence."""

from __future__ import annotations

from typing import NamedTuple

from index.records import Comparator


class Quantity(NamedTuple):
    """A number with its unit at `start:end` of the sentence; `stop` is where its comparator ends."""

    start: int
    end: int
    stop: int
    value: float | None
    unit: str
    sort: str  # money, ratio, measure, counter, duration, proportion, bare
    comparator: Comparator | None = None
    rank: bool = False
    negative: bool = False  # a minus sign stands right before `start`
