"""Workbooks (.xlsx, .xls) as text: each sheet that is shown as a table, with the lines above and below it.

A number stands as its cell shows it (0.058 formatted as a percentage is 5.8%), a merged cell's text in every
place that it covers. Hidden sheets, rows and columns are left out.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from index.errors import UnreadableReport
from index.messages import Message
from index.reading.markup import table_text
from index.records import Reading

_MB = 1024 * 1024
_MAX_UNPACKED = 200 * _MB
_MAX_ROWS, _MAX_COLUMNS = 5000, 200
_NO_NAME = re.compile(r"(?:sheet|工作表|表) ?\d*", re.IGNORECASE)
#: A cell that holds a formula and nothing that it came to.
_NO_VALUE = re.compile(rb"<f\b[^>]*(?:/>|>[^<]*</f>)\s*(?:<v\s*/>|<v></v>)?\s*</c>")
_NOTE = re.compile(r"\s*(?:注|备注|说明|附注|数据来源|填报|制表|单位)")
_LONGEST_CELL = 60  # a lone cell with more is a sentence below its table


@dataclass
class _Sheet:
    name: str
    cells: dict[tuple[int, int], str] = field(default_factory=dict)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)  # first and last row, then column
    left_out: tuple[set[int], set[int]] = field(default_factory=lambda: (set(), set()))  # rows, columns


def xlsx_text(data: bytes) -> Reading:
    """The text of the workbook `data`. Raises `UnreadableReport` without the file's name."""
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise UnreadableReport("sheet.encrypted")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            infos = archive.infolist()
            if sum(info.file_size for info in infos) > _MAX_UNPACKED:
                raise UnreadableReport("sheet.too_large", limit=_MAX_UNPACKED // _MB)
            parts = [archive.read(i) for i in infos if i.filename.startswith("xl/worksheets/")]
        sheets = list(_xlsx_sheets(data))
    except UnreadableReport:
        raise
    except Exception as error:  # openpyxl raises whatever a damaged file makes it stumble over
        raise UnreadableReport("sheet.broken", reason=type(error).__name__) from error
    return _written(sheets, sum(len(_NO_VALUE.findall(part)) for part in parts))


def xls_text(data: bytes) -> Reading:
    """The text of the workbook `data` of the older format; the same as a web page or a newer one under its name.

    Raises `UnreadableReport` without the file's name.
    """
    if data.startswith(b"PK\x03\x04"):
        return xlsx_text(data)
    from xlrd.biffh import XLRDError

    try:
        sheets = list(_xls_sheets(data))
    except XLRDError as error:
        if "encrypted" in str(error).lower() or "password" in str(error).lower():
            raise UnreadableReport("sheet.encrypted") from error
        raise UnreadableReport("sheet.broken", reason=type(error).__name__) from error
    except Exception as error:  # so does xlrd
        raise UnreadableReport("sheet.broken", reason=type(error).__name__) from error
    return _written(sheets, 0)


def _xlsx_sheets(data: bytes) -> Iterator[_Sheet]:
    import openpyxl
    from openpyxl.worksheet.worksheet import Worksheet

    book = openpyxl.load_workbook(io.BytesIO(data), data_only=True)
    for sheet in book.worksheets:
        if not isinstance(sheet, Worksheet) or sheet.sheet_state != "visible":
            continue
        found = _Sheet(sheet.title)
        rows = {number for number, row in sheet.row_dimensions.items() if row.hidden}
        columns: set[int] = set()
        for one in sheet.column_dimensions.values():
            if one.hidden:
                columns |= set(range(one.min or 0, (one.max or 0) + 1))
        found.left_out = rows, columns
        for row in sheet.iter_rows():
            for cell in row:
                if cell.value is not None:
                    found.cells[cell.row, cell.column] = shown(cell.value, str(cell.number_format))
        found.merged = [(m.min_row, m.max_row, m.min_col, m.max_col) for m in sheet.merged_cells.ranges]
        yield found


def _xls_sheets(data: bytes) -> Iterator[_Sheet]:
    import xlrd

    book = xlrd.open_workbook(file_contents=data, formatting_info=True, logfile=io.StringIO())
    for sheet in book.sheets():
        if sheet.visibility:
            continue
        found = _Sheet(sheet.name)
        found.left_out = (
            {n for n, row in sheet.rowinfo_map.items() if row.hidden},
            {n for n, column in sheet.colinfo_map.items() if column.hidden},
        )
        for y in range(sheet.nrows):
            for x in range(sheet.ncols):
                cell = sheet.cell(y, x)
                if cell.ctype in (xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK, xlrd.XL_CELL_ERROR):
                    continue
                form = book.format_map[book.xf_list[cell.xf_index or 0].format_key].format_str
                value: object = cell.value
                if cell.ctype == xlrd.XL_CELL_DATE:
                    value = xlrd.xldate_as_datetime(float(cell.value), book.datemode)
                elif cell.ctype == xlrd.XL_CELL_BOOLEAN:
                    value = bool(cell.value)
                found.cells[y, x] = shown(value, form)
        found.merged = [(a, b - 1, c, d - 1) for a, b, c, d in sheet.merged_cells]
        yield found


# --- what a cell shows ---

_FORM = re.compile(
    r"^(?P<before>.*?)(?P<digits>[#0?,]*[0#?][#0?,]*(?:\.(?P<places>[0#?]+))?)(?P<after>.*)$", re.DOTALL
)
_PADDING = re.compile(r"\[[^\]]*\]|_.|\*.|[\\!]")


def shown(value: object, form: str) -> str:
    """A cell's value as its number format shows it: 5.8%, 1,234.50, 2023年6月."""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, (datetime, date)):
        return _dated(value, form.lower())
    if isinstance(value, (int, float)):
        return _number(float(value), form)
    text = str(value).strip()
    return "" if text.startswith("#") and text.endswith(("!", "?", "/A")) else text  # #REF!, #N/A


