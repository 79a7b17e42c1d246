"""Lines over time: one for each region, each point with its number as written."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise

from assistant.periods import spoken
from index.records import Period
from ui.export.charts import Chart, Point, Series
from ui.export.drawing import (
    COLOURS,
    MARGIN,
    MUTED,
    PAPER,
    RULE,
    WIDTH,
    Dot,
    Drawing,
    Line,
    Mark,
    Shape,
    Text,
    foot,
    head,
    label,
    tick_text,
    ticks,
    width_of,
)
from ui.export.labels import labels

_PLOT = 320.0
_Box = tuple[float, float, float, float]
_Scale = Callable[[float], float]


def draw(chart: Chart) -> Drawing:
    """The chart as shapes. Time runs evenly; a year without a number is left open and says so."""
    say = labels(chart.language)
    key = [(one.name, COLOURS[n]) for n, one in enumerate(chart.series)] if len(chart.series) > 1 else []
    top_shapes, top = head(chart, key)
    top += 16
    bottom = top + _PLOT
    points = chart.points
    values = [p.value for p in points if p.value is not None]
    scale = ticks(*_range(values))
    left = MARGIN + max(width_of(tick_text(t), 12) for t in scale) + 12
    ends = sorted({_month(p.period) for p in points})
    edge = 64.0

    def x(month: float) -> float:
        span = ends[-1] - ends[0]
        room = WIDTH - MARGIN - left - 2 * edge
        return left + edge + (room * (month - ends[0]) / span if span else room / 2)

    def y(value: float) -> float:
        return bottom - _PLOT * (value - scale[0]) / (scale[-1] - scale[0])

    parts: list[Shape | Mark] = [*top_shapes]
    for tick in scale:
        parts.append(Line(left, y(tick), WIDTH - MARGIN, y(tick), RULE))
        parts.append(Text(left - 8, y(tick) + 4, tick_text(tick), 12, "end", MUTED))
    parts.append(Line(left, bottom, WIDTH - MARGIN, bottom, MUTED, 1.4))
    parts += _times(points, ends, x, bottom, say("chart.gap"))
    taken: list[_Box] = []
    for n, one in enumerate(chart.series):
        strokes = _strokes(one, COLOURS[n], x, y)
        parts += strokes
        taken += [_around(*at, 3) for stroke in strokes for at in _along(stroke)]
        taken += [_around(x(_month(p.period)), y(p.value), 6) for p in one.points if p.value is not None]
    for n, one in enumerate(chart.series):
        marks = [_mark(p, COLOURS[n], x, y, bottom, taken) for p in one.points]
        parts += sorted(marks, key=lambda mark: mark.point.status == "actual")  # what was done covers plans
    bottom_shapes, height = foot(chart, bottom + 52)
    return Drawing(WIDTH, height, chart.title, (*parts, *bottom_shapes))


def _range(values: Sequence[float]) -> tuple[float, float]:
    """From 0 where the numbers reach down to a third of the highest, else round the numbers alone."""
    low, high = min(values), max(values)
    if low >= 0 and low <= high / 3:
        return 0.0, high
    room = (high - low) * 0.12 or abs(high) * 0.05
    return (max(0.0, low - room) if low >= 0 else low - room), high + room


def _month(period: Period | None) -> int:
    """Months since year 0, of a period's end."""
    year, month = (period or ("", "0000-01"))[1].split("-")
    return int(year) * 12 + int(month)


def _strokes(one: Series, colour: str, x: _Scale, y: _Scale) -> list[Line]:
    """Between neighbours; dashed across a year without a number, to or from a plan, past a hidden number."""
    out: list[Line] = []
    known = [p for p in one.points if p.value is not None]
    hidden = [_month(p.period) for p in one.points if p.value is None]
    for a, b in pairwise(known):
        ma, mb = _month(a.period), _month(b.period)
        unsure = mb - ma > 12 or any(ma < m < mb for m in hidden)
        unsure = unsure or a.status != "actual" or b.status != "actual"
        out.append(Line(x(ma), y(a.value or 0.0), x(mb), y(b.value or 0.0), colour, 2.4, unsure))
    return out


def _times(points: Sequence[Point], ends: Sequence[int], x: _Scale, bottom: float, gap: str) -> list[Shape]:
    """Times under the axis, on two lines where they would run into each other; years without a number too."""
    named = {_month(p.period): spoken(p.period) for p in reversed(points)}
    yearly = all(month % 12 == 0 for month in ends)
    if yearly:
        for month in range(ends[0], ends[-1], 12):
            named.setdefault(month, gap)
    out: list[Shape] = []
    reach = [float("-inf")] * 2
    for month in sorted(named):
        at, half = x(month), width_of(named[month], 12) / 2 + 4
        line = next((n for n in (0, 1) if at - half >= reach[n]), None)
        if line is None:
            continue
        reach[line] = at + half
        out.append(Line(at, bottom, at, bottom + 5, MUTED))
        out.append(Text(at, bottom + 20 + 17 * line, named[month], 12, "middle", MUTED))
    return out


def _mark(p: Point, colour: str, x: _Scale, y: _Scale, bottom: float, taken: list[_Box]) -> Mark:
    at = x(_month(p.period))
    text = label(p)
    half = width_of(text, 12.5) / 2
    if p.value is None:
        # no dot: it would stand at a height, and so at a value
        shapes: list[Shape] = [Line(at, bottom, at, bottom - 22, colour, 1.4, True)]
        spots = [(0.0, -24.0), (0.0, -40.0), (0.0, -56.0)]
        base, ink = bottom - 4, colour
    else:
        shapes = [Dot(at, y(p.value), 4.6, colour if p.status == "actual" else PAPER, colour)]
        spots = [(0.0, -12.0), (0.0, 23.0), (half + 10, 4.0), (-half - 10, 4.0), (0.0, -28.0), (0.0, 39.0)]
        base, ink = y(p.value), colour
    for dx, dy in spots:
        cx = min(max(at + dx, MARGIN + half), WIDTH - MARGIN - half)
        box = (cx - half, base + dy - 12, cx + half, base + dy + 4)
        if box[3] < bottom and not any(_meet(box, other) for other in taken):
            taken.append(box)
            shapes.append(Text(cx, base + dy, text, 12.5, "middle", ink, halo=True))
            break
    return Mark(p, tuple(shapes))


def _along(line: Line) -> list[tuple[float, float]]:
    """Places on a line, close enough together that no label slips between them."""
    count = max(2, round(abs(line.x2 - line.x1) / 5))
    return [
        (line.x1 + (line.x2 - line.x1) * n / count, line.y1 + (line.y2 - line.y1) * n / count)
        for n in range(count + 1)
    ]


def _around(x: float, y: float, r: float) -> _Box:
    return x - r, y - r, x + r, y + r


def _meet(a: _Box, b: _Box) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]
