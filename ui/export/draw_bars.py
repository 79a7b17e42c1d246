"""Bars from 0, one under the other, in the order of the chart."""

from __future__ import annotations

from ui.export.charts import Chart, Point
from ui.export.drawing import (
    COLOURS,
    INK,
    MARGIN,
    MUTED,
    PAPER,
    RULE,
    WIDTH,
    Drawing,
    Line,
    Mark,
    Rect,
    Shape,
    Text,
    fit,
    foot,
    head,
    label,
    tick_text,
    ticks,
    width_of,
)

_NAMES = 250.0  # the most room for names
_STUB = 64.0  # of a bar whose number is hidden


def draw(chart: Chart) -> Drawing:
    """The chart as shapes: a bar from 0 for each number, a dashed frame where the report hides it."""
    points = chart.points
    values = [p.value for p in points if p.value is not None]
    top_shapes, top = head(chart)
    names = [_names(p) for p in points]
    left = MARGIN + min(_NAMES, max(width_of(t, s) for lines in names for t, s in lines)) + 12
    pitch = 46.0 if any(len(lines) > 1 for lines in names) else 32.0
    said = max(width_of(label(p), 13) for p in points) + 10
    right = max(left + 160, WIDTH - MARGIN - said)
    scale = ticks(min(0.0, *values), max(0.0, *values))

    def x(value: float) -> float:
        return left + (right - left) * (value - scale[0]) / (scale[-1] - scale[0])

    bottom = top + pitch * len(points)
    parts: list[Shape | Mark] = [*top_shapes]
    for tick in scale:
        parts.append(Line(x(tick), top, x(tick), bottom, RULE))
        parts.append(Text(x(tick), bottom + 18, tick_text(tick), 12, "middle", MUTED))
    for n, (point, lines) in enumerate(zip(points, names, strict=True)):
        middle = top + pitch * (n + 0.5)
        shapes: list[Shape] = []
        for k, (text, size) in enumerate(lines):
            y = middle + 5 + (k * 17 - 8 if len(lines) > 1 else 0)
            shapes.append(Text(left - 10, y, fit(text, size, _NAMES), size, "end", MUTED if k else INK))
        shapes += _bar(point, middle, x(0), x(point.value or 0.0))
        parts.append(Mark(point, tuple(shapes)))
    parts.append(Line(x(0), top - 4, x(0), bottom, MUTED, 1.4))
    bottom_shapes, height = foot(chart, bottom + 34)
    return Drawing(WIDTH, height, chart.title, (*parts, *bottom_shapes))


def _names(point: Point) -> list[tuple[str, float]]:
    return [(point.name, 14.0)] + ([(point.detail, 11.5)] if point.detail else [])


def _bar(point: Point, middle: float, zero: float, end: float) -> list[Shape]:
    half = 10.0
    if point.value is None:
        frame = (
            []
            if point.state == "missing"
            else [Rect(zero + 1, middle - half, _STUB, 2 * half, PAPER, MUTED, dashed=True)]
        )
        at = zero + (8 if point.state == "missing" else _STUB + 10)
        return [*frame, Text(at, middle + 5, label(point), 13, colour=MUTED)]
    a, b = sorted((zero, end))
    sure = point.status == "actual"
    bar = Rect(
        a, middle - half, max(b - a, 1.0), 2 * half, COLOURS[0] if sure else PAPER, COLOURS[0], not sure
    )
    return [bar, Text(b + 7, middle + 5, label(point), 13, halo=True)]