def _dated(value: date, form: str) -> str:
    if "y" in form and "d" not in form:
        return f"{value.year}年{value.month}月" if "m" in form else f"{value.year}年"
    return f"{value.year}年{value.month}月{value.day}日"


def _number(value: float, form: str) -> str:
    positive, *others = form.split(";")
    own = others[0] if others and value < 0 and _FORM.search(_PADDING.sub("", others[0])) else positive
    own = _PADDING.sub("", own)
    m = _FORM.match(own) if own.lower() != "general" and own != "@" else None
    if m is None:
        return f"{round(value, 10):.12g}" if abs(value) < 1e15 else f"{value:.0f}"
    before, after = (m[part].replace('"', "") for part in ("before", "after"))
    digits = m["digits"]
    scale = 100.0 if "%" in own else 1.0
    places = len(m["places"] or "")
    least = (m["places"] or "").count("0")
    text = f"{abs(value) * scale:,.{places}f}" if "," in digits else f"{abs(value) * scale:.{places}f}"
    while places > least and text.endswith("0"):
        text, places = text[:-1], places - 1
    text = text.rstrip(".")
    minus = "-" if value < 0 and text.strip("0.,") else ""
    return f"{minus}{before.strip('-()')}{text}{after.strip(')')}".strip()


# --- sheets as text ---


def _written(sheets: Sequence[_Sheet], formulas: int) -> Reading:
    out: list[str] = []
    cut = 0
    for sheet in sheets:
        rows = _grid(sheet)
        cut += max(0, len(rows) - _MAX_ROWS)
        blocks = [block for part in _parts(rows[:_MAX_ROWS]) for block in _block(part)]
        if blocks and len(sheets) > 1 and not _NO_NAME.fullmatch(sheet.name) and sheet.name not in blocks[0]:
            blocks.insert(0, f"# {sheet.name}")
        out += blocks
    gaps: list[Message] = []
    if formulas:
        gaps.append(Message("gap.formulas", count=formulas))
    if cut:
        gaps.append(Message("gap.rows", count=cut))
    return Reading("\n\n".join(out), tuple(gaps))


def _grid(sheet: _Sheet) -> list[list[str]]:
    """The rows that are shown, a merged cell's text in each of its places; empty ones stay as []."""
    cells = dict(sheet.cells)
    if not cells:
        return []
    width = max(x for _, x in cells)
    for top, bottom, left, right in sheet.merged:
        text = sheet.cells.get((top, left), "")
        alone = not any(sheet.cells.get((top, x)) for x in range(width + 1) if not left <= x <= right)
        last = left if alone and right > left else min(right, _MAX_COLUMNS)  # a title is said once
        for y in range(top, min(bottom, top + _MAX_ROWS) + 1):
            for x in range(left, last + 1):
                cells[y, x] = text
    hidden_rows, hidden_columns = sheet.left_out
    columns = [x for x in range(min(width, _MAX_COLUMNS) + 1) if x not in hidden_columns]
    by_row: dict[int, dict[int, str]] = {}
    for (y, x), text in cells.items():
        by_row.setdefault(y, {})[x] = text
    first, last = min(by_row), max(by_row)
    if last - first > 2 * len(by_row) + _MAX_ROWS:  # a stray cell far below
        shown_rows = sorted(by_row)
    else:
        shown_rows = list(range(first, last + 1))
    rows = [[by_row.get(y, {}).get(x, "") for x in columns] for y in shown_rows if y not in hidden_rows]
    return [row if any(row) else [] for row in rows]


def _parts(rows: Sequence[list[str]]) -> Iterator[list[list[str]]]:
    """Rows between empty ones."""
    part: list[list[str]] = []
    for row in [*rows, []]:
        if row:
            part.append(row)
        elif part:
            yield part
            part = []


def _block(rows: list[list[str]]) -> Iterator[str]:
    """Title and unit, the table, and the notes below it."""
    top = 0
    while top < len(rows) and _lone(rows[top]):
        top += 1
    end = len(rows)
    while end > top and (text := _lone(rows[end - 1])) and (_NOTE.match(text) or len(text) > _LONGEST_CELL):
        end -= 1
    yield from (_lone(row) for row in rows[:top])
    if top < end:
        yield table_text(rows[top:end])
    yield from (_lone(row) for row in rows[end:])


def _lone(row: Sequence[str]) -> str:
    """The text of a row that holds one cell only, "" for other rows."""
    filled = [cell for cell in row if cell]
    return re.sub(r"\s*\n\s*", "", filled[0]) if len(filled) == 1 else ""
