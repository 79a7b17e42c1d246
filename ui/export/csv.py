"""The answer's table as CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from assistant.records import Answer, Language
from ui.export import listing
from ui.export.charts import Datum
from ui.export.listing import Value
from ui.export.safe import inert
from ui.export.table import COLUMNS, PLACE, rows


def to_csv(answer: Answer, language: Language | None = None) -> bytes:
    """UTF-8 with a byte order mark, which spreadsheet programs need to see Chinese; one row a finding."""
    table = rows(answer, language)
    names = (*COLUMNS, *PLACE)
    lines = [[table.cells(row)[name] for name in names] for row in table.rows]
    return written_csv([table.header(names), *lines])


def figures_csv(data: Iterable[Datum], language: Language) -> bytes:
    """Any figures, one a row, with every field."""
    return written_csv([listing.header(language), *listing.listed(data, language)])


def written_csv(lines: Iterable[Sequence[Value]]) -> bytes:
    """Lines as CSV, nothing in them that a spreadsheet would run."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerows([inert(v) if isinstance(v, str) else v for v in line] for line in lines)
    return out.getvalue().encode("utf-8-sig")
