"""Figures one by one, each with every field and where it stands: a sheet of a workbook, or a CSV file."""

from __future__ import annotations

from collections.abc import Iterable

from assistant.periods import spoken
from assistant.records import Language
from ui.export.charts import Datum
from ui.export.labels import labels
from ui.export.table import Table, signed

Value = str | float | int | None

COLUMNS = (
    "region", "indicator", "text", "number", "unit", "role", "direction", "status", "comparator", "period",
    "report", "section", "quote", "start", "end", "source",
)  # fmt: skip
_BOUNDS = {"ge": "≥", "le": "≤", "gt": ">", "lt": "<", "approx": "≈"}


def header(language: Language) -> list[str]:
    """Names of the columns as shown."""
    say = labels(language)
    return [say(f"column.{name}") for name in COLUMNS]


def listed(data: Iterable[Datum], language: Language) -> list[tuple[Value, ...]]:
    """A line for each figure; its number as written, a fall negative, 未公开 where the report hides it."""
    say = labels(language)
    out: list[tuple[Value, ...]] = []
    for d in data:
        f, claim = d.figure, d.claim
        out.append((
            d.region, f.indicator, f.text,
            say("mark.hidden") if f.value is None else exact(signed(f)), f.unit,
            say(f"role.{f.role}"), say(f"direction.{f.direction}") if f.direction else "",
            say(f"status.{f.status}"), _BOUNDS.get(f.comparator or "", ""), spoken(f.period),
            claim.report, " / ".join(claim.headings), claim.quote, f.start, f.end, d.source,
        ))  # fmt: skip
    return out


def figures_of(table: Table) -> list[Datum]:
    """Every figure of an answer's table, row by row."""
    return [
        Datum(row.region, row.claim, f, row.source) for row in table.rows if row.claim for f in row.figures
    ]


def exact(value: float | None) -> float | int | None:
    """885.0 as 885."""
    return int(value) if value is not None and value.is_integer() else value
