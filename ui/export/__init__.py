"""Answers to take away: tables, workbooks, briefs and charts. What a file needs is loaded when it is written."""

from __future__ import annotations

from collections.abc import Iterable

from assistant.records import Answer, Language
from ui.export.charts import Chart, Datum, Point, Series, bars, chart, lines
from ui.export.csv import figures_csv, to_csv
from ui.export.svg import to_svg
from ui.export.table import Cell, Row, Source, Table, rows, sources

__all__ = [
    "Cell",
    "Chart",
    "Datum",
    "Point",
    "Row",
    "Series",
    "Source",
    "Table",
    "bars",
    "chart",
    "figures_csv",
    "figures_xlsx",
    "lines",
    "rows",
    "sources",
    "to_csv",
    "to_docx",
    "to_png",
    "to_svg",
    "to_xlsx",
]


def to_xlsx(answer: Answer, language: Language | None = None) -> bytes:
    """The answer as a workbook: table, figures, sources with quotes, what was asked."""
    from ui.export import workbook

    return workbook.to_xlsx(answer, language)


def figures_xlsx(data: Iterable[Datum], language: Language = "zh") -> bytes:
    """Any figures as a workbook of one sheet, one a row, with every field."""
    from ui.export import workbook

    return workbook.figures_xlsx(data, language)


def to_docx(answer: Answer, language: Language | None = None, chart: Chart | None = None) -> bytes:
    """The answer as an official brief with footnotes, and with `chart` where one is given."""
    from ui.export import brief

    return brief.to_docx(answer, language, chart)


def to_png(chart: Chart) -> bytes:
    """The chart as a picture. Raises `FontMissing` where the machine has no Chinese font."""
    from ui.export import png

    return png.to_png(chart)
