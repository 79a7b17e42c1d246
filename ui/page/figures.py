"""Every figure of every report as one table: filtered, sorted, and turned into regions × years."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from assistant.units import of
from index.records import Claim, Figure
from index.text import fold
from ui.page.desk import Opened
from ui.page.html import period_text

Column = Literal["region", "indicator", "value", "role", "status", "period", "report"]
COLUMNS: tuple[Column, ...] = ("region", "indicator", "value", "role", "status", "period", "report")


@dataclass(frozen=True, slots=True)
class Row:
    """One figure with the region it speaks for."""

    region: str
    claim: Claim
    figure: Figure

    @property
    def when(self) -> str:
        return period_text(self.figure.period or self.claim.period)

    @property
    def part_of_a_year(self) -> bool:
        """Whether it speaks of some months only: 2023-01–06 is not 2023."""
        period = self.figure.period or self.claim.period
        return period is not None and (period[0][5:], period[1][5:]) != ("01", "12")


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which figures, in which order. Empty means all."""

    text: str = ""  # words that the indicator holds
    regions: frozenset[str] = frozenset()
    years: frozenset[str] = frozenset()
    roles: frozenset[str] = frozenset()
    statuses: frozenset[str] = frozenset()
    sort: Column | None = None
    descending: bool = False


def rows(opened: Opened, wanted: Wanted) -> list[Row]:
    """The figures wanted, in their order; in the order of the reports where none is asked for."""
    words = _folded(wanted.text).split()
    found = [
        Row(region, claim, figure)
        for id_, claims in opened.claims.items()
        for claim in claims
        for region in (claim.place or opened.region(id_),)
        if not wanted.regions or region in wanted.regions
        for figure in claim.figures
        if (not wanted.roles or figure.role in wanted.roles)
        and (not wanted.statuses or figure.status in wanted.statuses)
        and all(word in _folded(figure.indicator) for word in words)
    ]
    if wanted.years:
        found = [row for row in found if year(opened, row) in wanted.years]
    return _sorted(found, wanted)


def year(opened: Opened, row: Row) -> str:
    """The year a figure speaks of, its report's where it says none."""
    period = row.figure.period or row.claim.period or opened.origins[row.claim.report].period
    return period[1][:4] if period else ""


def choices(opened: Opened) -> tuple[list[str], list[str], list[str]]:
    """Regions, years and the commonest indicators, to choose from."""
    all_rows = rows(opened, Wanted())
    regions = list(dict.fromkeys(row.region for row in all_rows))
    years = sorted({year(opened, row) for row in all_rows} - {""}, reverse=True)
    reports: dict[str, set[str]] = defaultdict(set)
    for row in all_rows:
        reports[row.figure.indicator].add(row.claim.report)
    indicators = sorted(reports, key=lambda name: (-len(reports[name]), name))
    return regions, years, [name for name in indicators if len(reports[name]) > 1][:300]


def alike(found: Sequence[Row], name: str) -> list[Row]:
    """Those of exactly this indicator, where there are any: regions and years compare within one."""
    return [row for row in found if row.figure.indicator == name] or list(found)


@dataclass(frozen=True, slots=True)
class Pivot:
    """One indicator over regions and years: figures in each cell, in the order of their reports."""

    regions: tuple[str, ...]
    years: tuple[str, ...]
    cells: dict[tuple[str, str], tuple[Row, ...]]


def pivot(opened: Opened, found: Sequence[Row]) -> Pivot:
    """Regions × years of what stands as a level, or of rates and changes where there is no level."""
    levels = [row for row in found if row.figure.role == "level"] or list(found)
    cells: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in levels:
        cells[row.region, year(opened, row)].append(row)
    regions = Counter(region for region, _ in cells)
    return Pivot(
        tuple(sorted(regions, key=lambda region: (-regions[region], region))),
        tuple(sorted({when for _, when in cells})),
        {key: tuple(inside) for key, inside in cells.items()},
    )


def ordered(found: Sequence[Row]) -> list[Row]:
    """Levels from the highest down, hidden ones last, for bars."""
    levels = [row for row in found if row.figure.role == "level"] or list(found)
    return sorted(levels, key=lambda row: -_amount(row))


def _amount(row: Row) -> float:
    amount = of(row.figure, row.claim.quote)
    return amount.value if amount else float("-inf")


def _sorted(found: list[Row], wanted: Wanted) -> list[Row]:
    match wanted.sort:
        case None | "value":
            # hidden values last, whichever way
            shown = [row for row in found if row.figure.value is not None]
            hidden = [row for row in found if row.figure.value is None]
            if wanted.sort:
                shown.sort(key=_amount, reverse=wanted.descending)
            return shown + hidden
        case "region":
            return sorted(found, key=lambda row: row.region, reverse=wanted.descending)
        case "period":
            return sorted(found, key=lambda row: row.when, reverse=wanted.descending)
        case "report":
            return sorted(found, key=lambda row: row.claim.report, reverse=wanted.descending)
        case name:
            return sorted(found, key=lambda row: getattr(row.figure, name), reverse=wanted.descending)


def _folded(text: str) -> str:
    return fold(text).lower()
