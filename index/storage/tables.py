"""The tables of an index: what each record looks like as a row, written and read back exactly.

Numbers count from 0 in the order of the reports; a passage's number is also that of its vector, and a
claim's indicator's number that of the indicator's vector.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from index.messages import Message
from index.records import Claim, Figure, Origin, Passage, Period, Report, Section
from index.storage import keywords

if TYPE_CHECKING:
    from index.report import Parsed

#: One run of a query under the index's lock: SQL and arguments in, all rows out.
Rows = Callable[..., list[tuple[Any, ...]]]

SCHEMA = f"""
CREATE TABLE meta(key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE files(
    number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, path TEXT NOT NULL,
    bytes_digest TEXT NOT NULL, row_digest TEXT NOT NULL, text_digest TEXT, report TEXT, reason TEXT,
    gaps TEXT NOT NULL);
CREATE VIEW failures AS SELECT id, path, reason FROM files WHERE reason IS NOT NULL;
CREATE VIEW duplicates AS SELECT id, path, report FROM files WHERE report != id;
CREATE TABLE reports(
    number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, text TEXT NOT NULL, characters INTEGER NOT NULL,
    digest TEXT NOT NULL, title TEXT NOT NULL, kind TEXT, province TEXT, city TEXT, county TEXT, region TEXT,
    period_first TEXT, period_last TEXT, plan_first TEXT, plan_last TEXT);
CREATE TABLE headings(number INTEGER PRIMARY KEY, path TEXT NOT NULL UNIQUE);
CREATE TABLE sections(
    report INTEGER NOT NULL, number INTEGER NOT NULL, headings INTEGER NOT NULL, level INTEGER NOT NULL,
    start INTEGER NOT NULL, body INTEGER NOT NULL, stop INTEGER NOT NULL,
    PRIMARY KEY (report, number)) WITHOUT ROWID;
CREATE TABLE passages(
    number INTEGER PRIMARY KEY, report INTEGER NOT NULL, headings INTEGER NOT NULL,
    start INTEGER NOT NULL, stop INTEGER NOT NULL, text TEXT NOT NULL);
CREATE INDEX passages_by_report ON passages(report);
CREATE TABLE indicators(number INTEGER PRIMARY KEY, text TEXT NOT NULL UNIQUE);
CREATE TABLE claims(
    number INTEGER PRIMARY KEY, report INTEGER NOT NULL, indicator INTEGER NOT NULL,
    direction TEXT, status TEXT NOT NULL, period_first TEXT, period_last TEXT, headings INTEGER NOT NULL,
    start INTEGER NOT NULL, stop INTEGER NOT NULL, quote TEXT NOT NULL, place TEXT,
    confidence REAL);
CREATE INDEX claims_by_report ON claims(report);
CREATE INDEX claims_by_indicator ON claims(indicator);
CREATE TABLE figures(
    claim INTEGER NOT NULL, number INTEGER NOT NULL, start INTEGER NOT NULL, stop INTEGER NOT NULL,
    text TEXT NOT NULL, value REAL, unit TEXT NOT NULL, indicator TEXT NOT NULL, role TEXT NOT NULL,
    direction TEXT, status TEXT NOT NULL, period_first TEXT, period_last TEXT, comparator TEXT,
    PRIMARY KEY (claim, number)) WITHOUT ROWID;
CREATE VIRTUAL TABLE keywords USING fts5(headings, text, content='', tokenize="{keywords.TOKENIZER}");
"""


@dataclass(frozen=True, slots=True)
class FileRow:
    """One file that a build saw, and what became of it."""

    id: str
    path: str
    bytes_digest: str  # of the file as it lies on the disk
    row_digest: str  # of its row in metadata.csv
    text_digest: str | None = None  # of its text; None where it could not be read
    report: str | None = None  # the report it is, or that it is a duplicate of
    reason: Message | None = None  # why it could not be read
    gaps: tuple[Message, ...] = ()  # what of it could not be read, see `Reading`


class Writer:
    """Fills the tables of a new index, report by report, in order."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db
        self._headings: dict[tuple[str, ...], int] = {}
        self.passages = 0
        self.claims = 0
        self.figures = 0
        self.reports = 0
        self.indicators: dict[str, int] = {}
        db.executescript(SCHEMA)

    def meta(self, values: dict[str, str]) -> None:
        self._db.executemany("INSERT INTO meta VALUES (?, ?)", sorted(values.items()))

    def files(self, rows: Iterable[FileRow]) -> None:
        self._db.executemany(
            "INSERT INTO files VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                (n, f.id, f.path, f.bytes_digest, f.row_digest, f.text_digest, f.report, why, gaps)
                for n, f in enumerate(rows)
                for why in (f.reason.stored() if f.reason else None,)
                for gaps in (json.dumps([gap.stored() for gap in f.gaps]),)
            ),
        )

    def add(self, parsed: Parsed) -> None:
        report, number = parsed.report, self.reports
        o = report.origin
        names = (o.title, o.kind, o.province, o.city, o.county, o.region)
        ends = (*_ends(o.period), *_ends(o.plan_period))
        self._insert(
            "reports", [(number, report.id, report.text, len(report.text), report.digest, *names, *ends)]
        )
        self._insert(
            "sections",
            [
                (number, n, self._heading(s.headings), s.level, s.start, s.body, s.end)
                for n, s in enumerate(report.sections)
            ],
        )
        self._add_passages(number, parsed.passages)
        self._add_claims(number, parsed.claims)
        self.reports += 1

    def _add_passages(self, report: int, passages: Sequence[Passage]) -> None:
        numbered = list(enumerate(passages, self.passages))
        self._insert(
            "passages", [(n, report, self._heading(p.headings), p.start, p.end, p.text) for n, p in numbered]
        )
        self._db.executemany(
            "INSERT INTO keywords(rowid, headings, text) VALUES (?, ?, ?)",
            [
                (n, " ".join(keywords.words("\n".join(p.headings))), " ".join(keywords.words(p.text)))
                for n, p in numbered
            ],
        )
        self.passages += len(passages)

    def _add_claims(self, report: int, claims: Sequence[Claim]) -> None:
        rows: list[tuple[Any, ...]] = []
        figures: list[tuple[Any, ...]] = []
        for n, c in enumerate(claims, self.claims):
            said = (self._indicator(c.indicator), c.direction, c.status, *_ends(c.period))
            rows.append(
                (n, report, *said, self._heading(c.headings), c.start, c.end, c.quote, c.place, c.confidence)
            )
            for i, f in enumerate(c.figures):
                said = (f.text, f.value, f.unit, f.indicator, f.role, f.direction, f.status)
                figures.append((n, i, f.start, f.end, *said, *_ends(f.period), f.comparator))
        self._insert("claims", rows)
        self._insert("figures", figures)
        self.claims += len(rows)
        self.figures += len(figures)

    def _heading(self, path: tuple[str, ...]) -> int:
        number = self._headings.get(path)
        if number is None:
            number = self._headings[path] = len(self._headings)
            self._insert("headings", [(number, json.dumps(path, ensure_ascii=False))])
        return number

    def _indicator(self, text: str) -> int:
        number = self.indicators.get(text)
        if number is None:
            number = self.indicators[text] = len(self.indicators)
            self._insert("indicators", [(number, text)])
        return number

    def _insert(self, table: str, rows: Sequence[tuple[Any, ...]]) -> None:
        if rows:
            self._db.executemany(f"INSERT INTO {table} VALUES ({', '.join('?' * len(rows[0]))})", rows)


