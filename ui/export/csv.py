"""The answer's table as CSV."""

from __future__ import annotations

import csv
import io

from assistant.records import Answer, Language
from ui.export.safe import inert
from ui.export.table import COLUMNS, PLACE, rows


def to_csv(answer: Answer, language: Language | None = None) -> bytes:
    """UTF-8 with a byte order mark, which spreadsheet programs need to see Chinese; one row a finding."""
    table = rows(answer, language)
    names = (*COLUMNS, *PLACE)
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(table.header(names))
    for row in table.rows:
        cells = table.cells(row)
        writer.writerow([inert(cells[name]) for name in names])
    return out.getvalue().encode("utf-8-sig")
