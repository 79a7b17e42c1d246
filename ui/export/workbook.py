"""The answer as a workbook: the table, its figures one by one, the numbered sources, and what was asked."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.hyperlink import Hyperlink

from assistant.records import Answer, Language
from ui.export import listing
from ui.export.charts import Datum
from ui.export.labels import labels
from ui.export.listing import Value, exact
from ui.export.safe import plain, runs, steady
from ui.export.table import COLUMNS, Row, Table, rows
from ui.export.table import Cell as TableCell

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

_NUMBERS = ("before_number", "before_unit", "value_number", "value_unit", "change_number", "change_unit")
_RESULT = (*COLUMNS[:-1], *_NUMBERS, "source", "report", "section")
_PASSAGES = ("region", "quote", "source", "report", "section")
_SOURCES = ("source", "region", "report", "section", "quote", "start", "end")
#: Widths in characters of a digit; a Chinese character takes two.
_WIDTH = {"quote": 80, "section": 36, "indicator": 30, "report": 34, "region": 22, "source": 7}
_LONGEST = 32_767  # characters that a cell can hold
_HEAD = PatternFill("solid", start_color="E3ECEF", end_color="E3ECEF")


def to_xlsx(answer: Answer, language: Language | None = None) -> bytes:
    """The workbook; text is never a formula, and the same answer gives the same bytes."""
    table = rows(answer, language)
    book = Workbook()
    sheet = book.active
    assert sheet is not None  # a new workbook has one sheet
    sheet.title = table.say("sheet.result")
    passages = all(row.claim is None for row in table.rows)
    names = _PASSAGES if passages else _RESULT
    lines = [_passage(table, row) if passages else _result(table, row) for row in table.rows]
    _fill(sheet, table.header(names), names, lines)
    _link_sources(sheet, table, names.index("source") + 1, [row.source for row in table.rows])

    if not passages:
        sheet = book.create_sheet(table.say("sheet.figures"))
        figures = listing.listed(listing.figures_of(table), table.language)
        _fill(sheet, listing.header(table.language), listing.COLUMNS, figures)

    sheet = book.create_sheet(table.say("sheet.sources"))
    held = [
        (s.number, s.region, s.report, " / ".join(s.headings), s.quote, s.start, s.end) for s in table.sources
    ]
    _fill(sheet, table.header(_SOURCES), _SOURCES, held)

    _about(book.create_sheet(table.say("sheet.about")), table)
    book.properties.creator = "xianbao"
    book.properties.title = plain(table.question)
    return _saved(book)


def figures_xlsx(data: Iterable[Datum], language: Language) -> bytes:
    """Any figures as a workbook of one sheet."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None  # a new workbook has one sheet
    sheet.title = labels(language)("sheet.figures")
    _fill(sheet, listing.header(language), listing.COLUMNS, listing.listed(data, language))
    return _saved(book)


def _saved(book: Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return steady(out.getvalue())


def _passage(table: Table, row: Row) -> Sequence[Value]:
    cells = table.cells(row)
    return (row.region, row.quote, row.source, row.report, cells["section"])


def _result(table: Table, row: Row) -> Sequence[Value]:
    cells = table.cells(row)
    numbers: list[Value] = []
    for cell in (row.before, row.value, row.change):
        numbers += [_number(cell, table), cell.unit]
    if row.change.computed is not None and row.before.figures:
        numbers[-1] = row.before.unit
    shown = (cells[name] for name in COLUMNS[:-1])
    return (*shown, *numbers, row.source, row.report, cells["section"])


def _number(cell: TableCell, table: Table) -> Value:
    return table.say("mark.hidden") if cell.hidden else exact(cell.number)


def _about(sheet: Worksheet, table: Table) -> None:
    say = table.say
    pairs = [
        ("question", table.question),
        ("understood", table.understanding),
        ("answer", table.sentence),
        ("coverage", table.coverage),
        *(("computed", text) for text in table.computed),
        *(("hidden", report) for report in table.hidden),
        *(("unmet", report) for report in table.unmet),
        *(("silent", report) for report in table.silent),
    ]
    line = 0
    for name, text in pairs:
        if text:
            line += 1
            _put(sheet, line, 1, say(f"about.{name}")).font = Font(bold=True)
            _put(sheet, line, 2, text)
    notes = [say("about.figures")] + [say("about.near")] * (bool(table.sources) and not table.answered)
    for note in notes:
        line += 1
        _put(sheet, line, 2, note)
    sheet.column_dimensions["A"].width = 24
    sheet.column_dimensions["B"].width = 100


def _fill(
    sheet: Worksheet, header: Sequence[str], names: Sequence[str], lines: Sequence[Sequence[Value]]
) -> None:
    for column, (name, title) in enumerate(zip(names, header, strict=True), 1):
        cell = _put(sheet, 1, column, title)
        cell.font, cell.fill = Font(bold=True), _HEAD
        letter = get_column_letter(column)
        sheet.column_dimensions[letter].width = _WIDTH.get(name, max(12, 2 * len(title) + 2))
    for number, line in enumerate(lines, 2):
        for column, value in enumerate(line, 1):
            _put(sheet, number, column, value)
    sheet.freeze_panes = "B2"
    if lines:
        sheet.auto_filter.ref = f"A1:{get_column_letter(len(header))}{len(lines) + 1}"


def _put(sheet: Worksheet, line: int, column: int, value: Value) -> Cell:
    cell = sheet.cell(line, column)
    assert isinstance(cell, Cell)  # nothing is merged
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    if isinstance(value, str):
        if not value:
            return cell
        cell.value = plain(value)[:_LONGEST]
        cell.data_type = "s"  # text, whatever it begins with
        if runs(value):
            cell.quotePrefix = True  # and it stays text when it is edited
    else:
        cell.value = value
    return cell


def _link_sources(sheet: Worksheet, table: Table, column: int, numbers: Sequence[int]) -> None:
    """Each source number leads to its line on the sheet of sources."""
    where = table.say("sheet.sources")
    line_of = {source.number: line for line, source in enumerate(table.sources, 2)}
    for line, number in enumerate(numbers, 2):
        cell = sheet.cell(line, column)
        cell.hyperlink = Hyperlink(ref=cell.coordinate, location=f"'{where}'!A{line_of[number]}")
        cell.font = Font(color="0B5A75", underline="single")
