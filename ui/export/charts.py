"""What a chart shows: which figures compare, in which unit they are drawn, and where each of them stands.

A point's `text` is the number as its report writes it; `value` is the same number in the chart's one unit and
serves for drawing only.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from assistant.answering.answer import main_figure
from assistant.answering.layout import figure_text, numbered
from assistant.answering.wording import subject
from assistant.periods import spoken
from assistant.records import Answer, Finding, Language
from assistant.units import Amount, amount, comparable, of
from index.records import Claim, Figure, Period, Status
from ui.export.labels import Say, labels
from ui.export.table import Source, sources

State = Literal["shown", "hidden", "missing"]

_BARS = ("rank", "compare")
_MOST_BARS = 40
_MOST_LINES = 8


@dataclass(frozen=True, slots=True)
class Datum:
    """A figure that might be drawn: its region, the claim it stands in, the number of its source."""

    region: str
    claim: Claim
    figure: Figure
    source: int | None = None
    others: tuple[Figure, ...] = ()  # of the same finding, where `figure` is in another unit than the chart


@dataclass(frozen=True, slots=True)
class Point:
    """One number on a chart. `value` is `None` where the report hides it or says nothing (`state`)."""

    name: str  # the region
    detail: str  # what tells it from its neighbours: indicator, time
    period: Period | None
    value: float | None
    text: str
    state: State = "shown"
    status: Status = "actual"
    source: int | None = None
    report: str = ""
    start: int = 0  # of the figure
    end: int = 0
    quote: str = ""


@dataclass(frozen=True, slots=True)
class Series:
    """Points of one region in the order of time; bars are one series in the order of the answer."""

    name: str
    points: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """Bars from 0, or lines over time."""

    kind: Literal["bars", "lines"]
    title: str
    unit: str
    series: tuple[Series, ...]
    language: Language
    converted: bool = False  # some numbers were written in another unit
    notes: tuple[str, ...] = ()  # what is not drawn, and why
    sources: tuple[Source, ...] = ()  # of the points drawn

    @property
    def points(self) -> tuple[Point, ...]:
        return tuple(point for series in self.series for point in series.points)


def chart(
    answer: Answer, language: Language | None = None, regions: Mapping[str, str] | None = None
) -> Chart | None:
    """The chart of an answer that compares, ranks or follows a number over time; else `None`.

    `regions` gives the region of a report id, for reports in scope that hide the number.
    """
    query = answer.query
    language = language or query.language
    ordered = query.kind in _BARS or (query.kind == "list" and (query.threshold or query.top))
    if not answer.answered or not (ordered or query.kind == "trend"):
        return None
    data = _data(answer)
    title = subject(query)
    held = sources(answer)
    say = labels(language)
    unsaid = _unsaid(answer, regions or {}, say)
    if query.kind != "trend":
        return bars(data, title, language, held, unsaid)
    drawn = lines(data, title, language, held)
    if drawn is None:  # a report that hides the number gives no time to draw it at
        return None
    notes = [f"{p.name}{say('mark.open')}{p.text}{say('mark.close')}" for p in unsaid]
    return replace(drawn, notes=(*drawn.notes, *_names(notes, "chart.unsaid", say)))


def _data(answer: Answer) -> list[Datum]:
    """One figure of each finding: the one it is compared by, or a hidden one."""
    numbers = numbered(answer)
    out: list[Datum] = []
    for f in answer.findings:
        figure = main_figure(f) or _hidden(f)
        if figure is not None:
            others = tuple(g for g in f.figures if g.role != "previous" and g is not figure)
            out.append(Datum(f.region, f.claim, figure, numbers[f.claim.location], others))
    return out


def _hidden(finding: Finding) -> Figure | None:
    return next((f for f in finding.figures if f.role != "previous"), None)


def _unsaid(answer: Answer, regions: Mapping[str, str], say: Say) -> list[Point]:
    """Reports that hide the number, and regions asked for whose reports do not give it."""
    shown = {f.claim.report for f in answer.findings}
    named = {i: region.name for region in answer.query.regions for i in region.reports} | dict(regions)
    out: dict[str, Point] = {}
    for report in answer.coverage.hidden:
        if report not in shown:
            name = named.get(report) or report.rsplit("/", 1)[-1].rsplit(".", 1)[0]
            point = Point(name, "", None, None, say("mark.hidden"), "hidden", report=report)
            out.setdefault(name, point)
    for region in answer.query.regions:
        if not shown & set(region.reports) and not set(region.reports) & set(answer.coverage.hidden):
            point = Point(region.name, "", None, None, say("mark.missing"), "missing")
            out.setdefault(region.name, point)
    return list(out.values())


def bars(
    data: Sequence[Datum],
    title: str,
    language: Language,
    held: Sequence[Source] = (),
    unsaid: Iterable[Point] = (),
) -> Chart | None:
    """Bars in the order of `data`; `None` where fewer than two numbers compare."""
    say = labels(language)
    unit = _Unit.of(data)
    if unit is None:
        return None
    data = [unit.settled(d) for d in data]
    first: dict[tuple[str, str, Period | None, Status], Datum] = {}
    other: list[str] = []
    for d in data:
        if d.figure.value is not None and unit.value(d) is None:
            other.append(f"{d.region} {figure_text(d.figure, d.claim, language)}")
            continue
        key = (d.region, d.figure.indicator, _period(d), d.figure.status)
        first.setdefault(key, d)
    drawn = list(first.values())
    details = _details(drawn)
    points = [_point(d, unit, details[n], language) for n, d in enumerate(drawn)]
    if sum(p.value is not None for p in points) < 2:
        return None
    kept = points[:_MOST_BARS] + list(unsaid)[: max(0, _MOST_BARS - len(points))]
    notes = [say("chart.more", n=len(points) - _MOST_BARS)] * (len(points) > _MOST_BARS)
    notes += _names(other, "chart.other", say)
    times = {_period(d) for d in drawn}
    if len(times) == 1 and (when := spoken(next(iter(times)))) and when not in title:
        title = f"{title} · {when}"
    return _chart("bars", title, unit, (Series(title, tuple(kept)),), language, notes, held)


def lines(data: Sequence[Datum], title: str, language: Language, held: Sequence[Source] = ()) -> Chart | None:
    """A line for each region; `None` where fewer than two times compare.

    Amounts of a half year and of a year are never joined: each length of time has a line of its own.
    """
    say = labels(language)
    unit = _Unit.of(data)
    if unit is None:
        return None
    data = [unit.settled(d) for d in data]
    dated = [d for d in data if _period(d) is not None]
    drawn = [d for d in dated if d.figure.value is None or unit.value(d) is not None]
    names = _line_names(drawn, say)
    by_line: dict[str, dict[tuple[Period | None, Status], Point]] = {}
    for d, name in zip(drawn, names, strict=True):
        point = _point(d, unit, name.removeprefix(d.region), language)
        at = (point.period, point.status)
        kept = by_line.setdefault(name, {})
        if at not in kept or (kept[at].value is None and point.value is not None):
            kept[at] = point
    found = [
        Series(name, tuple(sorted(p.values(), key=lambda q: (q.period or ("", ""))[::-1])))
        for name, p in by_line.items()
    ]
    times = {point.period for one in found for point in one.points if point.value is not None}
    if len(times) < 2:
        return None
    notes = [say("chart.lines", n=len(found) - _MOST_LINES)] * (len(found) > _MOST_LINES)
    kept_out = [d for d in dated if d not in drawn]
    undated = [d for d in data if _period(d) is None]
    notes += _names(
        [f"{d.region} {figure_text(d.figure, d.claim, language)}" for d in kept_out], "chart.other", say
    )
    notes += _names(
        [f"{d.region} {figure_text(d.figure, d.claim, language)}" for d in undated], "chart.undated", say
    )
    longest = sorted(found, key=lambda one: -len(one.points))[:_MOST_LINES]
    shown = tuple(one for one in found if one in longest)
    notes += _mixed(shown, drawn, names, say)
    return _chart("lines", title, unit, shown, language, notes, held)


def _mixed(shown: Sequence[Series], data: Sequence[Datum], names: Sequence[str], say: Say) -> list[str]:
    """A note for each line whose points the reports call by different names."""
    called: dict[str, dict[str, None]] = {one.name: {} for one in shown}
    for d, name in zip(data, names, strict=True):
        if name in called:
            called[name].setdefault(d.figure.indicator)
    return [say("chart.mixed", name=n, names="、".join(c)) for n, c in called.items() if len(c) > 1]


def _chart(
    kind: Literal["bars", "lines"],
    title: str,
    unit: _Unit,
    series: tuple[Series, ...],
    language: Language,
    notes: Sequence[str],
    held: Sequence[Source],
) -> Chart:
    cited = {point.source for one in series for point in one.points}
    return Chart(
        kind, title, unit.name or labels(language)("chart.plain"), series, language, unit.mixed,
        tuple(notes), tuple(s for s in held if s.number in cited),
    )  # fmt: skip


def _names(names: Sequence[str], key: str, say: Say) -> list[str]:
    """A note that names what it speaks of; none where there is nothing."""
    unique = list(dict.fromkeys(names))
    return [say(key, names="、".join(unique))] if unique else []


# --- units ------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Unit:
    """The unit that a chart is drawn in: the one that most of its comparable figures are written in."""

    name: str
    kind: Amount
    factor: float  # of the unit in the amounts that `assistant.units` compares in
    mixed: bool

    @classmethod
    def of(cls, data: Sequence[Datum]) -> _Unit | None:
        """`None` where every number is hidden."""
        amounts = [(d.figure, a) for d in data if (a := of(d.figure, d.claim.quote)) is not None]
        if not amounts:
            return None
        kinds = Counter((a.unit, a.per) for _, a in amounts)
        kind = max(kinds, key=lambda k: (kinds[k], [(a.unit, a.per) for _, a in amounts].index(k) == 0))
        alike = [(f, a) for f, a in amounts if (a.unit, a.per) == kind]
        scales = Counter((_base(f, a), _factor(f, a)) for f, a in alike if f.value)
        if not scales:
            return cls(_base(*alike[0]), alike[0][1], 1.0, False)
        name, factor = scales.most_common(1)[0][0]
        return cls(name, alike[0][1], factor, len(scales) > 1)

    def value(self, datum: Datum) -> float | None:
        """The number in this unit; `None` where it is hidden or does not compare."""
        own = of(datum.figure, datum.claim.quote)
        if own is None or not comparable(own, self.kind):
            return None
        return round(own.value / self.factor, 9)

    def settled(self, datum: Datum) -> Datum:
        """The figure of the same finding that is in this unit, shown before hidden, where its own is not."""
        if datum.figure.value is None or self.value(datum) is not None:
            return datum
        alike = [f for f in datum.others if amount(1.0, f.unit).unit == self.kind.unit]
        for figure in sorted(alike, key=lambda f: f.value is None):
            other = replace(datum, figure=figure)
            if figure.value is None or self.value(other) is not None:
                return other
        return datum


def _factor(figure: Figure, own: Amount) -> float:
    return round(abs(own.value / (figure.value or 1.0)), 9)


def _base(figure: Figure, own: Amount) -> str:
    """The unit as written, and what the words around it count by: 元 under 月人均 is 元/月."""
    if own.per == "年" and "/" not in figure.unit:
        return figure.unit + {12: "/月", 1: "/年"}.get(round(_factor(figure, own)), "")
    return figure.unit


# --- points -----------------------------------------------------------------------------------------


def _period(datum: Datum) -> Period | None:
    return datum.figure.period or datum.claim.period


def _point(datum: Datum, unit: _Unit, detail: str, language: Language) -> Point:
    f, say = datum.figure, labels(language)
    text = figure_text(f, datum.claim, language)
    if f.status != "actual":
        text += say("mark.open") + say(f"status.{f.status}") + say("mark.close")
    return Point(
        datum.region, detail, _period(datum), unit.value(datum), text,
        "hidden" if f.value is None else "shown", f.status, datum.source,
        datum.claim.report, f.start, f.end, datum.claim.quote,
    )  # fmt: skip


def _details(data: Sequence[Datum]) -> list[str]:
    """What tells bars apart: their indicators and times where these differ."""
    indicators = {d.figure.indicator for d in data}
    times = {_period(d) for d in data}
    return [
        " · ".join(
            part
            for part, told in (
                (d.figure.indicator, len(indicators) > 1),
                (spoken(_period(d)), len(times) > 1),
            )
            if told and part
        )
        for d in data
    ]


def _line_names(data: Sequence[Datum], say: Say) -> list[str]:
    """The line that each figure belongs to: its region; the indicator too where one time has two of them;
    the length of time too where the region speaks of several.
    """
    seen: dict[tuple[str, Period | None, Status], set[str]] = {}
    spans: dict[str, set[int]] = {}
    for d in data:
        seen.setdefault((d.region, _period(d), d.figure.status), set()).add(d.figure.indicator)
        spans.setdefault(d.region, set()).add(_months(_period(d)))
    several = {region for (region, _, _), indicators in seen.items() if len(indicators) > 1}
    out: list[str] = []
    for d in data:
        name = d.region + (f" {d.figure.indicator}" if d.region in several else "")
        if len(spans[d.region]) > 1 and _months(_period(d)) != 12:
            name += say("mark.open") + say("chart.months", n=_months(_period(d))) + say("mark.close")
        out.append(name)
    return out


def _months(period: Period | None) -> int:
    if period is None:
        return 0
    (y1, m1), (y2, m2) = (map(int, month.split("-")) for month in period)
    return (y2 - y1) * 12 + m2 - m1 + 1