def files(rows: Rows) -> list[FileRow]:
    """Every file of the build, in order."""
    columns = "id, path, bytes_digest, row_digest, text_digest, report, reason, gaps"
    return [
        FileRow(
            id_, path, data, row, text, report,
            Message.read(why) if why is not None else None,
            tuple(map(Message.read, json.loads(gaps))),
        )
        for id_, path, data, row, text, report, why, gaps in rows(f"SELECT {columns} FROM files ORDER BY number")
    ]  # fmt: skip


def origins(rows: Rows) -> list[tuple[str, Origin]]:
    """Id and origin of every report, in order."""
    return [
        (id_, _origin(origin)) for id_, *origin in rows(f"SELECT id, {_ORIGIN} FROM reports ORDER BY number")
    ]


def report(rows: Rows, id_: str) -> tuple[int, Report] | None:
    """One report and its number; `None` where the index does not hold it."""
    for number, text, digest, *origin in rows(
        f"SELECT number, text, digest, {_ORIGIN} FROM reports WHERE id = ?", id_
    ):
        sections = rows(
            "SELECT h.path, level, start, body, stop FROM sections s JOIN headings h ON h.number = s.headings"
            " WHERE report = ? ORDER BY s.number",
            number,
        )
        return number, Report(
            id_, text, _origin(origin), tuple(Section(_path(path), *rest) for path, *rest in sections), digest
        )
    return None


