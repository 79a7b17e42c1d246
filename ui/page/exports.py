"""Answers and figures to take away: tables for Excel and as CSV, each number with its source and sentence."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from typing import Any

from openpyxl import Workbook
from openpyxl.cell.cell import Cell, WriteOnlyCell
from openpyxl.styles import Alignment, Font

from assistant.records import Answer
from index.records import Claim, Figure
from ui.page.html import period_text
from ui.page.labels import Labels
from ui.page.turns import sources

Table = list[list[Any]]

_FIGURE = (
    "region",
    "indicator",
    "text",
    "number",
    "unit",
    "role",
    "direction",
    "status",
    "period",
    "report",
    "section",
    "quote",
    "place",
)
#: Table programs run a cell that begins with one of these; a number may.
_FORMULA = re.compile(r"[=+\-@\t\r](?!\d)")
#: Characters that a workbook cannot hold.
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")


def answer_table(answer: Answer, t: Labels) -> Table:
    """The answer's table as the page shows it, with report and sentence after each row; a head first."""
    numbers = {source.cite: source for source in sources(answer)}
    names = (
        "region",
        "indicator",
        "before",
        "value",
        "change",
        "period",
        "status",
        "source",
        "report",
        "section",
        "quote",
    )
    rows: Table = [[t(f"table.{name}") for name in names]]
    for finding in answer.findings:
        claim = finding.claim
        source = next(
            s
            for c, s in numbers.items()
            if (c.report, c.start, c.end) == (claim.report, claim.start, claim.end)
        )
        before, level, change = (
            "、".join(_shown(f, t) for f in finding.figures if f.role in roles)
            for roles in (("previous",), ("level", "rank"), ("change", "rate"))
        )
        if not change and not level and claim.direction:
            change = t(f"direction.{claim.direction}").strip()
        period = next((f.period for f in finding.figures if f.period and f.role != "previous"), claim.period)
        status = finding.figures[0].status if finding.figures else claim.status
        rows.append([
            finding.region, claim.indicator, before, level, change, period_text(period), t(f"status.{status}"),
            f"[{source.number}]", claim.report, " › ".join(claim.headings), claim.quote,
        ])  # fmt: skip
    for cited in answer.passages if not answer.findings else ():
        p = cited.passage
        rows.append([cited.region, "", "", "", "", "", "", "", p.report, " › ".join(p.headings), p.text])
    return rows


def figure_table(rows: Iterable[tuple[str, Claim, Figure]], t: Labels) -> Table:
    """Figures one by one, with every field: region, claim and figure of each; a head first."""
    out: Table = [[t(f"table.{name}") for name in _FIGURE]]
    for region, claim, f in rows:
        out.append([
            region, f.indicator, f.text, f.value, f.unit, t(f"role.{f.role}"),
            t(f"direction.{f.direction}").strip() if f.direction else "", t(f"status.{f.status}"),
            period_text(f.period), claim.report, " › ".join(claim.headings), claim.quote, f"{f.start}-{f.end}",
        ])  # fmt: skip
    return out


def answer_workbook(answer: Answer, t: Labels) -> bytes:
    """Three sheets: the answer's table, its figures one by one, and what was asked and said."""
    figures = ((f.region, f.claim, g) for f in answer.findings for g in f.figures)
    said = [
        [t("ask.question"), answer.query.text],
        [t("export.answer"), answer.sentence],
        [t("ask.understood"), answer.understanding],
        [t("export.coverage"), answer.coverage_line],
    ]
    return workbook({
        t("export.answer"): answer_table(answer, t),
        t("view.figures"): figure_table(figures, t),
        t("export.about"): said,
    })  # fmt: skip


def workbook(sheets: dict[str, Table]) -> bytes:
    """An `.xlsx` file. What comes from reports is text and never a formula."""
    book = Workbook(write_only=True)
    for name, table in sheets.items():
        sheet: Any = book.create_sheet(name)
        sheet.freeze_panes = "A2"
        for n, column in enumerate(table[0] if table else ()):
            wide = max((len(str(row[n])) for row in table[:200] if n < len(row)), default=8)
            sheet.column_dimensions[_letter(n)].width = min(
                70, max(8, 2 * wide if wide < 20 else 50, len(str(column)) * 2 + 2)
            )
        for number, row in enumerate(table):
            sheet.append([_cell(sheet, value, head=number == 0) for value in row])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def csv_bytes(table: Sequence[Sequence[Any]]) -> bytes:
    """A CSV file that table programs open as UTF-8; a text that would be run as a formula gets a ' before it."""
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\r\n").writerows([[_safe(value) for value in row] for row in table])
    return out.getvalue().encode("utf-8-sig")


def _shown(figure: Figure, t: Labels) -> str:
    word = (
        t(f"direction.{figure.direction}") if figure.role in ("rate", "change") and figure.direction else ""
    )
    hidden = f"（{t('table.hidden')}）" if figure.value is None else ""
    return word + figure.text + hidden


def _safe(value: Any) -> Any:
    return "'" + value if isinstance(value, str) and _FORMULA.match(value) else value


def _cell(sheet: Any, value: Any, head: bool) -> Cell:
    text = isinstance(value, str)
    cell = WriteOnlyCell(sheet, _CONTROL.sub("", value) if text else value)
    if text:
        cell.data_type = "s"  # never a formula
    cell.alignment = Alignment(vertical="top", wrap_text=text and len(value) > 40)
    if head:
        cell.font = Font(bold=True)
    return cell


def _letter(n: int) -> str:
    return chr(ord("A") + n)
