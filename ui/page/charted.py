"""From figures to charts: one unit, one point for each region and time, hidden numbers kept as hidden."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from assistant.answer import main_figure
from assistant.records import Answer
from assistant.units import of
from assistant.wording import subject
from index.records import Claim, Figure
from ui.page import chart
from ui.page.chart import Point
from ui.page.cite import Cite
from ui.page.html import period_text
from ui.page.labels import Labels

#: Kinds of question that a chart helps with.
_BARS, _LINES = ("rank", "compare"), ("trend",)


@dataclass(frozen=True, slots=True)
class Row:
    """One figure with the region it speaks for."""

    region: str
    claim: Claim
    figure: Figure

    @property
    def when(self) -> str:
        return period_text(self.figure.period or self.claim.period)


def of_answer(answer: Answer, names: Mapping[str, str], t: Labels) -> str:
    """The chart of an answer; "" where none would help. `names`: report to the place it speaks for."""
    kind = answer.query.kind
    if kind not in (*_BARS, *_LINES):
        return ""
    rows: list[Row] = []
    for finding in answer.findings:
        figure = main_figure(finding) or next(iter(finding.figures), None)
        if figure is not None:
            region = names.get(finding.claim.report, finding.region)
            rows.append(Row(region, finding.claim, figure))
    return drawn(subject(answer.query), rows, "lines" if kind in _LINES else "bars", t)


def drawn(title: str, rows: Sequence[Row], form: str, t: Labels) -> str:
    """`rows` as `bars` in their order or as `lines` over time; "" where fewer than two compare."""
    unit, pairs = in_one_unit(rows)
    if len(pairs) < 2:
        return ""
    if form == "lines":
        return chart.lines(title, unit, list(_by_time(pairs)), t)
    times = {row.when for row, _ in pairs}
    points = [
        _point(row, value, f"{row.region} {row.when}" if len(times) > 1 else row.region)
        for row, value in pairs
    ]
    return chart.bars(title, unit, points, t)


def in_one_unit(rows: Iterable[Row]) -> tuple[str, list[tuple[Row, float | None]]]:
    """The unit most of the rows are written in, and those that compare in it with their values in it."""
    amounts = [(row, of(row.figure, row.claim.quote)) for row in rows]
    kinds = Counter((a.unit, a.per) for _, a in amounts if a is not None)
    if not kinds:
        return "", []
    kind = kinds.most_common(1)[0][0]
    alike = [(row, a) for row, a in amounts if a is not None and (a.unit, a.per) == kind]
    unit = Counter(row.figure.unit for row, _ in alike).most_common(1)[0][0]
    factor = next(
        (abs(a.value / row.figure.value) for row, a in alike if row.figure.unit == unit and row.figure.value),
        1.0,
    )
    known = {id(row): a.value / factor for row, a in alike}
    hidden = {id(row) for row, a in amounts if a is None}
    kept = [row for row, _ in amounts if id(row) in known or id(row) in hidden]
    return unit, [(row, known.get(id(row))) for row in kept]


def _by_time(pairs: Iterable[tuple[Row, float | None]]) -> Iterable[Point]:
    """One point for each region (and indicator, where there are several) and time: the first one told, a shown one before a hidden one."""
    pairs = list(pairs)
    several = len({row.figure.indicator for row, _ in pairs}) > 1
    best: dict[tuple[str, str], Point] = {}
    for row, value in pairs:
        series = f"{row.region} {row.figure.indicator}" if several else row.region
        key = (series, row.when)
        if row.when and (key not in best or (best[key].value is None and value is not None)):
            best[key] = replace(_point(row, value, row.when), series=series)
    return best.values()


def _point(row: Row, value: float | None, label: str) -> Point:
    cite = Cite(row.claim.report, row.figure.start, row.figure.end)
    return Point(row.region, label, value, row.figure.text, cite)