def passages(rows: Rows, report: int | None = None) -> list[Passage]:
    """Passages in order: all of them, or those of the report with this number."""
    where, args = _only("p.report", report)
    shared = _Shared()
    return [
        Passage(id_, shared.path(path), start, stop, text)
        for id_, path, start, stop, text in rows(
            "SELECT r.id, h.path, p.start, p.stop, p.text FROM passages p"
            " JOIN reports r ON r.number = p.report JOIN headings h ON h.number = p.headings"
            f"{where} ORDER BY p.number",
            *args,
        )
    ]


def claims(rows: Rows, report: int | None = None) -> list[Claim]:
    """Claims with their figures, in order: all of them, or those of the report with this number."""
    shared = _Shared()
    figures = _figures(rows, report, shared)
    where, args = _only("c.report", report)
    found = rows(
        "SELECT c.number, r.id, i.text, c.direction, c.status, c.period_first, c.period_last, h.path,"
        " c.start, c.stop, c.quote, c.place, c.confidence FROM claims c JOIN reports r ON r.number = c.report JOIN headings h"
        f" ON h.number = c.headings JOIN indicators i ON i.number = c.indicator{where} ORDER BY c.number",
        *args,
    )
    return [
        Claim(
            shared(id_), shared(indicator), direction, status, shared.period(first, last), shared.path(path),
            start, stop, shared(quote), figures.get(number, ()), place, sure,
        )
        for number, id_, indicator, direction, status, first, last, path, start, stop, quote, place, sure in found
    ]  # fmt: skip


def _figures(rows: Rows, report: int | None, shared: _Shared) -> dict[int, tuple[Figure, ...]]:
    join, where, args = "", "", ()
    if report is not None:
        join, where, args = " JOIN claims c ON c.number = f.claim", " WHERE c.report = ?", (report,)
    out: dict[int, tuple[Figure, ...]] = {}
    fields = "start, stop, text, value, unit, indicator, role, direction, status, comparator"
    columns = ", ".join(f"f.{name}" for name in ("claim", "period_first", "period_last", *fields.split(", ")))
    for claim, first, last, start, stop, text, value, unit, indicator, *rest in rows(
        f"SELECT {columns} FROM figures f{join}{where} ORDER BY f.claim, f.number", *args
    ):
        role, direction, status, comparator = rest
        period = shared.period(first, last)
        figure = Figure(
            start,
            stop,
            text,
            value,
            shared(unit),
            shared(indicator),
            role,
            direction,
            status,
            period,
            comparator,
        )
        out[claim] = (*out.get(claim, ()), figure)
    return out


class _Shared:
    """One object for what many rows repeat: two hundred thousand claims then fit in memory easily."""

    def __init__(self) -> None:
        self._texts: dict[str, str] = {}
        self._paths: dict[str, tuple[str, ...]] = {}
        self._periods: dict[tuple[str, str], Period] = {}

    def __call__(self, text: str) -> str:
        return self._texts.setdefault(text, text)

    def path(self, stored: str) -> tuple[str, ...]:
        path = self._paths.get(stored)
        if path is None:
            path = self._paths[stored] = _path(stored)
        return path

    def period(self, first: str | None, last: str | None) -> Period | None:
        if first is None or last is None:
            return None
        return self._periods.setdefault((first, last), (first, last))


_ORIGIN = "title, kind, province, city, county, region, period_first, period_last, plan_first, plan_last"


def _origin(row: Sequence[str]) -> Origin:
    title, kind, province, city, county, region, first, last, plan_first, plan_last = row
    period, plan = _period(first, last), _period(plan_first, plan_last)
    return Origin(title, kind, province, city, county, region, period, plan)


def _only(column: str, report: int | None) -> tuple[str, tuple[int, ...]]:
    return ("", ()) if report is None else (f" WHERE {column} = ?", (report,))


def _path(stored: str) -> tuple[str, ...]:
    return tuple(json.loads(stored))


def _ends(period: Period | None) -> tuple[str | None, str | None]:
    return period if period else (None, None)


def _period(first: str | None, last: str | None) -> Period | None:
    return None if first is None or last is None else (first, last)


def counts(rows: Rows) -> list[tuple[int, int, int, int]]:
    """Characters, passages, claims and figures of every report, in order."""
    return [
        (characters, passages, claims, figures)
        for characters, passages, claims, figures in rows(
            "SELECT r.characters, (SELECT count(*) FROM passages p WHERE p.report = r.number),"
            " (SELECT count(*) FROM claims c WHERE c.report = r.number),"
            " (SELECT count(*) FROM claims c JOIN figures f ON f.claim = c.number WHERE c.report = r.number)"
            " FROM reports r ORDER BY r.number"
        )
    ]
